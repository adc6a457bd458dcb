from collections import defaultdict
from decimal import Decimal

from odoo import models


class AccountMove(models.Model):
    """What each sale has of an account of sales, and of the commission on it."""

    _inherit = "account.move"

    def _off_get_cycle_weights(self):
        """Extends off_order_cycle: an account is of the sales whose invoices it sums
        up, line by line; so is its commission, which may differ from sale to sale."""
        if self.off_sold_line_ids:
            return self._off_sum_by_cycle(
                self.off_sold_line_ids,
                lambda one: one._off_get_sign() * one._off_to_decimal(one.price_total),
            )
        account = self.off_account_sale_id
        if account and self.is_sale_document():
            sign = -1 if self.move_type == "out_refund" else 1
            return self._off_sum_by_cycle(
                account.off_sold_line_ids,
                lambda one: sign * one._off_get_commission(),
            )
        return super()._off_get_cycle_weights()

    def _off_sum_by_cycle(self, lines, get_amount):
        """What was typed without an order goes with the others."""
        found = defaultdict(Decimal)
        for line in lines:
            order = line.sale_line_ids[:1].order_id
            if order:
                found[order.off_cycle_id] += get_amount(line)
        return found
