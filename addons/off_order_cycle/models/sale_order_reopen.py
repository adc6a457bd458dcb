from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.closing import CLOSING, LATER


class SaleOrder(models.Model):
    """Orders of a cycle that is opened again are what was asked, not what its closing
    made of them."""

    _inherit = "sale.order"

    def _off_restore_asked(self):
        """Give these orders back what their customers asked for, the cancelled ones
        too.

        :return: orders that stay as they are: what they asked for is no longer there
        """
        kept = self.browse()
        for order in self.sorted(lambda one: (one.date_order, one.id)):
            lines = order.order_line.filtered("off_asked")
            if not lines:
                continue
            try:
                with self.env.cr.savepoint():
                    order._off_restore(lines)
            except UserError:
                kept |= order
                # Asked no more: its customer decides from here on.
                lines.off_asked = False
            else:
                order.off_cycle_id._tell_restored(order)
        return kept

    def _off_restore(self, lines):
        quiet = {"off_closing": CLOSING, "off_drawn": CLOSING, "off_fees": LATER}
        placed, before = self.date_order, lines._off_get_quantities()
        is_cancelled = self.state == "cancel"
        if is_cancelled:
            self.action_draft()
        for line in lines.with_context(**quiet):
            unit, quantity, slices = line.off_asked
            line.write(
                {
                    "product_uom_id": unit,
                    "product_uom_qty": quantity,
                    "off_asked": False,
                }
            )
            line.sudo().off_slices = slices
        if is_cancelled:
            # It keeps its place among those who ordered before and after.
            self.with_context(off_closing=CLOSING).action_confirm()
            self.date_order = placed
            return
        after = lines._off_get_quantities()
        lines.with_context(off_closing=CLOSING)._off_draw(
            {key: after[key] - before[key] for key in after}
        )
        self._off_update_fees()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    off_asked = fields.Json(
        "Asked before closing",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="[unit id, quantity, slices] of what was ordered, where a closing made "
        "something else of it.",
    )

    def _off_prepare_share(self, share):
        """Extends: what was asked is kept, should the cycle be opened again."""
        vals = super()._off_prepare_share(share)
        line = self.sudo()
        asked = [self.product_uom_id.id, self.product_uom_qty, line.off_slices]
        return {"off_asked": asked, **vals}
