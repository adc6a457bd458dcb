from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from ..models.res_partner import PROFILE, VISIBILITIES
from .light import LightPages

PATH = "/my/network/profile"


class ProfilePage(LightPages, http.Controller):
    """What a member says of itself, and who sees it."""

    @http.route(PATH, auth="user", website=True, methods=["GET", "POST"], sitemap=False)
    def profile(self, done=None, **post):
        member = self._get_member()
        if request.httprequest.method == "POST":
            days = request.httprequest.form.getlist("days")
            post["days"] = [read_id(day) for day in days]
            member.with_env(request.env)._off_write_profile(post)
            return self._go(PATH, done=1)
        return self._render(
            "off_hub_network_portal.profile",
            {
                "page": "profile",
                "notice": request.env._("Your profile is saved.") if done else None,
                "values": {name: member[name] for name in (*PROFILE, *VISIBILITIES)},
                "story": member._off_get_plain_story(),
                "weekdays": request.env["off.weekday"].search([]),
                "levels": member._fields["off_visibility"]._description_selection(
                    request.env
                ),
            },
        )

    @http.route(
        "/my/network/preview", auth="user", website=True, readonly=True, sitemap=False
    )
    def preview(self, **kw):
        """The member as everybody sees it."""
        member = self._get_member()
        Partner = request.env["res.partner"]
        domain = Partner._off_get_shown_domain()
        return self._render(
            "off_hub_network_portal.preview",
            {
                "page": "profile",
                "is_shown": bool(
                    Partner.sudo().search_count([*domain, ("id", "=", member.id)])
                ),
                "contacts": member._off_get_shown_contacts()[member],
            },
        )
