from odoo import models
from odoo.fields import Command


class StockLot(models.Model):
    _inherit = "stock.lot"

    def _compute_sale_order_ids(self):
        result = super()._compute_sale_order_ids()
        rows = self.env["off.allocation"]._read_group(
            [("lot_id", "in", self.ids), ("date_delivered", "!=", False)],
            ["lot_id"],
            ["order_id:recordset"],
        )
        for lot, orders in rows:
            orders |= lot.sale_order_ids
            lot.sale_order_ids = [Command.set(orders.ids)]
            lot.sale_order_count = len(orders)
        return result
