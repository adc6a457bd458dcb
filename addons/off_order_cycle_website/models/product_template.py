from odoo import models

from odoo.addons.off_hub_network.models.off_sellers_mixin import KEY


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _off_get_private(self):
        # website_sale tells the price of a kilogram, from which that of the product
        # follows.
        return {**super()._off_get_private(), "base_unit_price": KEY}


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _off_get_private(self):
        return {**super()._off_get_private(), "base_unit_price": KEY}
