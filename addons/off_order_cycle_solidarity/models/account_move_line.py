from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_get_orders(self):
        """Extends off_order_cycle: what a fund pays is of the order it pays for, and so
        is what a credit note gives back of it."""
        draws = (self.move_id | self.move_id.reversed_entry_id)._off_get_draws()
        own = {draw.invoice_line_id.id: draw.order_id for draw in draws}
        orders = {
            (draw.invoice_line_id.move_id, draw.invoice_line_id.name): draw.order_id
            for draw in draws
        }
        found = super()._off_get_orders()
        for line in self.filtered(lambda one: not one.sale_line_ids):
            # The line of a credit note is a copy.
            copied = orders.get((line.move_id.reversed_entry_id, line.name))
            order = own.get(line.id) or copied
            if order:
                found[line] = order.with_env(line.env)
        return found
