import math

from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What is left of all that a hub sells, told in bulk."""

    _inherit = "off.exchange"

    def _get_left(self, held=None, wanted=None):
        """What can be ordered of each offer, in a fixed number of queries.

        :param held: ``{offer: quantity}`` of an order that is changed: it may keep them
        :param wanted: ids of some of the offers, by default all
        :return: ``{off.offer id: whole units, None without limit}``
        """
        kept = {offer.id: quantity for offer, quantity in (held or {}).items()}
        return {
            # The counters have more digits than whole units need.
            offer: None
            if available is None
            else max(math.floor(round(available + kept.get(offer, 0), 6)), 0)
            for offer, available in self._get_available(wanted, kept).items()
        }

    def _get_available(self, wanted=None, kept=(), has_order=None):
        """What the counters of each offer have.

        Rule 2: what the hub does not sell has no key. Rule 3: the producer's number
        counts, or the hub's own stock where it has one; the offer's limit in any case.

        :param wanted: ids of some of the offers, by default all
        :param kept: ids of offers that an order has: told even where its customer does
            not see them
        :param has_order: whether who orders has an order here already, which takes none
            of the orders that a producer prepares; by default where something is kept
        :return: ``{off.offer id: float, None without limit}``
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT o.id, o.product_id,
                       CASE WHEN NOT o.on_demand
                            THEN (o.declared_qty - o.reserved_qty)::float8 END,
                       COALESCE(a.on_demand, FALSE),
                       COALESCE(a.declared_qty - a.reserved_qty, 0)::float8,
                       capacity.free::float8
                  FROM off_offer o
                  LEFT JOIN off_availability a ON a.product_id = o.product_id
                  LEFT JOIN LATERAL (%s) capacity ON TRUE
                 WHERE o.exchange_id = %s AND %s
                """,
                self._get_capacity_query(
                    bool(kept) if has_order is None else has_order
                ),
                self.id,
                SQL("TRUE") if wanted is None else SQL("o.id = ANY(%s)", wanted),
            )
        )
        own = self._get_own_terms()
        hidden = self._get_hidden_products()
        left = {}
        for offer, product, limit, on_demand, available, capacity in rows:
            visible, stock = own.get(product, (True, None))
            if not visible or (product in hidden and offer not in kept):
                continue
            if stock:
                on_demand, available = stock
            limits = [] if on_demand else [available]
            limits += [one for one in (limit, capacity) if one is not None]
            left[offer] = min(limits, default=None)
        return left

    def _get_own_terms(self):
        """Where the hub's catalogue says something of its own.

        :return: ``{product id: (is sold, None or (on demand, own quantity left))}``
        """
        items = (
            self.env["off.catalog.item"]
            .sudo()
            .search_fetch(
                [
                    ("hub_id", "=", self.hub_id.id),
                    "|",
                    ("visible", "=", False),
                    ("own_stock", "=", True),
                ],
                [
                    "product_id",
                    "producer_id",
                    "visible",
                    "own_stock",
                    "on_demand",
                    "declared_qty",
                    "reserved_qty",
                ],
            )
        )
        if not items:
            return {}
        hub = self.hub_id.sudo()
        allowed = hub._get_overridable()[hub]
        return {
            item.product_id.id: (
                item.visible,
                (item.on_demand, item.available_qty)
                if item.own_stock and item.producer_id in allowed
                else None,
            )
            for item in items
        }
