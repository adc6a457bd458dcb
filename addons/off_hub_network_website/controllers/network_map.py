import json

from odoo import http
from odoo.http import request

from ..directory import Filters
from .network import get_directory, get_viewer


class NetworkMap(http.Controller):
    @http.route(
        "/network/map.json", auth="public", website=True, readonly=True, sitemap=False
    )
    def network_map(self, public=None, **args):
        """Points of all members that match.

        :param public: any value: what the public sees, for embedded pages
        :return: ``{"center": [lat, lng] or null, "points": […]}``, the points as
            ``off.directory._get_map_points`` describes them
        """
        filters, _problem = get_directory()._locate(Filters.from_args(args))
        viewer = None if public else get_viewer()
        points = get_directory()._get_map_points(filters, viewer)
        body = json.dumps(
            {"center": filters.point, "points": points},
            separators=(",", ":"),
            ensure_ascii=False,
        )
        response = request.make_response(
            body, [("Content-Type", "application/json; charset=utf-8")]
        )
        # Kept by the browser, asked again each time: who hides is gone at once.
        response.headers["Cache-Control"] = "private, no-cache"
        response.add_etag()
        return response.make_conditional(request.httprequest)
