from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.off_hub_network.tools.words import write_number

from ..tools.closing import LATER
from .bulk import Bulk

# Nobody follows hundreds of orders one by one.
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "tracking_disable": True,
}


class OffExchange(models.Model):
    """Orders of many customers, saved at once."""

    _inherit = "off.exchange"

    def _save_wishes(self, wishes):
        """Save each wish whole or not at all, whatever becomes of the others.

        :param wishes: list of Wish
        :return: ``[(sale.order or empty, text of what is wrong or "")]``, one for each
        """
        if not wishes:
            return []
        try:
            with self.env.cr.savepoint():
                orders = self._save_all(wishes)
                return [(order, "") for order in orders]
        except UserError as error:
            if len(wishes) == 1:
                return [(wishes[0].order, error.args[0])]
        # Some are at fault: halves find them in few attempts.
        half = len(wishes) // 2
        return [*self._save_wishes(wishes[:half]), *self._save_wishes(wishes[half:])]

    def _save_all(self, wishes):
        """Save all wishes or raise; call it in a savepoint.

        :return: list of sale.order, one for each
        """
        bulk = Bulk()
        edge = self.with_context(
            **QUIET, off_bulk=bulk, off_fees=LATER, sale_no_log_for_new_lines=True
        )
        kept = [wish for wish in wishes if wish.order]
        before = {wish.order: wish.order.amount_total for wish in kept}
        placed = edge._place_orders([wish for wish in wishes if not wish.order])
        edge._cancel_orders([wish for wish in kept if not wish.quantities])
        edge._change_orders([wish for wish in kept if wish.quantities])
        bulk.settle(self.env)
        placed = iter(placed.with_env(self.env))
        orders = [wish.order or next(placed) for wish in wishes]
        self._check_saved(
            self.env["sale.order"].union(
                *(
                    order
                    for order in orders
                    if order.state == "sale"
                    and order.amount_total > before.get(order, 0.0)
                )
            )
        )
        return orders

    def _check_saved(self, orders):
        """Hook to refuse, by raising, what was saved.

        :param orders: that came, or that come to more than before
        """

    def _cancel_orders(self, wishes):
        orders = self.env["sale.order"].union(*(wish.order for wish in wishes))
        if orders:
            orders._action_cancel()

    def _change_orders(self, wishes):
        """Make validated orders what their customers ask for now, all or nothing."""
        Line, Order = self.env["sale.order.line"], self.env["sale.order"]
        common = self._prepare_common_line()
        by_vals, by_slot = defaultdict(Line.browse), defaultdict(Order.browse)
        added = []
        for wish in wishes:
            lines, new = self._prepare_change(wish)
            for line, vals in lines.items():
                by_vals[tuple(sorted(vals.items()))] += line.with_env(self.env)
            added += [{**common, **vals, "order_id": wish.order.id} for vals in new]
            if wish.order.off_slot_id != wish.slot:
                by_slot[wish.slot] += wish.order.with_env(self.env)
        for vals, lines in by_vals.items():
            lines.write(dict(vals))
        Line.create(added)
        self._note_added(added)
        for slot, orders in by_slot.items():
            orders.write({"off_slot_id": slot.id})

    def _note_added(self, added):
        products = self.env["product.product"].browse(
            {vals["product_id"] for vals in added}
        )
        names = dict(zip(products.ids, products.mapped("display_name"), strict=True))
        notes = self.env.context["off_bulk"].notes
        for vals in added:
            notes[vals["order_id"]].append(
                self.env._(
                    "%(product)s: %(quantity)s added",
                    product=names[vals["product_id"]],
                    quantity=write_number(self.env, vals["product_uom_qty"]),
                )
            )
