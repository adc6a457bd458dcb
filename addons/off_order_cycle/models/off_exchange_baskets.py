from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import float_repr

from ..engine.standing import Slot, choose_slot, fill_basket


class Basket(NamedTuple):
    """What is to be ordered of a delivery.

    ``quantities`` is ``{off.offer: quantity}``, ``short`` a list of texts for the
    customer.
    """

    delivery: object
    quantities: dict
    short: list
    slot: object


class OffExchange(models.Model):
    """What each standing order gets of what there is."""

    _inherit = "off.exchange"

    def _fill_baskets(self, deliveries):
        """:return: list of Basket, in the order of ``deliveries``"""
        left, offers = self._get_left_for_standing()
        slots = self._get_slots_for_standing()
        baskets = []
        for delivery in deliveries:
            wanted = {}
            for line in delivery._get_lines():
                wanted[line.product_id] = line._get_quantity()
            there = {
                product: _lower(left[product], offers[product].customer_limit)
                for product in wanted
                if product in left
            }
            minimums = {
                product: Decimal(str(product.off_min_qty or 0)) for product in wanted
            }
            order = delivery.standing_order_id
            filled = fill_basket(wanted, there, order.shortage, minimums)
            slot = filled.quantities and self._take_slot(slots, order)
            if slot:
                for product, quantity in filled.quantities.items():
                    if left[product] is not None:
                        left[product] -= quantity
            baskets.append(
                Basket(
                    delivery,
                    {
                        offers[product]: float(quantity)
                        for product, quantity in filled.quantities.items()
                    },
                    self._get_lacking(delivery, filled, offers),
                    slot,
                )
            )
        return baskets

    def _get_left_for_standing(self):
        """What can be ordered of each product that is sold here.

        :return: (``{product: Decimal, None without limit}``, ``{product: offer}``)
        """
        products = self.offer_ids.product_id
        terms = self.env["off.catalog.item"]._get_terms(self.hub_id, products)
        availabilities = {
            row.product_id: row
            for row in self.env["off.availability"].search(
                [("product_id", "in", products.ids)]
            )
        }
        left, offers = {}, {}
        for offer in self.offer_ids:
            product = offer.product_id
            counter = terms[product].item or availabilities.get(product)
            if not terms[product].visible or not counter:
                continue
            offers[product] = offer
            limits = [
                self._to_decimal(one.available_qty)
                for one in (counter, offer)
                if not one.on_demand
            ]
            left[product] = min(limits, default=None)
        return left, offers

    def _to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    def _get_slots_for_standing(self):
        """:return: ``{off.pickup.point: {off.pickup.slot: engine Slot}}``"""
        slots = {}
        for slot in self.slot_ids:
            start = self.cycle_id._to_local(slot.date_start)
            slots.setdefault(slot.point_id, {})[slot] = Slot(
                slot,
                start.weekday(),
                start.hour + start.minute / 60,
                None if slot.on_demand else int(slot.available_qty),
            )
        return slots

    def _take_slot(self, slots, order):
        """The pickup that suits ``order`` best; one place less is left there."""
        at_point = slots.get(order.point_id, {})
        weekday = order.weekday_id.number if order.weekday_id else None
        chosen = choose_slot(at_point.values(), weekday, order.hour or None)
        if not chosen:
            return self.env["off.pickup.slot"]
        if chosen.places is not None:
            at_point[chosen.key] = Slot(
                chosen.key, chosen.weekday, chosen.hour, chosen.places - 1
            )
        return chosen.key

    def _get_lacking(self, delivery, filled, offers):
        """What is missing and why, in the customer's language.

        :param filled: ``engine.standing.Basket``
        """
        if filled.is_whole:
            return []
        lang = delivery.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang, display_default_code=False).env
        return [
            self._get_short_text(env, product.with_env(env), asked, left, offers)
            for product, (asked, left) in filled.short.items()
        ] + [
            env._(
                "%(product)s: %(asked)s asked, at least %(minimum)s",
                product=product.with_env(env).display_name,
                asked=f"{float(asked):g}",
                minimum=f"{float(minimum):g}",
            )
            for product, (asked, minimum) in filled.below.items()
        ]

    def _get_short_text(self, env, product, asked, left, offers):
        offer = offers.get(product)
        if not offer:
            return env._("%s: not sold this time", product.display_name)
        if offer.customer_limit and left == Decimal(str(offer.customer_limit)):
            return env._(
                "%(product)s: %(asked)s asked, at most %(limit)s for each customer",
                product=product.display_name,
                asked=f"{float(asked):g}",
                limit=f"{offer.customer_limit:g}",
            )
        return env["off.availability"]._get_short_line(
            product, float(asked), float(left)
        )


def _lower(left, limit):
    """What one customer gets at most, None without limit."""
    limits = [left, Decimal(str(limit)) if limit else None]
    return min((one for one in limits if one is not None), default=None)
