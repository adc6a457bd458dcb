from odoo import http
from odoo.http import request

from .network import Network


class NetworkEmbed(Network):
    @http.route(
        ["/network/embed", "/network/embed/page/<int:page>"],
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def network_embed(self, page=1, **args):
        """The list inside another site's page: what the public sees, whoever looks,
        since that site is not to learn or trigger anything in a visitor's name."""
        values = self._get_list_values(args, page, None, "/network/embed")
        response = request.render("off_hub_network_website.network_embed", values)
        response.headers["Content-Security-Policy"] = "frame-ancestors *"
        # Proxies that add a refusal to be framed keep the one that is given.
        response.headers["X-Frame-Options"] = "ALLOWALL"
        return response
