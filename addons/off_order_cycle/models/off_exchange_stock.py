from decimal import Decimal

from odoo import models
from odoo.tools import float_repr, format_date

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.standing import Limit


class OffExchange(models.Model):
    """All that limits what can be ordered here, each number by itself: where one is
    reached it can be named."""

    _inherit = "off.exchange"

    def _get_standing_stock(self):
        return Stock(self)


class Stock:
    """What there is of what a hub sells, drawn on without writing anything.

    Counters are records, as ``sale.order.line._off_draw`` has them: a product for its
    producer's availability, an off.catalog.item for the hub's own stock, an off.offer,
    an off.producer.capacity; and (off.offer, customer) for the limit of a customer.

    :ivar left: ``{counter: Decimal}``
    :ivar offers: ``{product.product: off.offer}`` of what is sold
    """

    def __init__(self, exchange):
        self.exchange = exchange
        self.env = exchange.env
        self.left, self.offers, self.limits = {}, {}, {}
        self.day = exchange.cycle_id._get_delivery_day()
        self._read_offers()
        self._read_capacities()

    def _read_offers(self):
        exchange = self.exchange
        products = exchange.offer_ids.product_id
        terms = self.env["off.catalog.item"]._get_terms(exchange.hub_id, products)
        availabilities = {
            row.product_id: row
            for row in self.env["off.availability"].search(
                [("product_id", "in", products.ids)]
            )
        }
        for offer in exchange.offer_ids:
            product = offer.product_id
            item = terms[product].item
            stock = item or availabilities.get(product)
            if terms[product].visible and stock:
                self.offers[product] = offer
                self.limits[product] = []
                self._add(product, item or product, stock)
                self._add(product, offer, offer)

    def _add(self, product, key, counter):
        if not counter.on_demand:
            self.left[key] = self._to_decimal(counter.available_qty)
            self.limits[product].append(Limit(key))

    def _read_capacities(self):
        """What producers can still prepare for the day of the cycle."""
        producers = self.exchange.offer_ids.producer_id
        capacities = self.env["off.producer.capacity"].search(
            [("producer_id", "in", producers.ids)]
        )
        if not (capacities and self.day):
            return
        days = self.env["off.producer.capacity.day"].search(
            [("capacity_id", "in", capacities.ids), ("date", "=", self.day)]
        )
        known = {day.capacity_id: day.available_qty for day in days}
        for capacity in capacities:
            left = known.get(capacity, capacity.per_day)
            self.left[capacity] = self._to_decimal(left)
        by_producer = capacities.grouped("producer_id")
        for product, offer in self.offers.items():
            for capacity in by_producer.get(offer.producer_id, ()):
                if each := self._get_each(capacity.measure, offer):
                    once = capacity.measure == "orders"
                    self.limits[product].append(Limit(capacity, each, once))

    def _get_each(self, measure, offer):
        """What one unit takes of a producer's day."""
        if measure == "weight":
            return Decimal(float_repr(offer.product_id.weight, 6))
        if measure == "amount":
            return Decimal(float_repr(offer.incoming_id._get_purchase_price(), 6))
        return Decimal(1)

    def _to_decimal(self, quantity):
        return self.exchange._to_decimal(quantity)

    # -- one customer ------------------------------------------------------------------
    def get_had(self, customers):
        """What customers have ordered of what is limited for each of them.

        :return: ``{(off.offer, commercial partner): Decimal}``
        """
        limited = self.exchange.offer_ids.filtered("customer_limit")
        had = limited._get_had_by_customer(customers.commercial_partner_id)
        return {key: self._to_decimal(quantity) for key, quantity in had.items()}

    def get_limits(self, customer, hidden, had):
        """
        :param hidden: set of ids of products that it is not sold
        :param had: what ``get_had`` returned
        :return: ``{product.product: [engine.standing.Limit]}`` of what it is sold
        """
        limits = {
            product: found
            for product, found in self.limits.items()
            if product.id not in hidden
        }
        entity = customer.commercial_partner_id
        for product, offer in self.offers.items():
            if product in limits and offer.customer_limit:
                key = offer, entity
                most = self._to_decimal(offer.customer_limit)
                self.left.setdefault(key, most - had.get(key, Decimal(0)))
                limits[product] = [*limits[product], Limit(key)]
        return limits

    def take(self, taken):
        for counter, quantity in taken.items():
            self.left[counter] -= quantity

    # -- saying it ---------------------------------------------------------------------
    def tell_short(self, env, product, asked, left, cause):
        """Which number keeps somebody from what it asked.

        :param env: in the language of the customer
        """
        name = product.with_env(env).display_name
        values = {
            "product": name,
            "asked": write_number(self.env, asked),
            "left": write_number(self.env, left),
        }
        if cause is None and product in self.offers:
            return env._("%s: not among what the hub sells to you", name)
        if cause is None:
            return env._("%s: not sold this time", name)
        if isinstance(cause, tuple):
            return env._(
                "%(product)s: %(asked)s asked, at most %(limit)s for each customer",
                limit=write_number(self.env, cause[0].customer_limit),
                **values,
            )
        if cause._name == "off.producer.capacity":
            return env._(
                "%(product)s: %(asked)s asked, %(left)s left of what %(producer)s can "
                "prepare for %(day)s",
                producer=cause.producer_id.with_env(env).name,
                day=format_date(env, self.day),
                **values,
            )
        if cause._name == "off.offer":
            return env._(
                "%(product)s: %(asked)s asked, %(left)s left of what %(hub)s sells of "
                "it this time",
                hub=self.exchange.hub_id.with_env(env).name,
                **values,
            )
        return env["off.availability"]._get_short_line(
            product.with_env(env), float(asked), float(left)
        )
