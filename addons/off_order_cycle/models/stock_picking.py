from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    off_cycle_id = fields.Many2one(
        "off.order.cycle",
        string="Order cycle",
        index="btree_not_null",
        ondelete="restrict",
        copy=True,
        readonly=True,
    )
    off_pickup_point_id = fields.Many2one(
        "off.pickup.point", string="Pickup point", ondelete="restrict", readonly=True
    )
