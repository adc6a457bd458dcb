from odoo import models


class SaleOrder(models.Model):
    """What a customer has left pays its next orders, where the hub has it so."""

    _inherit = "sale.order"

    def _off_find_credits(self):
        """Extends: all that is open in favour of these customers, but what was paid for
        orders that are still to be invoiced."""
        credits = super()._off_find_credits()
        mine = self.filtered(lambda order: order.off_hub_id.credit_use == "next")
        if not mine:
            return credits
        found = credits.search(
            [
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual", "<", 0),
                ("account_id.account_type", "=", "asset_receivable"),
                ("company_id", "in", mine.company_id.ids),
                ("partner_id", "in", mine.partner_id.commercial_partner_id.ids),
            ],
            order="date, id",
        )
        return credits | found.filtered(
            lambda line: (
                line.currency_id == line.company_currency_id
                and not any(
                    order._off_waits_for_invoice()
                    for order in line.payment_id._off_get_orders()
                )
            )
        )
