from odoo import fields, models

from odoo.addons.off_hub_network.models.off_sellers_mixin import KEY

USUAL_PLACE = 10_000  # of the first product in Odoo's shop


class ProductTemplate(models.Model):
    _inherit = "product.template"

    website_sequence = fields.Integer(
        default=lambda self: self._default_website_sequence()
    )

    def _default_website_sequence(self):
        """Extends website_sale, which looks for the last place in its shop for every
        new product: an import of thousands puts them all at the usual one."""
        return USUAL_PLACE

    def _off_get_private(self):
        # website_sale tells the price of a kilogram, from which that of the product
        # follows.
        return {**super()._off_get_private(), "base_unit_price": KEY}


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _off_get_private(self):
        return {**super()._off_get_private(), "base_unit_price": KEY}
