from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from .light import LightPages

CELLS = ("declared", "on_demand", "price")


class AvailabilityPage(LightPages, http.Controller):
    """The quick grid: a plain form, whose cells a script saves one by one."""

    @http.route(
        "/my/network/availability",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def availability(self, search="", saved=None, **kw):
        self._get_producer()
        return self._show(search, saved=saved)

    # GET is where the browser lands when the session ended and one had to log in.
    @http.route(
        "/my/network/availability/save",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def save(self, search="", **post):
        self._get_producer()
        if request.httprequest.method == "GET":
            return self._go("/my/network/availability")
        saved, errors = self._save_all(post)
        if errors:
            return self._show(search, saved=saved, post=post, errors=errors)
        return self._go("/my/network/availability", search=search, saved=saved or "0")

    @http.route("/my/network/availability/cell", auth="user", type="jsonrpc")
    def save_cell(self, product_id, name, value):
        """Save one cell.

        :return: ``{"line": the texts of the line}``, or ``{"error": what is wrong,
            "line": …}`` when it was refused
        """
        self._get_producer()
        product = request.env["product.product"]._off_get_own([read_id(product_id)])
        result = {}
        try:
            with request.env.cr.savepoint():
                product.with_env(request.env)._off_set_own_cell(name, value)
        except UserError as error:
            result["error"] = error.args[0]
        line = product._off_get_grid_line()
        line.pop("product")
        return {**result, "line": line}

    def _save_all(self, post):
        """Save the cells that were changed in the form; what somebody else changed
        meanwhile and the form did not, stays.

        :return: how many were saved, and ``{(product id, cell): message}``
        """
        Product = request.env["product.product"]
        ids = {read_id(key[4:]) for key in post if key.startswith("was_")} - {0}
        saved, errors = 0, {}
        for product in Product._off_get_own(ids).with_env(request.env):
            shown = post.get(f"was_{product.id}", "").split("|")
            for name, old in zip(CELLS, shown, strict=False):
                key = f"{name}_{product.id}"
                new = post.get(key, "").strip()
                # A form that was cut off on its way empties nothing.
                is_cut = name != "on_demand" and key not in post
                if new == old or is_cut:
                    continue
                try:
                    with request.env.cr.savepoint():
                        product._off_set_own_cell(name, new)
                    saved += 1
                except UserError as error:
                    errors[product.id, name] = error.args[0]
        return saved, errors

    def _show(self, search, saved=None, post=None, errors=None):
        return self._render(
            "off_hub_network_portal.availability",
            {
                "page": "availability",
                "lines": request.env["product.product"]._off_get_grid(search),
                "search": search,
                "saved": saved,
                "asked": post or {},
                "errors": errors or {},
            },
        )
