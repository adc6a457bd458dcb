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
        lines, parts = lines._off_take_off_credits()
        self.env.context.get("off_parts", {}).update(parts)
        return lines

    def _generate_credit_lines(self, credit_control_run, default_lines_vals=None):
        """Extends account_credit_control: who has paid a part is asked for the rest."""
        parts = {}
        policy = self.with_context(off_parts=parts)
        manual, generated, report = super(
            CreditControlPolicy, policy
        )._generate_credit_lines(credit_control_run, default_lines_vals)
        for line in generated:
            if paid := parts.get(line.move_line_id.id):
                line.balance_due = line.company_id.currency_id.round(
                    line.balance_due - paid
                )
        return manual, generated.with_env(self.env), report
