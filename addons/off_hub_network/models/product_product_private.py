from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "off.sellers.mixin", "off.kept.mixin"]

    _off_producer_path = "product_tmpl_id.off_producer_id"
    _off_seller_fields = (
        "off_price",
        "lst_price",
        "list_price",
        "price_extra",
        "tax_string",
        "off_available_qty",
        "off_on_demand",
    )

    def _price_compute(self, price_type, *args, **kwargs):
        prices = super()._price_compute(price_type, *args, **kwargs)
        return self._off_drop_unknown_prices(price_type, prices)

    def _get_tax_included_unit_price(
        self, company, currency, document_date, document_type, **options
    ):
        """Extends account: an invoice that somebody drafts would tell the price."""
        if document_type == "sale" and options.get("product_price_unit") is None:
            prices = self._off_drop_unknown_prices("list_price", {})
            if self.id in prices:
                options["product_price_unit"] = 0.0
        return super()._get_tax_included_unit_price(
            company, currency, document_date, document_type, **options
        )
