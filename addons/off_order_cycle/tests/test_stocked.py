from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common_stocked import StockedCommon


@tagged("post_install", "-at_install")
class TestStocked(StockedCommon):
    """A wholesaler's own stock sells in the same cycle as goods to order."""

    def test_what_is_sold_is_what_is_there(self):
        self.assertEqual(self.item.available_qty, 10)
        order = self._create_order({self.product: 4, self.leeks: 1})
        line = order.order_line.filtered(lambda one: one.product_id == self.product)
        self.assertEqual(line.off_warehouse_id, self.warehouse)
        self.assertEqual(line.off_purchase_price, 1.2)
        self.assertEqual(self.item.available_qty, 6)
        self._count_in(self.product, 5)  # five were bad
        self.item.invalidate_recordset()
        self.assertEqual(self.item.available_qty, 1)
        with self.assertRaisesRegex(UserError, "2 asked, 1 left"):
            self._create_order({self.product: 2})
        line.product_uom_qty = 5
        with self.assertRaisesRegex(UserError, "1 asked, 0 left"):
            line.product_uom_qty = 6
        order._action_cancel()
        self.assertEqual(self.item.reserved_qty, 0)

    def test_nothing_is_ordered_from_the_producer(self):
        self._create_order({self.product: 4, self.leeks: 3})
        self.cycle.action_close()
        bought = self.cycle.purchase_ids.order_line
        self.assertEqual(
            [(line.product_id, line.product_qty) for line in bought], [(self.leeks, 3)]
        )

    def test_a_cycle_that_sells_from_stock_alone_orders_nothing(self):
        self._create_order({self.product: 4})
        self._hand_over()
        self.assertFalse(self.cycle.purchase_ids)
        self.assertEqual(self._get_on_hand(self.product), 6)

    def test_stock_and_orders_agree_after_handing_over(self):
        first = self._create_order({self.product: 4, self.leeks: 3})
        second = self._create_order({self.product: 5}, self.families[1])
        self._hand_over()
        self.assertEqual(self._get_on_hand(self.product), 1)
        self.assertEqual(self._get_on_hand(self.leeks), 0)
        self.assertEqual(sum(first.order_line.mapped("qty_delivered")), 7)
        self.assertEqual(second.order_line.qty_delivered, 5)
        self.assertEqual((self.item.reserved_qty, self.item.available_qty), (0, 1))

    def test_r20_a_count_that_finds_less_leaves_less_to_share(self):
        first = self._create_order({self.product: 6})
        second = self._create_order({self.product: 4}, self.families[1])
        self.cycle.action_close()
        self._count_in(self.product, 7)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual(first.order_line.qty_delivered, 6)
        self.assertEqual(second.order_line.qty_delivered, 1)
        self.assertEqual(self._get_on_hand(self.product), 0)
        self.assertEqual(self.item.reserved_qty, 0)

    def test_first_in_first_out_and_from_where_it_lies(self):
        product = self.product
        product.tracking = "lot"
        shelf = self.env["stock.location"].create(
            {
                "name": "Shelf",
                "location_id": self.warehouse.lot_stock_id.id,
                "company_id": self.company_a.id,
            }
        )
        self.env["stock.quant"].search(
            [("product_id", "=", product.id)]
        ).sudo().unlink()
        old, new = self.env["stock.lot"].create(
            [
                {
                    "name": name,
                    "product_id": product.id,
                    "company_id": self.company_a.id,
                }
                for name in ("OLD", "NEW")
            ]
        )
        self._count_in(product, 2, shelf, old)
        self._count_in(product, 1, self.warehouse.lot_stock_id, old)
        self._count_in(product, 5, shelf, new)
        order = self._create_order({product: 4})
        self._hand_over()
        given = order.order_line.off_allocation_ids
        self.assertEqual({one.lot_id: one.quantity for one in given}, {old: 3, new: 1})
        lines = given.move_line_id.move_id.move_line_ids
        self.assertEqual(
            sorted(
                (line.lot_id.name, line.location_id.name, line.quantity)
                for line in lines
            ),
            [("NEW", "Shelf", 1), ("OLD", "Shelf", 2), ("OLD", "Stock", 1)],
        )
        left = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", self.warehouse.lot_stock_id.id),
                ("quantity", "!=", 0),
            ]
        )
        self.assertEqual(
            [(quant.lot_id, quant.location_id, quant.quantity) for quant in left],
            [(new, shelf, 4)],
        )

    def test_two_warehouses_each_hand_over_their_own(self):
        other = self.env["stock.warehouse"].create(
            {"name": "Cold store", "code": "COL", "company_id": self.company_a.id}
        )
        self.warehouse.flush_recordset()
        leeks = self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.leeks.id,
                "warehouse_id": other.id,
            }
        )
        self.assertEqual(leeks.available_qty, 0)
        self._count_in(self.leeks, 3, other.lot_stock_id)
        leeks.invalidate_recordset()
        self.assertEqual(leeks.available_qty, 3)
        self._create_order({self.product: 2, self.leeks: 3})
        self._hand_over()
        transfers = self.cycle.picking_ids.sorted("id")
        self.assertEqual(
            {
                (one.picking_type_id.warehouse_id, one.move_ids.product_id, one.state)
                for one in transfers
            },
            {
                (self.warehouse, self.product, "done"),
                (other, self.leeks, "done"),
            },
        )
        self.assertEqual(self._get_on_hand(self.product), 8)

    def test_goods_bought_for_a_cycle_are_not_sold_from_stock(self):
        self.item.unlink()
        self._create_order({self.product: 4})
        self.cycle.action_close()
        self._receive()
        self.env["off.catalog.item"].create(
            {
                "hub_id": self.hub_a.id,
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
            }
        )
        self.assertEqual(self._get_on_hand(self.product), 14)
        free = self.warehouse._off_get_free(self.product)
        self.assertEqual(free, {self.product: 10})

    # -- beside others that sell from there --------------------------------------------
    def test_the_last_units_are_sold_once(self):
        self._create_order({self.product: 8})
        with self.assertRaisesRegex(UserError, "3 asked, 2 left"):
            self._sell(self.product, 3).action_confirm()
        professional = self._sell(self.product, 2)
        professional.action_confirm()
        self.assertEqual(professional.picking_ids.move_ids.quantity, 2)
        self.item.invalidate_recordset()
        self.assertEqual(self.item.available_qty, 0)
        with self.assertRaisesRegex(UserError, "1 asked, 0 left"):
            self._create_order({self.product: 1}, self.families[1])
        with self.assertRaisesRegex(UserError, "not enough in stock"):
            professional.order_line.product_uom_qty = 3

    def test_the_shop_sees_what_is_left(self):
        self._create_order({self.product: 8})
        product = self.product.with_context(warehouse_id=self.warehouse.id)
        self.assertEqual(product.free_qty, 2)
        self.assertEqual(product.virtual_available, 2)
        self._hand_over()
        product.invalidate_recordset()
        self.assertEqual((product.free_qty, product.virtual_available), (2, 2))

    def test_who_agrees_gets_the_rest_later_and_takes_nothing_promised(self):
        self._create_order({self.product: 8})
        order = self._sell(self.product, 5, off_backorder=True)
        order.action_confirm()
        move = order.picking_ids.move_ids
        self.assertEqual((move.state, move.quantity), ("partially_available", 2))
        self._hand_over()
        move._action_assign()
        self.assertEqual(move.quantity, 2)
        self._count_in(self.product, 5)
        move._action_assign()
        self.assertEqual((move.state, move.quantity), ("assigned", 5))

    def test_products_that_no_hub_sells_from_stock_are_sold_as_before(self):
        order = self._sell(self.leeks, 3)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_reordering_rules_see_what_is_sold(self):
        rule = self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "company_id": self.company_a.id,
                "product_min_qty": 5,
                "product_max_qty": 20,
            }
        )
        self.assertEqual((rule.qty_forecast, rule.qty_to_order), (10, 0))
        self._create_order({self.product: 8})
        rule.invalidate_recordset()
        rule._compute_qty_to_order_computed()
        self.assertEqual((rule.qty_forecast, rule.qty_to_order_computed), (2, 18))

    # -- setting up --------------------------------------------------------------------
    def test_from_where_it_is_sold_does_not_change_under_orders(self):
        order = self._create_order({self.product: 8})
        for vals in ({"warehouse_id": False}, {"own_stock": False}):
            with self.assertRaisesRegex(UserError, "once they are handed over"):
                self.item.write(vals)
        order._action_cancel()
        self.item.own_stock = False
        self.assertFalse(self.item.warehouse_id)

    def test_a_warehouse_of_another_operator_is_refused(self):
        foreign = self.env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": self.company_b.id}
        )
        with self.assertRaisesRegex(ValidationError, "not one of"):
            self.item.warehouse_id = foreign

    def test_the_preview_says_what_is_missing(self):
        self._create_order({self.product: 6, self.leeks: 2})
        self._count_in(self.product, 4)
        preview = self.cycle._preview_closing()
        self.assertEqual(
            preview["stock"],
            [
                {
                    "warehouse": self.warehouse.name,
                    "product": self.product.display_name,
                    "promised": 6,
                    "there": 4,
                    "missing": 2,
                }
            ],
        )
        (row,) = preview["producers"][0]["products"]
        self.assertEqual(
            (row["product"], row["quantity"]), (self.leeks.display_name, 2)
        )

    def test_the_order_form_offers_to_deliver_later(self):
        order = self._sell(self.product, 3)
        with Form(order) as form:
            form.off_backorder = True
        self.assertTrue(order.off_backorder)

    def test_r19_packs_are_filled_by_what_is_ordered_from_producers(self):
        self.exchange.offer_ids.incoming_id.filtered(
            lambda offer: offer.product_id == self.product
        ).pack_size = 6
        order = self._create_order({self.product: 4})
        self.cycle.action_close()
        self.assertEqual(order.order_line.product_uom_qty, 4)
        self.assertFalse(self.cycle.purchase_ids)
