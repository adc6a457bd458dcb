from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _off_get_formats(self):
        """“500 g”, “1 kg”: what the units of these formats hold."""
        return list(
            dict.fromkeys(
                f"{product.off_unit_quantity:g} {product.off_unit_uom_id.name}"
                for product in self
                if product.off_unit_quantity and product.off_unit_uom_id
            )
        )
