from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_get_orders(self):
        """Extends off_order_cycle: what a fund pays is of the order it pays for."""
        draws = (
            self.env["off.solidarity.draw"]
            .sudo()
            .search([("invoice_line_id", "in", self.ids)])
        )
        orders = {one.invoice_line_id.id: one.order_id for one in draws}
        return super()._off_get_orders() | {
            line: orders[line.id].with_env(line.env)
            for line in self
            if line.id in orders
        }
