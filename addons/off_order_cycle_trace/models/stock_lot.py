from odoo import api, fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    off_recall_ids = fields.Many2many(
        "off.lot.recall",
        "off_lot_recall_lot_rel",
        "lot_id",
        "recall_id",
        "Recalls",
        groups="stock.group_stock_user,sales_team.group_sale_salesman",
    )
    off_is_recalled = fields.Boolean(
        "Recalled",
        compute="_compute_off_is_recalled",
        store=True,
        help="It is not shared out nor handed over any more. It may be scrapped, or "
        "sent back to its producer.",
    )

    @api.depends("off_recall_ids.state")
    def _compute_off_is_recalled(self):
        for lot in self:
            states = lot.off_recall_ids.mapped("state")
            lot.off_is_recalled = bool({"started", "done"} & {*states})

    def action_off_trace(self):
        return self.env["off.trace"]._get_action("lot", self)
