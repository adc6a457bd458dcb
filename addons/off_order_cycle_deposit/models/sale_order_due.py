from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    """Deposits that were given back are taken off what a household still owes: when a
    cycle is settled its invoice takes them up."""

    _inherit = "sale.order"

    def _off_get_dues(self):
        """Extends: less what its household was given back, the oldest order first."""
        dues = super()._off_get_dues()
        owing = self.filtered(lambda order: dues[order] > 0)
        left = owing._off_get_deposit_credits()
        for order in owing.sorted(lambda order: (order.date_order, order.id)):
            key = order.company_id, order.partner_id.commercial_partner_id
            part = min(left.get(key, 0.0), dues[order])
            if part > 0:
                left[key] -= part
                dues[order] = order.currency_id.round(dues[order] - part)
        return dues

    def _off_get_deposit_credits(self):
        """:return: ``{(operator, household): what is open of its credit notes}``"""
        credits = defaultdict(float)
        rows = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("off_is_deposit_return", "=", True),
                    ("state", "=", "posted"),
                    ("amount_residual", ">", 0),
                    ("company_id", "in", self.company_id.ids),
                    (
                        "commercial_partner_id",
                        "in",
                        self.partner_id.commercial_partner_id.ids,
                    ),
                ],
                ["company_id", "commercial_partner_id"],
                ["amount_residual:sum"],
            )
        )
        for company, household, amount in rows:
            credits[company.with_env(self.env), household.with_env(self.env)] += amount
        return credits
