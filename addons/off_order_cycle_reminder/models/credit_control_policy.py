from odoo import models


class CreditControlPolicy(models.Model):
    """Nobody is reminded who owes nothing on the whole."""

    _inherit = "credit.control.policy"

    def _get_move_lines_to_process(self, credit_control_run):
        """Extends account_credit_control: what a customer paid too much, paid before
        its invoice or has as a credit note is taken off what it owes, the oldest
        first; what the bank was asked to collect waits for its answer.

        :return: account.move.line
        """
        lines = super()._get_move_lines_to_process(credit_control_run)
        lines = lines.filtered(
            lambda one: one.amount_residual > 0 and not one.no_followup
        )
        lines -= lines._off_get_collected()
        return lines._off_take_off_credits()
