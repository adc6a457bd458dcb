from collections import defaultdict
from decimal import Decimal

from odoo import models

from ..engine.rounding import round_half_up, scale, split
from .off_allocation_weight import to_decimal

# Documents whose total has the other sign in the books.
OWED = ("in_invoice", "in_receipt", "out_refund")


class AccountMove(models.Model):
    """Documents that tell of several cycles: a month's bill, a credit note that is
    taken off later."""

    _inherit = "account.move"

    def _off_get_cycle_shares(self):
        """What each cycle has of these invoices, bills and receipts.

        A line is of the cycle of its order. Lines of no order, as transport and crates
        that were typed, go with the others in proportion.

        :return: ``{move: {off.order.cycle: amount}}``, in the currency of the company;
            amounts add up to ``amount_total_signed``. The empty cycle has what is of
            orders of none. Of a document without orders there is nothing: ``{}``.
        """
        return {move: move._off_share_total() for move in self}

    def _off_share_total(self):
        known = self._off_get_cycle_weights()
        if not known:
            return {}
        step = to_decimal(self.company_currency_id.rounding)
        total = to_decimal(self.amount_total_signed)
        rate = Decimal(-1 if self.move_type in OWED else 1)
        if self.currency_id != self.company_currency_id and self.amount_total:
            rate = total / to_decimal(self.amount_total)
        amounts = [round_half_up(rate * one, step) for one in known.values()]
        weights = [abs(one) for one in amounts]
        if not any(weights):
            weights = [Decimal(1)] * len(amounts)
        rest = split(total - sum(amounts), weights, step)
        return {
            cycle: float(amount + more)
            for cycle, amount, more in zip(known, amounts, rest, strict=True)
        }

    def _off_get_cycle_weights(self):
        """Hook: what of this document is known to be of which cycle.

        :return: ``{off.order.cycle: Decimal}``, in the currency of the document, taxes
            included, below zero for what lowers its total
        """
        self.ensure_one()
        found = defaultdict(Decimal)
        for line in self.invoice_line_ids:
            if line.display_type != "product":
                continue
            order = line.purchase_line_id.order_id or line.sale_line_ids[:1].order_id
            if order:
                found[order.off_cycle_id] += to_decimal(line.price_total)
        return found

    def _off_share_open(self, shares):
        """What of each part is not paid yet, in the proportion of the parts.

        :param shares: those of this document, of ``_off_get_cycle_shares``
        :return: as ``shares``; amounts add up to ``amount_residual_signed``
        """
        self.ensure_one()
        parts = scale(
            [to_decimal(amount) for amount in shares.values()],
            to_decimal(self.amount_residual_signed),
            to_decimal(self.company_currency_id.rounding),
        )
        return dict(zip(shares, map(float, parts), strict=True))
