from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    off_supplied_id = fields.Many2one(
        "stock.lot",
        string="Lot of the supplier",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="The lot of the operator that supplied these goods in a cycle.",
    )
