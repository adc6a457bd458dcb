from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    # Four decimals are kept (off_hub_network sets the precision), shown where needed.
    product_uom_qty = fields.Float(digits="Product Unit", min_display_digits=1)
    quantity = fields.Float(digits="Product Unit", min_display_digits=1)

    def _should_assign_at_confirm(self):
        # The lines of a pooled transfer are made from the allocations, lot by lot:
        # reserving by itself would double them.
        return (
            not self.picking_id.off_pickup_point_id
            and super()._should_assign_at_confirm()
        )
