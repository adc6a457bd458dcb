from collections import defaultdict

from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What is ordered of a producer in a cycle, told to the producer.

    Quantities, weights and its own price: never who bought, what the hub asks for it,
    or the goods of others.
    """

    _inherit = "off.exchange"

    def _get_supplies(self):
        """What is ordered of these incoming exchanges, in a fixed number of queries.

        :return: ``{exchange: dict}`` with ``state`` (``live``, ``ordered``,
            ``received`` or ``cancel``), ``purchases``, ``rows`` (by product),
            ``parts`` (by pickup, the first day first), ``amount`` and ``weight`` (kg).
            A row is a dict of ``product``, ``quantity`` in its unit, ``weight``,
            ``amount`` in the company's currency at the producer's price, ``received``
            and ``short`` (None as long as nothing arrived), ``case`` and ``limit``
        """
        ordered = self._read_supplies()
        purchases = self._read_purchases()
        limits = self._read_limits()
        return {
            edge: edge._prepare_supply(
                ordered[edge.id], purchases.get(edge, purchases[None]), limits
            )
            for edge in self
        }

    def _read_supplies(self):
        """Validated orders, summed up by the database.

        :return: ``{exchange id: {(slot id, product id): [quantity, amount]}}``, the
            quantity in the product's unit
        """
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT supplied.exchange_id, o.off_slot_id, sold.product_id,
                       l.product_uom_id, l.off_purchase_price, sum(l.product_uom_qty)
                  FROM off_offer supplied
                  JOIN off_offer sold ON sold.incoming_id = supplied.id
                  JOIN sale_order_line l ON l.off_offer_id = sold.id
                  JOIN sale_order o ON o.id = l.order_id
                 WHERE supplied.exchange_id = ANY(%s) AND o.state = 'sale'
                   AND l.product_uom_qty > 0 AND l.off_warehouse_id IS NULL
                 GROUP BY 1, 2, 3, 4, 5
                 ORDER BY 1, 2, 3, 4, 5
                """,
                self.ids,
            )
        )
        units, products = self.env["uom.uom"], self.env["product.product"]
        # Browsed together they are read together.
        units = {one.id: one for one in units.browse({row[3] for row in rows})}
        products = {one.id: one for one in products.browse({row[2] for row in rows})}
        totals = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
        for edge, slot, product, unit, price, quantity in rows:
            units_of = products[product].uom_id
            quantity = units[unit]._compute_quantity(quantity, units_of)
            total = totals[edge][slot, product]
            total[0] += quantity
            total[1] += quantity * (price or 0.0)
        return totals

    def _read_purchases(self):
        """:return: ``{exchange: purchase.order}``, nothing of those without any"""
        found = self.env["purchase.order"].search(
            [
                ("off_exchange_id", "in", self.ids),
                ("state", "in", ("purchase", "cancel")),
            ],
            order="id",
        )
        return {None: found.browse(), **found.grouped("off_exchange_id")}

    def _read_limits(self):
        """What the producer declared, and how much of it all sales have taken.

        :return: ``{product id: (taken, declared)}`` of those with a limit
        """
        rows = self.env["off.availability"].search_fetch(
            [
                ("product_id", "in", self.offer_ids.product_id.ids),
                ("on_demand", "=", False),
            ],
            ["product_id", "reserved_qty", "declared_qty"],
        )
        return {row.product_id.id: (row.reserved_qty, row.declared_qty) for row in rows}

    def _prepare_supply(self, ordered, purchases, limits):
        self.ensure_one()
        offers = {offer.product_id.id: offer for offer in self.offer_ids}
        totals = defaultdict(lambda: [0.0, 0.0])
        if self.cycle_id.state == "open":
            totals |= {product: [0.0, 0.0] for product in offers}
        for (_slot, product), (quantity, amount) in ordered.items():
            totals[product][0] += quantity
            totals[product][1] += amount
        arrived = self._get_arrived(purchases)
        rows = [
            offers[product]._prepare_supply_row(quantity, amount)
            | {
                "limit": limits.get(product),
                "received": arrived and arrived.get(product, 0.0),
            }
            for product, (quantity, amount) in totals.items()
            if product in offers
        ]
        rows.sort(key=lambda row: row["name"].casefold())
        for row in rows:
            row["short"] = row["received"] is not None and max(
                row["quantity"] - row["received"], 0.0
            )
        return {
            "state": self._get_supply_state(purchases, arrived),
            "purchases": purchases,
            "rows": rows,
            "parts": self._prepare_parts(ordered, offers),
            "amount": sum(row["amount"] for row in rows),
            "weight": sum(row["weight"] for row in rows),
        }

    def _get_arrived(self, purchases):
        """:return: ``{product id: quantity}``, None as long as not all receipts are
        done"""
        # Of what a producer cannot deliver no receipt is waited for.
        confirmed = purchases.filtered(
            lambda order: order.state == "purchase" and order.off_answer_state != "none"
        )
        if not confirmed or set(confirmed.mapped("receipt_status")) != {"full"}:
            return None
        arrived = defaultdict(float)
        for line in confirmed.order_line.filtered("product_id"):
            product = line.product_id
            arrived[product.id] += line.product_uom_id._compute_quantity(
                line.qty_received, product.uom_id
            )
        return arrived

    def _get_supply_state(self, purchases, arrived):
        if self.cycle_id.state == "open":
            return "live"
        if self.cycle_id.state == "cancel" or (
            purchases and set(purchases.mapped("state")) == {"cancel"}
        ):
            return "cancel"
        return "received" if arrived is not None else "ordered"

    def _prepare_parts(self, ordered, offers):
        """:return: list of dicts: ``slot`` and ``rows`` of each pickup"""
        parts = defaultdict(list)
        for (slot, product), (quantity, amount) in ordered.items():
            if product in offers:
                parts[slot].append(
                    offers[product]._prepare_supply_row(quantity, amount)
                )
        slots = self.env["off.pickup.slot"].browse([slot for slot in parts if slot])
        return [
            {
                "slot": slot,
                "rows": sorted(parts[slot.id], key=lambda row: row["name"].casefold()),
            }
            for slot in slots.sorted(lambda one: (one.date_start, one.id))
        ]


class OffOffer(models.Model):
    _inherit = "off.offer"

    def _prepare_supply_row(self, quantity, amount):
        """What a producer reads of one of its products.

        :param quantity: in the product's unit
        :param amount: at the producer's price
        """
        self.ensure_one()
        product = self.product_id
        return {
            "product": product,
            "name": product.with_context(display_default_code=False).display_name,
            "quantity": quantity,
            "unit": product.uom_id.name,
            "weight": quantity * product.weight,
            "amount": self.currency_id.round(amount),
            "price": self.price,
            "case": self._get_case(quantity),
        }

    def _get_case(self, quantity):
        """How full the cases are in which the producer hands it over.

        :return: (size, full cases, units in the next one), None where it has none
        """
        size = self._get_case_size()
        if not size:
            return None
        full, more = divmod(round(quantity / size, 6), 1)
        return size, int(full), round(more * size, 4)

    def _get_case_size(self):
        """Units that the producer hands over together, 0 where it does not."""
        # Where cycles know no cases, the smallest pack of the product tells.
        if "pack_size" in self._fields:
            return self.pack_size
        product = self.product_id
        sizes = [
            pack._compute_quantity(1.0, product.uom_id, round=False)
            for pack in product.uom_ids
        ]
        return min((size for size in sizes if size > 1), default=0.0)
