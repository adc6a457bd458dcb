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
