from odoo import models


class SaleOrder(models.Model):
    """Invoices of what an eWallet paid."""

    _inherit = "sale.order"

    def _create_invoices(self, grouped=False, final=False, date=None):
        """Extends sale: where less was handed over than the eWallet paid, the invoice
        comes to zero and the rest is a credit note, which is money of the customer.
        It does not go back to the eWallet."""
        if not self.filtered(lambda order: order._off_get_wallet_line()):
            return super()._create_invoices(grouped=grouped, final=final, date=date)
        # Odoo would make one credit note of all, goods included.
        final = final and any(self.order_line.mapped("is_downpayment"))
        moves = super()._create_invoices(grouped=grouped, final=final, date=date)
        below = moves.filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.currency_id.compare_amounts(move.amount_total, 0) < 0
            )
        )
        return moves | below._off_split_wallet()
