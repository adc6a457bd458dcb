from odoo import models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def action_open_order_grid(self):
        """Type orders for customers of this cycle, at the first of the user's hubs that
        sell in it: the grid leads to the others."""
        self.ensure_one()
        edges = self.outgoing_ids.filtered(
            lambda edge: edge.company_id in self.env.companies
        )
        if not edges:
            raise UserError(
                self.env._(
                    "No hub of yours sells in %s yet: add one under “Selling hubs”.",
                    self.name,
                )
            )
        return edges[0].action_open_order_grid()
