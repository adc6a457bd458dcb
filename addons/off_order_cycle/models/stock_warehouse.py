from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL, float_repr

# Of moves that are still to leave.
COMING = ("waiting", "confirmed", "partially_available", "assigned")


class StockWarehouse(models.Model):
    """What of a warehouse's stock can be sold, by whoever sells it: sales of cycles,
    the shop, orders of professionals.

    All quantities are Decimal, in the products' units. Goods are those under the
    warehouse's stock location; what lies in its input or output is not yet there or
    already on its way.
    """

    _inherit = "stock.warehouse"

    def _off_get_free(self, products):
        """What can still be sold: what is there, without what was bought for orders of
        cycles, what confirmed transfers take away and what is promised.

        :return: ``{product: Decimal}``, negative where more is promised than there is
        """
        self.ensure_one()
        there = self._off_get_there(products)
        promised = self._off_get_promised(products)
        return {one: there[one] - promised[one] for one in products}

    def _off_get_there(self, products):
        """As ``_off_get_free``, with what sales of cycles have promised."""
        there = defaultdict(Decimal)
        for product, quantity in self._off_sum(
            "stock.quant", self._off_get_fit_domain(products), "quantity"
        ):
            there[product] += quantity
        for product, quantity in self._off_sum(
            "stock.move", self._off_get_leaving_domain(products), "product_qty"
        ):
            there[product] -= quantity
        for (product, _lot), quantity in self._off_get_bought(products).items():
            there[product] -= quantity
        return there

    def _off_sum(self, model, domain, name):
        """:return: list of (product, Decimal)"""
        rows = (
            self.env[model].sudo()._read_group(domain, ["product_id"], [f"{name}:sum"])
        )
        return [
            (product.with_env(self.env), self._off_to_decimal(quantity))
            for product, quantity in rows
        ]

    def _off_get_fit_domain(self, products):
        """Quants that may be sold: add-ons leave out what is past its date."""
        return [
            ("product_id", "in", products.ids),
            ("location_id", "child_of", self.lot_stock_id.id),
            ("location_id.usage", "=", "internal"),
            ("owner_id", "=", False),
        ]

    def _off_get_leaving_domain(self, products):
        """Moves to elsewhere that are confirmed and not done, reserved or not: how
        transfers are reserved does not change what is sold."""
        stock = self.lot_stock_id.id
        return [
            ("product_id", "in", products.ids),
            ("state", "in", COMING),
            ("location_id", "child_of", stock),
            "!",
            ("location_dest_id", "child_of", stock),
        ]

    def _off_get_promised(self, products):
        """What hubs have sold from here in sales that are not handed over."""
        promised = defaultdict(Decimal)
        for product, quantity in self._off_sum(
            "off.catalog.item",
            [("warehouse_id", "=", self.id), ("product_id", "in", products.ids)],
            "reserved_qty",
        ):
            promised[product] += quantity
        return promised

    def _off_get_bought(self, products):
        """What came in for the orders of cycles that are not handed over yet: it is
        here, and not for sale.

        :return: ``{(product, lot): Decimal}``
        """
        bought = defaultdict(Decimal)
        rows = (
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                Domain(
                    [
                        ("product_id", "in", products.ids),
                        ("state", "=", "done"),
                        ("company_id", "=", self.company_id.id),
                        ("move_id.picking_type_id.warehouse_id", "=", self.id),
                    ]
                )
                & Domain(self._off_get_bought_domain()),
                ["product_id", "lot_id", "location_dest_id"],
                ["quantity_product_uom:sum"],
            )
        )
        for product, lot, place, quantity in rows:
            sign = 1 if place.usage == "internal" else -1
            key = product.with_env(self.env), lot.with_env(self.env)
            bought[key] += sign * self._off_to_decimal(quantity)
        return bought

    def _off_get_bought_domain(self):
        """Lines of transfers that brought goods for cycles under way."""
        return [
            (
                "move_id.purchase_line_id.order_id.off_cycle_id.state",
                "in",
                ("closed", "allocated"),
            )
        ]

    # -- first out first ---------------------------------------------------------------
    def _off_get_fit_lots(self, cycle, products):
        """As ``_off_get_lots``, of what is still fit when ``cycle`` hands it over."""
        return self.with_context(off_fit_at=cycle._get_first_pickup())._off_get_lots(
            products
        )

    def _off_get_lots(self, products):
        """What lies here to be shared out, in the order in which it leaves.

        :return: ``{product: [(lot, Decimal more than 0)]}``, lots may come twice
        """
        taken = self._off_get_bought(products)
        for key, quantity in self._off_get_given(products).items():
            taken[key] += quantity
        quants = self.env["stock.quant"].sudo()
        found = quants.search(self._off_get_fit_domain(products))
        lots = defaultdict(list)
        for product, mine in found.grouped("product_id").items():
            product = product.with_env(self.env)
            strategy = quants._get_removal_strategy(product, self.lot_stock_id)
            for quant in mine.sorted(quants._off_get_removal_key(strategy)):
                lot = quant.lot_id.with_env(self.env)
                free = self._off_to_decimal(quant.quantity - quant.reserved_quantity)
                gone = min(max(free, Decimal(0)), max(taken[product, lot], Decimal(0)))
                taken[product, lot] -= gone
                if free > gone:
                    lots[product].append((lot, free - gone))
        return lots

    def _off_get_given(self, products):
        """What was shared out from here and is not handed over yet.

        :return: ``{(product, lot): Decimal}``
        """
        rows = (
            self.env["off.allocation"]
            .sudo()
            ._read_group(
                [
                    ("product_id", "in", products.ids),
                    ("move_line_id", "=", False),
                    ("sale_line_id.off_warehouse_id", "=", self.id),
                ],
                ["product_id", "lot_id"],
                ["quantity:sum"],
            )
        )
        return {
            (product.with_env(self.env), lot.with_env(self.env)): self._off_to_decimal(
                quantity
            )
            for product, lot, quantity in rows
        }

    # -- who comes first ---------------------------------------------------------------
    def _off_lock_promises(self, products):
        """Make others who sell of these products from here wait, and start again if
        they had looked before: two who each find the last unit are never both right."""
        if self and products:
            self.env["off.catalog.item"].flush_model()
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE off_catalog_item SET declared_qty = declared_qty
                     WHERE id IN (SELECT id FROM off_catalog_item
                                   WHERE warehouse_id = ANY(%s)
                                     AND product_id = ANY(%s)
                                   ORDER BY id FOR UPDATE)
                    """,
                    self.ids,
                    products.ids,
                ),
                log_exceptions=False,
            )

    def _off_to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity or 0.0, digits))
