from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestSettlement(CycleCommon):
    """Sharing out and handing over, in stock. Invoices need a chart of accounts: they
    are tested in off_l10n_fr."""

    def _delivered(self, orders):
        return [order.order_line.qty_delivered for order in orders]

    def _place(self, *quantities):
        return [
            self._create_order({self.product: quantity}, partner)
            for quantity, partner in zip(quantities, self.families, strict=False)
        ]

    def test_r20_first_come_first_served(self):
        orders = self._place(3, 1, 1)
        self.cycle.action_close()
        self._receive({self.product: 4})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual(self._delivered(orders), [3, 1, 0])
        self.assertEqual([order.delivery_status for order in orders], ["full"] * 3)

    def test_nothing_counts_as_delivered_before_it_is_handed_over(self):
        orders = self._place(3)
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.assertEqual(self._delivered(orders), [0])
        self.assertFalse(orders[0].effective_date)
        self.cycle.action_distribute()
        self.assertEqual(self._delivered(orders), [3])
        self.assertTrue(orders[0].effective_date)

    def test_what_was_handed_over_is_not_changed_by_hand(self):
        orders = self._place(3, 1)
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        given = self.cycle.allocation_ids.with_user(self.coordinator_a)
        first = given.filtered(lambda one: one.order_id == orders[0])
        first.quantity = 2
        self.cycle.action_distribute()
        vals = {"sale_line_id": orders[1].order_line.id, "quantity": 1}
        for change in (
            lambda: first.write({"quantity": 3}),
            first.unlink,
            lambda: given.create(vals),
        ):
            with self.assertRaisesRegex(UserError, "cannot be changed any more"):
                change()
        self.assertEqual(self._delivered(orders), [2, 1])
        # Nor does what is shared out now become that of who has had its goods.
        self.cycle = type(self).cycle = self._create_cycle()
        self.exchange = type(self).exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        self._place(1)
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        mine = self.cycle.allocation_ids.with_user(self.coordinator_a)
        with self.assertRaisesRegex(UserError, "cannot be changed any more"):
            mine.sale_line_id = orders[1].order_line

    def test_one_transfer_per_pickup_point_and_stock_at_zero(self):
        self._place(3, 1, 1)
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        transfers = self.cycle.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "outgoing"
        )
        self.assertEqual(len(transfers), 1)
        self.assertEqual(transfers.state, "done")
        self.assertEqual(transfers.move_ids.quantity, 5)
        stock = self.product.with_company(self.company_a).with_context(
            allowed_company_ids=self.company_a.ids
        )
        self.assertEqual(stock.qty_available, 0)
        self.assertFalse(transfers.move_ids.sale_line_id)

    def test_r3_handing_over_gives_back_what_was_short(self):
        self._place(3, 1, 1)
        self.cycle.action_close()
        self._receive({self.product: 4})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        availability = self.product.off_availability_ids
        self.assertEqual((availability.declared_qty, availability.reserved_qty), (6, 0))

    def test_r4_stock_sold_by_one_operator_is_not_seen_by_another(self):
        self.product.product_tmpl_id.tracking = "lot"
        self._place(2)
        self.cycle.action_close()
        move = self.cycle.picking_ids.move_ids
        move.move_line_ids.lot_name = "MONDAY"
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        lot = self.env["stock.lot"].search([("name", "=", "MONDAY")])
        self.assertEqual(lot.company_id, self.company_a)
        self.assertTrue(
            self.env["stock.quant"].search([("product_id", "=", self.product.id)])
        )
        for coordinator, companies in (
            (self.coordinator_a, self.company_a),
            (self.coordinator_b, self.env["res.company"]),
        ):
            quants = self.env["stock.quant"].with_user(coordinator)
            seen = quants.search([("product_id", "=", self.product.id)])
            self.assertEqual(seen.company_id, companies)
            self.assertFalse(seen.filtered(lambda quant: not quant.company_id))
        lots = self.env["stock.lot"].with_user(self.coordinator_b)
        self.assertFalse(lots.search([("name", "=", "MONDAY")]))

    def test_what_is_bought_for_orders_is_neither_free_nor_missing(self):
        product = self.product.with_company(self.company_a).with_context(
            allowed_company_ids=self.company_a.ids
        )
        other = product.with_context(allowed_company_ids=self.company_b.ids)

        def read(product):
            self.env.invalidate_all()
            return [
                product[name]
                for name in (
                    "qty_available",
                    "free_qty",
                    "incoming_qty",
                    "outgoing_qty",
                    "virtual_available",
                )
            ]

        self._place(3, 1, 1)
        self.assertEqual(read(product), [0, 0, 0, 0, 0])
        self.cycle.action_close()
        self.assertEqual(read(product), [0, 0, 5, 5, 0])
        self.assertEqual(read(other), [0, 0, 0, 0, 0])
        self._receive()
        self.assertEqual(read(product), [5, 0, 0, 5, 0])
        self.cycle.action_allocate()
        self.assertEqual(read(product), [5, 0, 0, 5, 0])
        warehouse = self.cycle.order_ids.warehouse_id
        at_stock = product.with_context(location=warehouse.lot_stock_id.id)
        self.assertEqual(read(at_stock), [5, 0, 0, 5, 0])
        at_dock = product.with_context(location=warehouse.wh_output_stock_loc_id.id)
        self.assertEqual(read(at_dock), [0, 0, 0, 0, 0])
        self.cycle.action_distribute()
        self.assertEqual(read(product), [0, 0, 0, 0, 0])

    def test_lots_are_known_by_order(self):
        self.product.product_tmpl_id.tracking = "lot"
        orders = self._place(2, 2)
        self.cycle.action_close()
        receipt = self.cycle.picking_ids
        move = receipt.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            (
                0,
                0,
                {
                    "lot_name": name,
                    "quantity": quantity,
                    "product_id": self.product.id,
                    "product_uom_id": self.product.uom_id.id,
                    "picking_id": receipt.id,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                },
            )
            for name, quantity in (("MONDAY", 3), ("TUESDAY", 1))
        ]
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        lots = [
            {
                allocation.lot_id.name: allocation.quantity
                for allocation in order.order_line.off_allocation_ids
            }
            for order in orders
        ]
        self.assertEqual(lots, [{"MONDAY": 2}, {"MONDAY": 1, "TUESDAY": 1}])
        monday = self.env["stock.lot"].search(
            [("name", "=", "MONDAY"), ("product_id", "=", self.product.id)]
        )
        self.assertEqual(monday.sale_order_ids, orders[0] | orders[1])
