from odoo import models

from odoo.addons.off_hub_network.tools.words import write_number


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _off_get_formats(self):
        """“500 g”, “1 kg”: what the units of these formats hold."""
        return list(
            dict.fromkeys(
                f"{write_number(self.env, product.off_unit_quantity)} "
                f"{product.off_unit_uom_id.name}"
                for product in self
                if product.off_unit_quantity and product.off_unit_uom_id
            )
        )
