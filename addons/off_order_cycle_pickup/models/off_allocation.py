from odoo import api, fields, models

REASONS = [
    ("missing", "Missing"),
    ("damaged", "Damaged"),
    ("left", "Not taken"),
]


class OffAllocation(models.Model):
    """What a customer did not get at the pickup of what was shared out: a negative
    allocation. It counts at once; the goods move when the pickup is closed."""

    _inherit = "off.allocation"

    off_handover_id = fields.Many2one(
        "off.handover",
        "Handover",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
    )
    off_reason = fields.Selection(REASONS, "Not handed over because", readonly=True)
    off_given_up = fields.Datetime("Not handed over on", readonly=True)

    @api.depends("off_given_up")
    def _compute_date_delivered(self):
        """Extends: the customer does not pay it from now on."""
        result = super()._compute_date_delivered()
        for allocation in self:
            if allocation.off_given_up and not allocation.move_line_id:
                allocation.date_delivered = allocation.off_given_up
        return result
