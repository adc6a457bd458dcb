from odoo import api, fields, models


class OffPickupCount(models.Model):
    """What was in the till of a pickup when it was closed, by means of payment."""

    _name = "off.pickup.count"
    _description = "Count of a Till"
    _inherit = ["off.kept.mixin"]
    _order = "date desc, id desc"
    _rec_name = "journal_id"

    slot_id = fields.Many2one(
        "off.pickup.slot",
        ondelete="cascade",
        index=True,
        help="The pickup at whose end it was counted. Empty for a count in between.",
    )
    cycle_id = fields.Many2one(related="slot_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(
        related="journal_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal", required=True, ondelete="restrict", readonly=True
    )
    date = fields.Datetime("Counted on", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Counted by", required=True, readonly=True, ondelete="restrict"
    )
    expected = fields.Monetary(
        readonly=True, help="What was taken at this pickup since the last count."
    )
    counted = fields.Monetary(readonly=True)
    difference = fields.Monetary(compute="_compute_difference", store=True)
    note = fields.Char(readonly=True)

    @api.depends("expected", "counted")
    def _compute_difference(self):
        for count in self:
            count.difference = count.currency_id.round(count.counted - count.expected)

    def _off_book(self):
        """Hook: what follows from these counts in the books."""
