from odoo import fields, models


class OffFecOpening(models.Model):
    """A FEC from which the books were opened: the same is not taken over twice."""

    _name = "off.fec.opening"
    _description = "Opening from a FEC"
    _inherit = ["off.kept.mixin"]
    _order = "date_end desc, id desc"

    name = fields.Char("File", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", "Operator", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    fingerprint = fields.Char(required=True, readonly=True)
    date_end = fields.Date("Year until", required=True, readonly=True)
    line_count = fields.Integer("Lines", readonly=True)
    entry_count = fields.Integer("Entries", readonly=True)
    total = fields.Monetary("Total of each side", readonly=True)
    # Deleting a draft entry lets the file be brought again.
    move_id = fields.Many2one(
        "account.move", "Entry", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, default=lambda self: self.env.user
    )

    _fingerprint_uniq = models.UniqueIndex(
        "(company_id, fingerprint)", "This file was taken over already."
    )
