from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from .light import LightPages

PATH = "/my/network/products"
LISTS = ("allergens", "labels", "months", "ended_packs")
FORMAT = ("id", "name", "quantity", "unit", "price", "minimum", "description", "ended")
MAX_FORMATS = 60
SPARE = 2


class ProductsPage(LightPages, http.Controller):
    """A producer's own products, with their formats."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def products(self, done=None, **kw):
        self._get_producer()
        templates = request.env["product.template"]._off_get_own()
        return self._render(
            "off_hub_network_portal.products",
            {
                "page": "products",
                "notice": request.env._("Saved.") if done else None,
                "current": templates.filtered("active"),
                "archived": templates.filtered(lambda template: not template.active),
            },
        )

    @http.route(
        [f"{PATH}/new", f"{PATH}/<int:template_id>"],
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def product(self, template_id=None, **post):
        self._get_producer()
        Template = request.env["product.template"]
        is_new = template_id is None
        template_id = read_id(template_id)
        own = Template.sudo() if is_new else Template._off_get_own(template_id)
        if request.httprequest.method == "GET":
            return self._show(own, own._off_get_form(), own._off_get_format_rows())
        values, formats = self._read(post)
        try:
            with request.env.cr.savepoint():
                Template._off_save_own(values, formats, template_id)
        except UserError as error:
            if isinstance(error, AccessError):
                raise
            return self._show(own, values, formats, error.args[0])
        return self._go(PATH, done=1)

    @http.route(
        f"{PATH}/<int:template_id>/archive",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def archive_product(self, template_id, back="", **post):
        self._get_producer()
        if request.httprequest.method == "POST":
            own = request.env["product.template"]._off_get_own(template_id)
            own.action_unarchive() if back else own.action_archive()
        return self._go(PATH, done=1)

    @http.route(
        f"{PATH}/<int:template_id>.jpg", auth="user", readonly=True, sitemap=False
    )
    def product_photo(self, template_id):
        self._get_producer()
        own = request.env["product.template"]._off_get_own(template_id)
        return (
            request.env["ir.binary"]
            ._get_image_stream_from(own, "image_256")
            .get_response()
        )

    def _read(self, post):
        """The product and its formats as they were typed."""
        form = request.httprequest.form
        values = {key: value for key, value in post.items() if key not in LISTS}
        values["photo"] = request.httprequest.files.get("photo")
        for key in LISTS:
            values[key] = [read_id(item) for item in form.getlist(key)]
        formats = [
            {key: post.get(f"{key}_{number}", "") for key in FORMAT}
            for number in range(MAX_FORMATS)
            if f"price_{number}" in post
        ]
        for row in formats:
            row["id"] = str(read_id(row["id"]) or "")
        return values, formats

    def _show(self, own, values, formats, error=None):
        Template = request.env["product.template"]
        formats = [row for row in formats if row["id"] or row["price"] or row["name"]]
        return self._render(
            "off_hub_network_portal.product",
            {
                "page": "products",
                "error": error,
                "own": own,
                "values": values,
                "formats": formats + [dict.fromkeys(FORMAT, "")] * SPARE,
                **Template._off_get_choices(),
            },
        )
