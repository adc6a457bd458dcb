from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "off.sellers.mixin", "off.kept.mixin"]

    _off_seller_fields = ("list_price", "tax_string")

    def _price_compute(self, price_type, *args, **kwargs):
        prices = super()._price_compute(price_type, *args, **kwargs)
        return self._off_drop_unknown_prices(price_type, prices)
