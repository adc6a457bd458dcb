from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _should_assign_at_confirm(self):
        # The lines of a pooled transfer are made from the allocations, lot by lot:
        # reserving by itself would double them.
        return (
            not self.picking_id.off_pickup_point_id
            and super()._should_assign_at_confirm()
        )
