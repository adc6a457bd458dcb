from odoo import fields, models
from odoo.exceptions import UserError


class OffPickupCount(models.Model):
    """A difference of a till is booked: what the ledger says is what lies there."""

    _inherit = "off.pickup.count"

    move_id = fields.Many2one(
        "account.move",
        "Difference booked",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    def _off_book(self):
        """Extends off_order_cycle_pickup."""
        result = super()._off_book()
        tills = (
            self.env["off.pickup.point"]
            .sudo()
            .search([("till_journal_id", "in", self.journal_id.ids)])
            .till_journal_id
        )
        for count in self.sudo().filtered(
            lambda one: one.difference and one.journal_id in tills
        ):
            count.move_id = count._off_book_difference()
        return result

    def _off_book_difference(self):
        self.ensure_one()
        journal, difference = self.journal_id, self.difference
        if not self.note:
            raise UserError(
                self.env._(
                    "%(till)s: %(counted)s was counted where %(expected)s should be. "
                    "Say why, as far as you know.",
                    till=journal.name,
                    counted=self.currency_id.format(self.counted),
                    expected=self.currency_id.format(self.expected),
                )
            )
        account = (
            journal.profit_account_id if difference > 0 else journal.loss_account_id
        )
        if not account:
            raise UserError(
                self.env._(
                    "%s has no account for differences: set its profit and loss "
                    "accounts in the settings of the journal.",
                    journal.name,
                )
            )
        day = fields.Datetime.context_timestamp(
            self.with_context(tz=self.company_id._off_get_tz()), self.date
        ).date()
        return journal._off_book_cash(
            difference,
            account,
            day,
            self.env._("Difference of the till: %s", self.note),
        )
