from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [("deposit", "To the bank"), ("float", "Into the till")]


class OffTillMove(models.TransientModel):
    """Bring money from a till to the bank, or put some in to give change.

    Between both it is on the operator's account of internal transfers, until the bank
    statement shows it.
    """

    _name = "off.till.move"
    _description = "Money In and Out of a Till"

    point_id = fields.Many2one("off.pickup.point", required=True)
    currency_id = fields.Many2one(related="point_id.company_id.currency_id")
    balance = fields.Monetary(related="point_id.till_balance", related_sudo=False)
    kind = fields.Selection(KINDS, required=True, default="deposit")
    amount = fields.Monetary(
        required=True,
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    reference = fields.Char(help="Number of the deposit slip, who brought it.")

    @api.constrains("point_id")
    def _check_point(self):
        for one in self:
            one.point_id._check_may_keep_till()

    @api.depends("kind", "point_id")
    def _compute_amount(self):
        for one in self:
            point = one.point_id
            if one.kind == "deposit":
                one.amount = point.till_surplus
            else:
                one.amount = max(point.till_float - point.till_balance, 0.0)

    def action_book(self):
        self.ensure_one()
        self.point_id._check_may_keep_till()
        journal = self.point_id.sudo().till_journal_id
        journal._off_lock_tills()
        amount = self.currency_id.round(self.amount)
        if amount <= 0:
            raise UserError(self.env._("Write an amount above zero."))
        out = self.kind == "deposit"
        if out and amount > (left := journal._off_get_cash()[journal]):
            raise UserError(
                self.env._(
                    "Only %(left)s is in %(till)s: count it first.",
                    left=self.currency_id.format(left),
                    till=journal.name,
                )
            )
        company = journal.company_id
        if not company.transfer_account_id:
            raise UserError(
                self.env._(
                    "%s has no account of internal transfers: set it in the settings "
                    "of accounting.",
                    company.name,
                )
            )
        if self.date > fields.Date.context_today(self):
            raise UserError(self.env._("The day is still to come."))
        reason = (
            self.env._("Brought to the bank")
            if out
            else self.env._("Put into the till")
        )
        journal._off_book_cash(
            -amount if out else amount,
            company.transfer_account_id,
            self.date,
            f"{reason}: {self.reference}" if self.reference else reason,
        )
        return {"type": "ir.actions.act_window_close"}
