from odoo import models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def _off_get_fit_domain(self, products):
        """Extends: what is recalled is not sold."""
        return [
            *super()._off_get_fit_domain(products),
            "|",
            ("lot_id", "=", False),
            ("lot_id.off_is_recalled", "=", False),
        ]
