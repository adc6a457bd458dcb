from odoo import fields, models


class OffHub(models.Model):
    _inherit = "off.hub"

    pickup_point_ids = fields.One2many(
        "off.pickup.point", "hub_id", string="Pickup points"
    )
    cycle_ids = fields.One2many(
        "off.order.cycle", "coordinator_id", string="Coordinated cycles"
    )
