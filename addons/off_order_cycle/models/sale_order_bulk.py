from odoo import models

from odoo.addons.off_hub_network.tools.words import write_number


class SaleOrderLine(models.Model):
    """Lines that change with those of many other orders, see ``bulk.Bulk``."""

    _inherit = "sale.order.line"

    def _off_draw(self, quantities, slots=None):
        bulk = self.env.context.get("off_bulk")
        if bulk is None:
            return super()._off_draw(quantities, slots)
        return bulk.add(self, quantities, slots)

    def _off_check_minimums(self):
        """What one line lacks another may have: judged once all are written."""
        if self.env.context.get("off_bulk") is None:
            return super()._off_check_minimums()
        return None

    def _update_line_quantity(self, values):
        """Extends sale: one note for each order says all that changed."""
        bulk = self.env.context.get("off_bulk")
        if bulk is None:
            return super()._update_line_quantity(values)
        quantity = values["product_uom_qty"]
        for line in self:
            bulk.notes[line.order_id.id].append(
                self.env._(
                    "%(product)s: %(old)s → %(new)s",
                    product=line.product_id.display_name,
                    old=write_number(self.env, line.product_uom_qty),
                    new=write_number(self.env, quantity),
                )
            )
        return None
