from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network_portal.controllers.light import LightPages


class DigestPage(LightPages, http.Controller):
    """Ends the mails without a login: by the page, and by the button of mail programs,
    which post without having seen it (RFC 8058)."""

    @http.route(
        "/matching/digest/<int:member_id>/<string:token>",
        auth="public",
        website=True,
        sitemap=False,
        csrf=False,
        methods=["GET", "POST"],
    )
    def digest(self, member_id, token, answer="stop", **_args):
        member = request.env["res.partner"].sudo().browse(member_id).exists()
        if not member._off_is_digest_token(token):
            raise NotFound()
        if request.httprequest.method == "POST":
            member.off_match_digest = answer == "resume"
        return self._render(
            "off_hub_network_matching.digest_page",
            {"member_name": member.name, "is_on": member.off_match_digest},
        )
