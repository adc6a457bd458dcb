import logging
from decimal import Decimal
from typing import NamedTuple

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_repr, split_every

from ..engine.standing import Slot, choose_slot, fill_basket

_logger = logging.getLogger(__name__)

# Not the fault of a standing order: the whole opening begins anew.
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)
CHUNK = 50
# Nobody follows hundreds of orders one by one.
QUIET = {
    "mail_create_nosubscribe": True,
    "mail_create_nolog": True,
    "tracking_disable": True,
}


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
    """The standing orders of a hub become orders of its cycle."""

    _inherit = "off.exchange"

    def _place_deliveries(self, deliveries):
        """Order what these deliveries want, first accepted first served.

        Each is ordered or refused by itself: its reason is kept with it. Where goods
        are enough they are placed many at once.

        :param deliveries: off.standing.order.delivery of this cycle, still planned
        """
        self.ensure_one()
        edge = self.sudo().with_company(self.company_id).with_context(**QUIET)
        deliveries = deliveries.with_env(edge.env)
        paused = deliveries.filtered(
            lambda delivery: delivery.standing_order_id.state == "paused"
        )
        paused.state = "paused"
        waiting = (deliveries - paused).sorted(
            lambda one: (one.standing_order_id.date_accepted, one.id)
        )
        if waiting:
            edge._lock_counters()
            for chunk in split_every(CHUNK, edge._fill_baskets(waiting), list):
                edge._place_chunk(chunk)
            edge._tell_deliveries(waiting)

    def _lock_counters(self):
        """Make other buyers of these goods wait until the subscribers have theirs,
        instead of starting all over again because of one of them."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT id FROM off_availability
             WHERE product_id IN (SELECT product_id FROM off_offer
                                   WHERE exchange_id = %s)
             ORDER BY product_id FOR UPDATE
            """,
            [self.id],
        )
        self.env["off.availability"].invalidate_model(["reserved_qty", "available_qty"])

    # -- what each gets ----------------------------------------------------------------
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

    # -- ordering ----------------------------------------------------------------------
    def _place_chunk(self, baskets):
        """Order them at once; where that fails, each by itself."""
        to_order = []
        for basket in baskets:
            if basket.quantities and basket.slot:
                to_order.append(basket)
            else:
                self._refuse(basket)
        if not to_order:
            return
        try:
            with self.env.cr.savepoint():
                self._order_baskets(to_order)
        except BUSY:
            raise
        except Exception as error:
            _logger.info("Standing orders are placed one by one: %s", error)
            for basket in to_order:
                self._place_alone(basket)

    def _place_alone(self, basket):
        lang = basket.delivery.partner_id.lang or self.env.lang
        edge = self.with_context(lang=lang)
        try:
            with self.env.cr.savepoint():
                edge._order_baskets([basket])
        except BUSY:
            raise
        except UserError as error:
            basket.delivery.write({"state": "refused", "explanation": error.args[0]})
        except Exception:
            # Whatever is wrong with one order, the others and the cycle go on.
            _logger.exception("%s could not be ordered", basket.delivery.display_name)
            basket.delivery.write(
                {
                    "state": "refused",
                    "explanation": edge.env._(
                        "It could not be ordered because of a fault. The hub was "
                        "told: ask it, or order by hand."
                    ),
                }
            )

    def _order_baskets(self, baskets):
        common = self._prepare_common_line()
        orders = self.env["sale.order"].create(
            [self._prepare_standing_order(basket, common) for basket in baskets]
        )
        orders.action_confirm()
        for basket, order in zip(baskets, orders, strict=True):
            basket.delivery.write(
                {
                    "state": "partial" if basket.short else "placed",
                    "explanation": "\n".join(basket.short) or False,
                    "sale_order_id": order.id,
                }
            )

    def _prepare_common_line(self):
        """Values of every line. Odoo looks twice for the analytic distribution of each,
        the same for hundreds of them: it is left out where there is none to be found.
        """
        if self.env["account.analytic.distribution.model"].search_count([], limit=1):
            return {}
        return {"analytic_distribution": False}

    def _prepare_standing_order(self, basket, common):
        order = basket.delivery.standing_order_id
        prices = basket.delivery._get_prices() if order.price_policy == "fixed" else {}
        lines = []
        for offer, quantity in basket.quantities.items():
            vals = {
                **common,
                "product_id": offer.product_id.id,
                "off_offer_id": offer.id,
                "product_uom_qty": quantity,
            }
            if offer.product_id in prices:
                price = prices[offer.product_id]
                vals |= {"price_unit": price, "technical_price_unit": price}
            lines.append(Command.create(vals))
        return {
            "partner_id": order.partner_id.id,
            "company_id": self.company_id.id,
            "off_exchange_id": self.id,
            "off_slot_id": basket.slot.id,
            "origin": order.name,
            "order_line": lines,
        }

    def _refuse(self, basket):
        """Say why nothing was ordered."""
        delivery = basket.delivery
        env = self.with_context(lang=delivery.partner_id.lang or self.env.lang).env
        if basket.quantities:
            state = "refused"
            point = delivery.standing_order_id.point_id.name
            reasons = [
                env._("%s: no pickup with a place left this time", point),
                *basket.short,
            ]
        elif basket.short:
            state, reasons = "missing", basket.short
        else:
            state, reasons = "refused", [env._("No product was chosen.")]
        delivery.write({"state": state, "explanation": "\n".join(reasons)})

    def _tell_deliveries(self, deliveries):
        """Mails that cannot be written hinder no opening, but are told."""
        try:
            with self.env.cr.savepoint():
                deliveries._tell_placed()
        except BUSY:
            raise
        except Exception as error:
            _logger.exception("Customers of standing orders were not told")
            self.cycle_id.message_post(
                body=self.env._(
                    "The customers could not be told what became of their standing "
                    "orders: %s",
                    error,
                )
            )


def _lower(left, limit):
    """What one customer gets at most, None without limit."""
    limits = [left, Decimal(str(limit)) if limit else None]
    return min((one for one in limits if one is not None), default=None)
