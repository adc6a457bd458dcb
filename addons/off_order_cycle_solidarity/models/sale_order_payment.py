from odoo import models


class SaleOrder(models.Model):
    """What is left to pay of an order of which a fund pays a part."""

    _inherit = "sale.order"

    def _compute_amount_paid(self):
        """Extends sale: what the fund pays counts as paid, once anything is: who looks
        at the order sees that it is paid, not by how many."""
        result = super()._compute_amount_paid()
        draws = self._off_get_draws()
        for draw in draws.filtered("amount"):
            order = draw.order_id.with_env(self.env)
            if order.amount_paid:
                order.amount_paid += draw.amount
        return result

    def _off_get_helped(self, totals):
        """Extends off_order_cycle: the fund pays its part of what was delivered, as the
        invoice will say. Of what nothing is told elsewhere."""
        helped = super()._off_get_helped(totals)
        for draw in self._off_get_draws().filtered(lambda one: not one.invoice_line_id):
            order = draw.order_id.with_env(self.env)
            shared = sum(
                amount
                for line, amount in totals[order].items()
                if line._off_is_shared()
            )
            helped[order] += max(min(draw.level_id._get_draw(shared), draw.amount), 0.0)
        return helped
