from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network_portal.controllers.light import LightPages


class OrdersPage(LightPages, http.Controller):
    # Not readonly: the address of a purchase order may need a token.
    @http.route("/my/network/orders", auth="user", website=True, sitemap=False)
    def orders(self, **kw):
        """What is coming, who sells it, and what was ordered."""
        producer = self._get_producer().with_env(request.env)
        return self._render(
            "off_order_cycle_portal.orders",
            {
                "page": "orders",
                "coming_up": producer._off_get_coming_up(),
                "purchases": producer._off_get_purchases(),
            },
        )
