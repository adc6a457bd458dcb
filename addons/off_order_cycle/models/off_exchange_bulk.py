from collections import defaultdict
from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from .bulk import Bulk
from .off_exchange_standing import QUIET


class Wish(NamedTuple):
    """What a customer is to have.

    ``order`` is the validated sale.order that changes, empty for a new one;
    ``quantities`` is ``{off.offer: quantity in its unit}``, nothing in it cancels.
    """

    partner: object
    order: object
    quantities: dict
    slot: object


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
            **QUIET, off_bulk=bulk, off_fees=True, sale_no_log_for_new_lines=True
        )
        new = [wish for wish in wishes if not wish.order]
        placed = edge._place_orders(
            [(wish.partner, wish.quantities, wish.slot) for wish in new]
        )
        kept = [wish for wish in wishes if wish.order]
        edge._cancel_orders([wish for wish in kept if not wish.quantities])
        edge._change_orders(
            [
                (wish.order, wish.quantities, wish.slot)
                for wish in kept
                if wish.quantities
            ]
        )
        bulk.settle(self.env)
        by_wish = dict(zip(map(id, new), placed.with_env(self.env), strict=True))
        return [by_wish.get(id(wish), wish.order) for wish in wishes]

    def _cancel_orders(self, wishes):
        orders = self.env["sale.order"].union(*(wish.order for wish in wishes))
        if orders:
            orders._action_cancel()

    def _change_orders(self, changes):
        """Make validated orders what their customers ask for now, all or nothing.

        :param changes: ``[(sale.order, {off.offer: quantity}, off.pickup.slot)]``
        """
        Line, Order = self.env["sale.order.line"], self.env["sale.order"]
        common = self._prepare_common_line()
        by_quantity, by_slot = defaultdict(Line.browse), defaultdict(Order.browse)
        added = []
        for order, quantities, slot in changes:
            lines, new = self._prepare_change(order, quantities)
            for line, quantity in lines.items():
                by_quantity[quantity] += line.with_env(self.env)
            added += [{**common, **vals, "order_id": order.id} for vals in new]
            if order.off_slot_id != slot:
                by_slot[slot] += order.with_env(self.env)
        for quantity, lines in by_quantity.items():
            lines.write({"product_uom_qty": quantity})
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
                    quantity=f"{vals['product_uom_qty']:g}",
                )
            )
