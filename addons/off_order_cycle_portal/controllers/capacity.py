from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network_portal.controllers.light import LightPages

PATH = "/my/network/capacity"


class CapacityPage(LightPages, http.Controller):
    """What a producer can prepare in a day, and what is ordered for which day."""

    @http.route(PATH, auth="user", website=True, methods=["GET", "POST"], sitemap=False)
    def capacity(self, done=None, **post):
        producer = self._get_producer().with_env(request.env)
        errors = []
        if request.httprequest.method == "POST":
            errors = producer._off_save_capacities(post)
            if not errors:
                return self._go(PATH, done=1)
        rows = producer._off_get_capacities()
        return self._render(
            "off_order_cycle_portal.capacity",
            {
                "page": "orders",
                "notice": request.env._("Saved.") if done else None,
                "error": "\n".join(errors),
                "rows": rows,
                "limited": [row for row in rows if row["number"]],
                "asked": post,
            },
        )
