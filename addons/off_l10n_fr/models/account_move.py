from odoo import api, models

from .account_payment_term import DECADE


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.depends_context("lang")
    def _compute_amount_total_words(self):
        """Extends account: in the language of who reads it, whoever read it before."""
        return super()._compute_amount_total_words()

    @api.depends("delivery_date")
    def _compute_needed_terms(self):
        """Extends account: the ten days are those of the delivery, not of the
        invoice."""
        dated = self.filtered(
            lambda move: (
                DECADE in move.invoice_payment_term_id.line_ids.mapped("delay_type")
            )
        )
        for move in dated:
            told = move.with_context(off_delivery_date=move.delivery_date)
            super(AccountMove, told)._compute_needed_terms()
        return super(AccountMove, self - dated)._compute_needed_terms()
