from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def action_distribute(self):
        """Extends: what customers gave is due with their goods."""
        result = super().action_distribute()
        gifts = self.order_ids.order_line.sudo().filtered(
            lambda line: line.off_is_gift and line.state == "sale"
        )
        for line in gifts:
            line.qty_delivered = line.product_uom_qty
        return result

    def action_settle(self):
        """Extends: what was reserved for orders of which nothing came is free again."""
        result = super().action_settle()
        draws = self.order_ids._off_get_draws()
        draws.filtered(lambda draw: not draw.invoice_line_id)._give_back()
        return result
