from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_order_cycle.models.off_notice import KINDS, OPTIONAL, TOPICS

PATH = "/my/notices"
BY_MAIL = f"{PATH}/<int:partner_id>/<string:token>"
PAGE = {"website": True, "methods": ["GET", "POST"], "sitemap": False}


class Notices(http.Controller):
    """Which mails a customer wants: plain forms, by log-in or by the link of a mail."""

    @http.route(PATH, auth="user", **PAGE)
    def notices(self, **post):
        partner = request.env.user.partner_id
        if request.httprequest.method == "POST":
            self._save(partner, post)
            return request.redirect(f"{PATH}?saved=1")
        return self._show_notices(partner, PATH, done=bool(post.get("saved")))

    @http.route(BY_MAIL, auth="public", **PAGE)
    def notices_by_mail(self, partner_id, token, **post):
        partner = self._get_by_token(partner_id, token)
        path = partner._off_get_notices_path()
        if request.httprequest.method == "POST":
            self._save(partner, post)
            return request.redirect(f"{path}?saved=1")
        return self._show_notices(partner, path, done=bool(post.get("saved")))

    # Programs of mail press it by themselves (RFC 8058): they have no page before it
    # and follow no redirection. Looking at the address changes nothing, for others look
    # at every link of a mail.
    @http.route(
        f"{BY_MAIL}/<int:hub_id>/<string:topic>",
        auth="public",
        csrf=False,
        multilang=False,
        **PAGE,
    )
    def unsubscribe(self, partner_id, token, hub_id, topic, **_post):
        partner = self._get_by_token(partner_id, token)
        hub = partner._off_get_told_hubs().filtered(lambda one: one.id == hub_id)
        if not hub or topic not in TOPICS:
            raise NotFound()
        done = request.httprequest.method == "POST"
        if done:
            request.env["off.notice.choice"]._unsubscribe(partner, hub, topic)
        return self._finish(
            request.render(
                "off_order_cycle_website.notices_end",
                {
                    "hub": hub,
                    "topic": topic,
                    "done": done,
                    "path": partner._off_get_notices_path(),
                },
            )
        )

    @http.route(f"{PATH}/follow", auth="user", **PAGE)
    def follow(self, hub=None, **_post):
        """Tell me when this hub opens a sale."""
        partner = request.env.user.partner_id
        if request.httprequest.method == "GET":
            return request.redirect("/cycles")
        hub = (
            request.env["off.hub"]
            .sudo()
            .search(
                [
                    ("id", "=", read_id(hub)),
                    ("company_id", "=", request.website.company_id.id),
                ]
            )
        )
        if not hub:
            raise NotFound()
        request.env["off.notice.choice"]._follow(partner, hub)
        return request.redirect(f"{PATH}?saved=1")

    # -- helpers -----------------------------------------------------------------------
    def _get_by_token(self, partner_id, token):
        partner = request.env["res.partner"].sudo().browse(partner_id).exists()
        if not partner or not partner._off_is_notices_token(token):
            raise NotFound()
        if partner.lang in request.website.language_ids.mapped("code"):
            request.update_context(lang=partner.lang)
        return partner.with_context(lang=request.env.lang)

    def _save(self, partner, post):
        """What is not ticked is not wanted. Only hubs that were on the page count."""
        Choice = request.env["off.notice.choice"]
        for hub in partner._off_get_told_hubs():
            if f"hub_{hub.id}" in post:
                Choice._ensure(partner, hub).write(
                    {
                        f"wants_{kind}": bool(post.get(f"{kind}_{hub.id}"))
                        for kind in OPTIONAL
                    }
                )
        Choice._ensure(partner).paused = bool(post.get("pause"))

    def _show_notices(self, partner, path, done=False):
        hubs = partner.sudo()._off_get_told_hubs()
        choices = (
            request.env["off.notice.choice"]
            .sudo()
            .search([("partner_id", "=", partner.id)])
        )
        by_hub = {choice.hub_id: choice for choice in choices}
        labels = dict(
            request.env["off.notice"]
            ._fields["kind"]
            ._description_selection(request.env)
        )
        return self._finish(
            request.render(
                "off_order_cycle_website.notices",
                {
                    "page_name": "notices",
                    "hubs": [(hub, by_hub.get(hub)) for hub in hubs],
                    "kinds": [(kind, labels[kind]) for kind in OPTIONAL],
                    "always": [
                        labels[kind] for kind, _label in KINDS if kind not in OPTIONAL
                    ],
                    "paused": any(
                        choice.paused for choice in choices if not choice.hub_id
                    ),
                    "path": path,
                    "done": done,
                },
            )
        )

    def _finish(self, response):
        """Its address may be a key: no search engine and no other site gets it."""
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "private, no-store"
        return response
