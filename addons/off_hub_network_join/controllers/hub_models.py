from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class HubModels(http.Controller):
    """What a hub can be, for those who think of making one."""

    @http.route(
        "/network/models",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=True,
    )
    def models(self, **_kw):
        models = request.env["off.hub.model"].sudo().search([])
        return request.render("off_hub_network_join.hub_models", {"models": models})

    @http.route(
        "/network/models/<string:code>",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=lambda env, rule, qs: HubModels._list_pages(env),
    )
    def model(self, code, **_kw):
        model = request.env["off.hub.model"].sudo().search([("code", "=", code)])
        if not model:
            raise NotFound()
        return request.render("off_hub_network_join.hub_model", {"model": model})

    @staticmethod
    def _list_pages(env):
        for model in env["off.hub.model"].sudo().search([]):
            yield {"loc": f"/network/models/{model.code}"}
