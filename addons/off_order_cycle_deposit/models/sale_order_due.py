from odoo import models


class SaleOrder(models.Model):
    """Deposits that were given back are taken off what a household still owes, and its
    next invoice takes them up."""

    _inherit = "sale.order"

    def _off_find_credits(self):
        """Extends: credit notes of containers that were brought back."""
        credits = super()._off_find_credits()
        if not self:
            return credits
        return credits | credits.search(
            [
                ("move_id.off_is_deposit_return", "=", True),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("account_id.account_type", "=", "asset_receivable"),
                ("company_id", "in", self.company_id.ids),
                ("partner_id", "in", self.partner_id.commercial_partner_id.ids),
            ],
            order="date, id",
        )
