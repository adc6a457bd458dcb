"""Whole cycles at random: whatever is ordered, missing, weighed or cancelled, what was
bought, received, given, delivered and is left agrees for each product and lot."""

import os

from hypothesis import HealthCheck, Phase, example, given, settings

import odoo
from odoo.tests import tagged

from .common import GuestCommon
from .weeks import RICH, weeks

# A hundred and more before a change of the engine is trusted.
EXAMPLES = int(os.environ.get("OFF_EXAMPLES", "6"))

# Stored facts by product and lot, read beside the code that is tested. A lot is known
# by its name: each operator has its own of it.
BOUGHT = """
    SELECT l.product_id, SUM(l.product_qty)::float FROM purchase_order_line l
      JOIN purchase_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'purchase' GROUP BY 1"""
MOVED = """
    SELECT m.product_id, COALESCE(lot.name, ''), src.usage, dst.usage, w.id,
           SUM(m.quantity_product_uom)::float
      FROM stock_move_line m
      JOIN stock_picking k ON k.id = m.picking_id
      JOIN stock_picking_type kind ON kind.id = k.picking_type_id
      JOIN stock_warehouse w ON w.id = kind.warehouse_id
      JOIN stock_location src ON src.id = m.location_id
      JOIN stock_location dst ON dst.id = m.location_dest_id
      LEFT JOIN stock_lot lot ON lot.id = m.lot_id
     WHERE k.off_cycle_id = %(cycle)s AND m.state = 'done' GROUP BY 1, 2, 3, 4, 5"""
GIVEN = """
    SELECT a.product_id, COALESCE(lot.name, ''), a.company_id, SUM(a.quantity)::float
      FROM off_allocation a LEFT JOIN stock_lot lot ON lot.id = a.lot_id
     WHERE a.cycle_id = %(cycle)s GROUP BY 1, 2, 3"""
TIED = """
    SELECT m.id, m.quantity_product_uom::float, SUM(a.quantity)::float,
           bool_and(m.product_id = a.product_id
                    AND m.lot_id IS NOT DISTINCT FROM a.lot_id)
      FROM off_allocation a JOIN stock_move_line m ON m.id = a.move_line_id
     WHERE a.cycle_id = %(cycle)s GROUP BY 1, 2"""
LINES = """
    SELECT l.id, l.product_id, l.product_uom_qty::float, l.off_tolerance::float,
           l.qty_delivered::float, COALESCE(given.quantity, 0)::float,
           l.off_warehouse_id
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
      LEFT JOIN (SELECT sale_line_id, SUM(quantity) AS quantity FROM off_allocation
                  GROUP BY 1) given ON given.sale_line_id = l.id
     WHERE o.off_cycle_id = %(cycle)s AND l.off_offer_id IS NOT NULL
       AND o.state = 'sale'"""
STOCK = """
    SELECT q.product_id, COALESCE(lot.name, ''), l.usage, q.company_id,
           SUM(q.quantity)::float, SUM(q.reserved_quantity)::float
      FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
      LEFT JOIN stock_lot lot ON lot.id = q.lot_id
     WHERE q.product_id = ANY(%(products)s) AND l.usage IN ('internal', 'transit')
     GROUP BY 1, 2, 3, 4"""
COUNTERS = """
    SELECT 'goods', reserved_qty::float FROM off_availability
     WHERE product_id = ANY(%(products)s)
     UNION ALL
    SELECT 'items', reserved_qty::float FROM off_catalog_item
     WHERE product_id = ANY(%(products)s)
     UNION ALL
    SELECT 'offers', (o.reserved_qty - COALESCE(sold.quantity, 0))::float
      FROM off_offer o
      LEFT JOIN (SELECT l.off_offer_id, SUM(l.product_uom_qty) AS quantity
                   FROM sale_order_line l WHERE l.state = 'sale' GROUP BY 1) sold
        ON sold.off_offer_id = o.id
     WHERE o.cycle_id = %(cycle)s"""
