from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "off.sellers.mixin"]

    _off_producer_path = "product_tmpl_id.off_producer_id"
    _off_seller_fields = (
        "off_price",
        "lst_price",
        "list_price",
        "price_extra",
        "off_available_qty",
        "off_on_demand",
    )

    def _price_compute(self, price_type, *args, **kwargs):
        prices = super()._price_compute(price_type, *args, **kwargs)
        return self._off_drop_unknown_prices(price_type, prices)
