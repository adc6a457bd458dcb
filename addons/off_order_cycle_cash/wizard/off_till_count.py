from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# Notes and coins of the euro, and of most currencies with cents.
VALUES = (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)


class OffTillCount(models.TransientModel):
    """Count a till, note by note and coin by coin, or write the sum."""

    _name = "off.till.count"
    _description = "Count a Till"

    point_id = fields.Many2one("off.pickup.point", required=True)
    currency_id = fields.Many2one(related="point_id.company_id.currency_id")
    expected = fields.Monetary(related="point_id.till_balance", related_sudo=False)
    line_ids = fields.One2many(
        "off.till.count.line",
        "count_id",
        default=lambda self: [Command.create({"value": value}) for value in VALUES],
    )
    counted = fields.Monetary(
        compute="_compute_counted", store=True, readonly=False, precompute=True
    )
    difference = fields.Monetary(compute="_compute_difference")
    note = fields.Char("Reason", help="Of a difference, as far as it is known.")

    @api.constrains("point_id")
    def _check_point(self):
        for one in self:
            one.point_id._check_may_keep_till()

    @api.depends("line_ids.number")
    def _compute_counted(self):
        for one in self:
            if any(one.line_ids.mapped("number")):
                one.counted = sum(line.value * line.number for line in one.line_ids)

    @api.depends("counted", "expected")
    def _compute_difference(self):
        for one in self:
            one.difference = one.currency_id.round(one.counted - one.expected)

    def action_count(self):
        """Keep the count; its difference is booked with the reason."""
        self.ensure_one()
        self.point_id._check_may_keep_till()
        journal = self.point_id.sudo().till_journal_id
        if self.counted < 0 or any(line.number < 0 for line in self.line_ids):
            raise UserError(self.env._("What was counted cannot be negative."))
        journal._off_lock_tills()
        count = (
            self.env["off.pickup.count"]
            .sudo()
            .create(
                {
                    "journal_id": journal.id,
                    "date": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "expected": journal._off_get_cash()[journal],
                    "counted": self.currency_id.round(self.counted),
                    "note": (self.note or "").strip(),
                }
            )
        )
        count._off_book()
        return {"type": "ir.actions.act_window_close"}


class OffTillCountLine(models.TransientModel):
    _name = "off.till.count.line"
    _description = "Notes or Coins of a Count"
    _order = "value desc"

    count_id = fields.Many2one("off.till.count", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="count_id.currency_id")
    value = fields.Monetary("Note or coin", required=True, readonly=True)
    number = fields.Integer()
    amount = fields.Monetary("Sum", compute="_compute_amount")

    @api.depends("value", "number")
    def _compute_amount(self):
        for line in self:
            line.amount = line.value * line.number
