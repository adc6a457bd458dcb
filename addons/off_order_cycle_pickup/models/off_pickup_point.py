from odoo import fields, models


class OffPickupPoint(models.Model):
    _inherit = "off.pickup.point"

    keeper_ids = fields.Many2many(
        "res.partner",
        "off_pickup_point_keeper_rel",
        "point_id",
        "partner_id",
        string="Keepers",
        groups="off_hub_network.group_user",
        help="Members with a login who hand over at this point, at each of its "
        "pickups. Volunteers of a shift do so at theirs.",
    )
