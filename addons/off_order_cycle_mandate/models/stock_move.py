from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _off_get_owners(self):
        """Extends: producers in whose name the cycles of these transfers sell."""
        owners = super()._off_get_owners()
        cycles = self.picking_id.off_cycle_id
        if not cycles:
            return owners
        agency = self.env["off.exchange"].sudo()
        edges = agency._read_group(
            [("cycle_id", "in", cycles.ids), ("mandate_id", "!=", False)],
            ["producer_id"],
        )
        return owners.union(*(producer for (producer,) in edges))
