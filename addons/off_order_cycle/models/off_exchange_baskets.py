from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import float_repr

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.standing import Slot, choose_slot, fill_basket


class Basket(NamedTuple):
    """What is to be ordered of a delivery.

    ``quantities`` is ``{off.offer: quantity}``, ``tolerances`` the same of what is
    accepted on top, ``short`` a list of texts for the customer; ``refusal`` says why
    nothing can be ordered whatever there is.
    """

    delivery: object
    quantities: dict
    tolerances: dict
    short: list
    slot: object
    refusal: str = ""


class OffExchange(models.Model):
    """What each standing order gets of what there is."""

    _inherit = "off.exchange"

    def _fill_baskets(self, deliveries):
        """:return: list of Basket, in the order of ``deliveries``"""
        stock = self._get_standing_stock()
        slots = self._get_slots_for_standing()
        customers = deliveries.partner_id
        seen = self._for_customers(customers)
        hidden = self._get_hidden_by_customer(seen)
        had = stock.get_had(customers)
        baskets = []
        for delivery in deliveries:
            customer = delivery.partner_id
            edge = seen[customer]
            if refusal := self._get_standing_refusal(edge, delivery):
                none = self.env["off.pickup.slot"]
                baskets.append(Basket(delivery, {}, {}, [], none, refusal))
                continue
            limits = stock.get_limits(customer, hidden[customer], had)
            baskets.append(self._fill_basket(delivery, edge, stock, limits, slots))
        return baskets

    def _fill_basket(self, delivery, edge, stock, limits, slots):
        """Take what there is for a delivery.

        :param edge: this exchange as its customer sees it
        :param limits: ``{product: [engine.standing.Limit]}`` of what it is sold
        :param slots: what ``_get_slots_for_standing`` returned
        """
        lines = delivery._get_lines()
        wanted = {line.product_id: line._get_quantity() for line in lines}
        minimums = {
            product: Decimal(str(product.off_min_qty or 0)) for product in wanted
        }
        order = delivery.standing_order_id
        filled = fill_basket(wanted, stock.left, limits, order.shortage, minimums)
        slot = filled.quantities and self._take_slot(
            slots, order, edge._get_shown_slots()
        )
        if slot:
            stock.take(filled.taken)
        return Basket(
            delivery,
            {
                stock.offers[product]: float(quantity)
                for product, quantity in filled.quantities.items()
            },
            {
                stock.offers[line.product_id]: line.tolerance
                for line in lines
                if line.tolerance and line.product_id in filled.quantities
            },
            self._get_lacking(delivery, filled, stock),
            slot,
        )

    def _get_standing_refusal(self, edge, delivery):
        """Why its customer cannot order here at all, in its language."""
        lang = delivery.partner_id.lang or self.env.lang
        none = self.env["off.pickup.slot"]
        return edge.with_context(lang=lang)._get_refusal(delivery.partner_id, none)

    def _to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    # -- pickups -----------------------------------------------------------------------
    def _get_slots_for_standing(self):
        """:return: ``{off.pickup.point: {off.pickup.slot: engine Slot}}``"""
        slots = defaultdict(dict)
        for slot in self.slot_ids:
            start = self.cycle_id._to_local(slot.date_start)
            slots[slot.point_id][slot] = Slot(
                slot,
                start.weekday(),
                start.hour + start.minute / 60,
                None if slot.on_demand else int(slot.available_qty),
            )
        return slots

    def _take_slot(self, slots, order, shown):
        """The pickup that suits ``order`` best; one place less is left there.

        :param shown: those at which its customer may collect
        """
        at_point = slots.get(order.point_id, {})
        weekday = order.weekday_id.number if order.weekday_id else None
        chosen = choose_slot(
            (slot for slot in at_point.values() if slot.key in shown),
            weekday,
            order.hour or None,
        )
        if not chosen:
            return self.env["off.pickup.slot"]
        if chosen.places is not None:
            at_point[chosen.key] = Slot(
                chosen.key, chosen.weekday, chosen.hour, chosen.places - 1
            )
        return chosen.key

    # -- what is missing and why -------------------------------------------------------
    def _get_lacking(self, delivery, filled, stock):
        """What is missing and why, in the customer's language.

        :param filled: ``engine.standing.Basket``
        """
        if filled.is_whole:
            return []
        lang = delivery.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang, display_default_code=False).env
        return [
            stock.tell_short(env, product, asked, left, filled.causes[product])
            for product, (asked, left) in filled.short.items()
        ] + [
            env._(
                "%(product)s: %(asked)s asked, at least %(minimum)s",
                product=product.with_env(env).display_name,
                asked=write_number(self.env, asked),
                minimum=write_number(self.env, minimum),
            )
            for product, (asked, minimum) in filled.below.items()
        ]
