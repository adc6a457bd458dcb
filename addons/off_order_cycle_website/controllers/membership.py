from odoo import http
from odoo.http import request

from .cycles import Cycles


class Membership(Cycles):
    """Asking a hub to become one of its members."""

    # GET is where the browser lands after the log-in.
    @http.route(
        "/cycles/<int:exchange_id>/join",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def join(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id, at_door=True)
        if request.httprequest.method == "POST":
            partner = request.env.user.partner_id.sudo()
            request.env["off.hub.customer"].sudo()._ask(exchange.hub_id, partner)
        return request.redirect(f"/cycles/{exchange.id}")
