from odoo import api, fields, models
from odoo.tools import format_datetime


class OffPickupSlot(models.Model):
    """When the orders of a cycle are collected at a pickup point."""

    _name = "off.pickup.slot"
    _description = "Pickup Slot"
    _inherit = ["off.kept.mixin"]
    _order = "date_start, point_id, id"

    exchange_id = fields.Many2one(
        "off.exchange",
        string="Outgoing exchange",
        required=True,
        ondelete="cascade",
        index=True,
    )
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    hub_id = fields.Many2one(related="exchange_id.hub_id")
    point_id = fields.Many2one(
        "off.pickup.point",
        string="Pickup point",
        required=True,
        ondelete="restrict",
        domain="[('hub_id', '=', hub_id)]",
    )
    date_start = fields.Datetime("From", required=True)
    date_end = fields.Datetime("To", required=True)

    _dates = models.Constraint(
        "CHECK (date_end > date_start)", "Set an end of the pickup after its start."
    )

    @api.depends("point_id.name", "date_start")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for slot in self:
            when = format_datetime(
                self.env,
                slot.date_start,
                tz=self.env.context.get("tz"),
                dt_format="EEE d MMM HH:mm",
            )
            slot.display_name = f"{slot.point_id.name}, {when}"
