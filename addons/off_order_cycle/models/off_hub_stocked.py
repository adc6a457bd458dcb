from odoo import models


class OffHub(models.Model):
    _inherit = "off.hub"

    def _get_grid_row(self, product, item, allowed):
        """Extends: what is sold from a warehouse is what is there."""
        row = super()._get_grid_row(product, item, allowed)
        if item.warehouse_id:
            row["counted"] = True
            row["declared_qty"] = item.available_qty + item.reserved_qty
        return row
