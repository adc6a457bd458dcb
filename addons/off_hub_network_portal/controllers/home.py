from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .light import LightPages


class NetworkHome(LightPages, http.Controller):
    @http.route("/my/network", auth="user", website=True, readonly=True, sitemap=False)
    def network_home(self):
        member = self._get_member()
        return self._render(
            "off_hub_network_portal.home",
            {
                "page": "home",
                "counts": member._off_get_portal_counts(),
                "expiring": member._off_get_expiring_certificates(),
            },
        )


class AccountHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of the member."""
        response = super().home(**kw)
        member = request.env.user._off_get_member()
        if member:
            response.qcontext["off_counts"] = member._off_get_portal_counts()
        return response