SNAPSHOT = """
    SELECT (SELECT json_agg(x ORDER BY x.id) FROM (
              SELECT id, state, amount_total FROM purchase_order
               WHERE %(cycle)s IN (off_cycle_id, off_supply_cycle_id)) x)::text
        || (SELECT json_agg(x ORDER BY x.id) FROM (
              SELECT id, state, amount_total FROM sale_order
               WHERE %(cycle)s IN (off_cycle_id, off_supply_cycle_id)) x)::text
        || (SELECT COUNT(*) FROM stock_picking WHERE off_cycle_id = %(cycle)s)::text"""


@tagged("post_install", "-at_install")
class TestExactness(GuestCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link_a.may_override = True
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company_a.id)], limit=1
        )
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})

    # Each example is a whole cycle: few of them, always the same ones.
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(week=weeks())
    @example(week=RICH)
    def test_bought_received_given_delivered_and_left_agree(self, week):
        with odoo.tools.misc.mute_logger("odoo.sql_db"):
            savepoint = self.env.cr.savepoint(flush=True)
            try:
                self._live(week)
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    # -- a week ------------------------------------------------------------------------
    def _live(self, week):
        products = self._make_goods(week)
        cycle = self._plan(week, products)
        edges = self._open(cycle)
        orders = self._place(week, products, edges)
        for number in week.cancelled:
            if orders[number]:
                orders[number]._action_cancel()
        for number, quantity in week.changed.items():
            self._change(orders[number], quantity)
        whole = cycle.with_user(self.coordinator_a)
        whole.action_close()
        self._close_again(week, whole)
        self._read(cycle, products)
        first = self._snapshot()
        whole.action_close()
        self.assertEqual(self._snapshot(), first, "closing twice does nothing more")
        self._check_bought(week, products)
        stock = self._count_stock(week, products)
        received = self._receive_goods(week, cycle, products)
        whole.action_allocate()
        self._weigh(cycle)
        whole.action_distribute()
        self._read(cycle, products)
        self._check_goods(products, stock, received)

    def _make_goods(self, week):
        products = []
        for number, (_pack, _least, tracked, weighed, held) in enumerate(week.goods):
            product = self._create_product(f"Goods {number}", 2.0, on_demand=True)
            product.write(
                {
                    "is_storable": True,
                    "tracking": "lot" if tracked else "none",
                    "off_unit_quantity": 500 if weighed else 0,
                    "off_unit_uom_id": weighed
                    and self.env.ref("uom.product_uom_gram").id,
                    "off_billed_by_weight": weighed,
                }
            )
            products.append(product)
            if held is not None:
                self.env["off.catalog.item"].create(
                    {
                        "hub_id": self.hub_a.id,
                        "product_id": product.id,
                        "warehouse_id": self.warehouse.id,
                    }
                )
                self._count(product, {"OLD": held // 2, "NEW": held - held // 2})
        return products

    def _count(self, product, lots):
        """Set what the stock of operator A holds."""
        if product.tracking == "none":
            lots = {"": sum(lots.values())}
        for name, quantity in lots.items():
            lot = self.env["stock.lot"]
            if name:
                key = {
                    "name": name,
                    "product_id": product.id,
                    "company_id": self.company_a.id,
                }
                lot = lot.search(
                    [(one, "=", value) for one, value in key.items()]
                ) or lot.create(key)
            self.env["stock.quant"].with_context(inventory_mode=True).create(
                {
                    "product_id": product.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "lot_id": lot.id,
                    "inventory_quantity": quantity,
                }
            ).action_apply_inventory()

    def _plan(self, week, products):
        cycle = self.env["off.order.cycle"].browse(self._create_cycle().id)
        cycle.share_rule = week.rule
        offers = {offer.product_id: offer for offer in cycle.incoming_ids.offer_ids}
        for product, (pack, least, *_rest) in zip(products, week.goods, strict=True):
            if product not in offers:
                # An empty stock is not filled in by itself.
                offers[product] = self.env["off.offer"].create(
                    {
                        "exchange_id": cycle.incoming_ids.id,
                        "product_id": product.id,
                        "price": 2.0,
                    }
                )
            offers[product].write({"pack_size": pack, "minimum_qty": least})
        return cycle

    def _open(self, cycle):
        cycle.action_fill_offers()
        guest = self._join(cycle)
        cycle.with_user(self.coordinator_a).action_open()
        return cycle.outgoing_ids.filtered(lambda e: e.hub_id == self.hub_a), guest

    def _place(self, week, products, edges):
        """:return: list of orders, empty ones where nothing of it was to be had"""
        orders = []
        none = self.env["sale.order"]
        for number, (abroad, lines) in enumerate(week.orders):
            edge = edges[abroad]
            offers = {offer.product_id: offer for offer in edge.offer_ids}
            left = edge._get_left()
            wanted = {}
            for index, (quantity, tolerance) in lines.items():
                offer = offers.get(products[index])
                most = left.get(offer.id, 0) if offer else 0
                asked = quantity if most is None else min(quantity, most)
                if asked:
                    wanted[offer] = asked, tolerance
            if not wanted:
                orders.append(none)
                continue
            orders.append(
                edge._place_order(
                    self.families[number % 3],
                    {offer: asked for offer, (asked, _t) in wanted.items()},
                    edge.slot_ids[:1],
                    {offer: t for offer, (_a, t) in wanted.items() if t},
                )
            )
        return orders

    def _change(self, order, quantity):
        line = order.order_line.filtered("off_offer_id")[:1]
        if order.state == "sale" and line:
            left = order.off_exchange_id._get_left(
                {line.off_offer_id: line.product_uom_qty}
            )[line.off_offer_id.id]
            line.product_uom_qty = quantity if left is None else min(quantity, left)

    def _close_again(self, week, whole):
        for _n in range(week.closings - 1):
            cycle = whole.with_env(self.env)
            wizard = (
                self.env["off.cycle.reopening"]
                .with_user(self.coordinator_a)
                .create(
                    {
                        "cycle_id": cycle.id,
                        "reason": "A farm was forgotten",
                        "date_close": cycle.slot_ids[:1].date_start,
                    }
                )
            )
            wizard.action_reopen()
            whole.action_close()

    def _count_stock(self, week, products):
        """After closing a count finds something else.

        :return: ``{(product, lot): quantity}`` in stock before anything arrives
        """
        for product, (*_rest, held) in zip(products, week.goods, strict=True):
            if held is not None and week.counted != 8:
                found = held * week.counted // 8
                self._count(product, {"OLD": found // 2, "NEW": found - found // 2})
        self._read(self.cycle_read, products)
        return {
            (row[0], row[1]): row[4]
            for row in self.facts["stock"]
            if row[2] == "internal"
        }

    def _receive_goods(self, week, cycle, products):
        """:return: ``{(product, lot): quantity}`` that came from producers"""
        received = {}
        receipts = cycle.picking_ids.filtered(
            lambda one: (
                one.picking_type_code == "incoming"
                and one.state not in ("done", "cancel")
            )
        )
        for move in receipts.move_ids:
            eighths = week.arrived[products.index(move.product_id)]
            came = move.product_uom_qty * eighths // 8
            parts = {"": came}
            if move.product_id.tracking == "lot":
                parts = {"R1": came // 3, "R2": came - came // 3}
            move.move_line_ids.unlink()
            self.env["stock.move.line"].create(
                [
                    {
                        "move_id": move.id,
                        "picking_id": move.picking_id.id,
                        "product_id": move.product_id.id,
                        "lot_name": name,
                        "quantity": quantity,
                        "picked": True,
                    }
                    for name, quantity in parts.items()
                    if quantity
                ]
            )
            for name, quantity in parts.items():
                key = move.product_id.id, name
                received[key] = received.get(key, 0) + quantity
        empty = receipts.filtered(lambda one: not one.move_ids.move_line_ids)
        empty.action_cancel()
        (receipts - empty).with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()
        return {key: quantity for key, quantity in received.items() if quantity}

    def _weigh(self, cycle):
        for allocation in cycle.allocation_ids:
            if allocation.unit_weight and allocation.quantity > 0:
                allocation.weight = allocation.quantity * 0.437

    # -- facts -------------------------------------------------------------------------
    def _read(self, cycle, products):
        self.cycle_read = cycle
        self.env.flush_all()
        self.values = {"cycle": cycle.id, "products": [one.id for one in products]}
        queries = {
            "bought": BOUGHT,
            "moved": MOVED,
            "given": GIVEN,
            "tied": TIED,
            "lines": LINES,
            "stock": STOCK,
            "counters": COUNTERS,
        }
        self.facts = {}
        for name, query in queries.items():
            self.env.cr.execute(query, self.values)
            self.facts[name] = self.env.cr.fetchall()

    def _snapshot(self):
        self.env.flush_all()
        self.env.cr.execute(SNAPSHOT, self.values)
        return self.env.cr.fetchall()

    def _check_bought(self, week, products):
        """What is bought is what orders hold, in whole packs."""
        asked = {}
        for _id, product, quantity, _on_top, _got, _given, stock in self.facts["lines"]:
            if not stock:
                asked[product] = asked.get(product, 0) + quantity
        bought = {key: value for key, value in self.facts["bought"] if value}
        self.assertEqual(bought, {key: value for key, value in asked.items() if value})
        for product, (pack, least, *_rest) in zip(products, week.goods, strict=True):
            total = bought.get(product.id, 0)
            if pack:
                self.assertEqual(total % pack, 0)
            if total:
                self.assertGreaterEqual(total, least)

    def _check_goods(self, products, stock, received):
        facts = self.facts
        came, left_for_customers, shipped = {}, {}, {}
        for product, lot, source, target, _where, quantity in facts["moved"]:
            key = product, lot
            if source == "supplier":
                came[key] = came.get(key, 0) + quantity
            if target == "customer":
                left_for_customers[key] = left_for_customers.get(key, 0) + quantity
            if "transit" in (source, target):
                sign = 1 if target == "transit" else -1
                shipped[key] = shipped.get(key, 0) + sign * quantity
        self.assertEqual(came, received)
        self.assertFalse(
            any(shipped.values()), "what left one operator came to the other"
        )
        given = {}
        for product, lot, _company, quantity in facts["given"]:
            given[product, lot] = given.get((product, lot), 0) + quantity
        self.assertEqual(
            {key: value for key, value in given.items() if value}, left_for_customers
        )
        self._check_stock(stock, received, given)
        self._check_lines()
        self._check_shortages(products, received)

    def _check_stock(self, stock, received, given):
        """What is left is what was there and came, less what was given."""
        kept = {}
        for product, lot, usage, _company, quantity, reserved in self.facts["stock"]:
            self.assertFalse(reserved)
            self.assertGreaterEqual(quantity, 0)
            if usage == "internal":
                kept[product, lot] = kept.get((product, lot), 0) + quantity
            else:
                self.assertFalse(quantity, "nothing stays in transit")
        for key in {*stock, *received, *given, *kept}:
            there = stock.get(key, 0) + received.get(key, 0)
            self.assertEqual(kept.get(key, 0), there - given.get(key, 0), key)

    def _check_lines(self):
        facts = self.facts
        for _id, product, asked, _on_top, delivered, share, _stock in facts["lines"]:
            self.assertEqual(delivered, share)
            self.assertTrue(0 <= share <= asked, (product, share, asked))
        for _id, quantity, tied, same in facts["tied"]:
            self.assertTrue(same)
            self.assertEqual(quantity, tied)
        for name, reserved in facts["counters"]:
            self.assertFalse(reserved, name)

    def _check_shortages(self, products, received):
        """Nobody is short while goods lie there that were bought for it."""
        facts, short = self.facts, {}
        for _id, product, asked, _on_top, _delivered, share, held in facts["lines"]:
            if not held:
                short[product] = short.get(product, 0) + asked - share
        for product in products:
            if short.get(product.id):
                came_in = sum(
                    n for (one, _l), n in received.items() if one == product.id
                )
                passed = sum(
                    share
                    for _id, one, _a, _t, _d, share, held in facts["lines"]
                    if one == product.id and not held
                )
                self.assertEqual(passed, came_in)
