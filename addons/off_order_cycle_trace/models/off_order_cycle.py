from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _get_received(self):
        """Extends: recalled lots are not shared out. What was scrapped is no longer
        there to be shared, what is still there is in the way."""
        received = super()._get_received()
        recalled = (
            self.env["stock.lot"]
            .union(*(lot for lots in received.values() for lot in lots))
            .filtered("off_is_recalled")
        )
        if not recalled:
            return received
        there = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("lot_id", "in", recalled.ids),
                    ("location_id.usage", "=", "internal"),
                    ("quantity", ">", 0),
                ],
                ["lot_id"],
            )
        )
        if there:
            recalled.browse(lot.id for (lot,) in there)._off_refuse_recalled()
        for lots in received.values():
            for lot in recalled & self.env["stock.lot"].union(*lots):
                lots.pop(lot)
        return received
