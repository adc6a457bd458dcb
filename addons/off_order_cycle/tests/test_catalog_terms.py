from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestCatalogTerms(CycleCommon):
    """A hub sells at its own terms, from one availability or its own stock."""

    def setUp(self):
        super().setUp()
        self.link_a.may_override = True

    def _create_item(self, product, **vals):
        return self.env["off.catalog.item"].create(
            {"hub_id": self.hub_a.id, "product_id": product.id, **vals}
        )

    def _availability(self, product):
        return product.off_availability_ids

    def test_r2_the_catalogue_decides_what_is_sold_and_for_how_much(self):
        self._create_item(self.product, price_rule="margin", margin=20)
        self._create_item(self.leeks, visible=False)
        cycle = self._create_cycle()
        self.assertEqual(
            cycle.incoming_ids.offer_ids.product_id,
            self.cycle.incoming_ids.offer_ids.product_id,
        )
        offers = cycle.outgoing_ids.offer_ids
        self.assertEqual(offers.product_id, self.product)
        self.assertEqual((offers.incoming_id.price, offers.price), (2.5, 3.0))

    def test_r2_what_is_taken_out_meanwhile_is_not_sold(self):
        order = self._create_order({self.leeks: 1}, confirm=False)
        self._create_item(self.leeks, visible=False)
        with self.assertRaisesRegex(UserError, "remove them: Leeks"):
            order.action_confirm()

    def test_r3_own_stock_is_sold_apart(self):
        item = self._create_item(self.product, own_stock=True, declared_qty=3)
        order = self._create_order({self.product: 2})
        line = order.order_line
        self.assertEqual(line.off_stock_item_id, item)
        self.assertEqual(
            (item.reserved_qty, self._availability(self.product).reserved_qty), (2, 0)
        )
        with self.assertRaisesRegex(UserError, "2 asked, 1 left"):
            self._create_order({self.product: 2})
        line.product_uom_qty = 3
        self.assertEqual(item.available_qty, 0)
        # What was sold from it is given back to it, whatever was decided since.
        item.own_stock = False
        order._action_cancel()
        self.assertEqual(item.reserved_qty, 0)
        self._create_order({self.product: 2})
        self.assertEqual(self._availability(self.product).reserved_qty, 2)

    def test_r3_handing_over_lowers_the_counter_that_was_drawn(self):
        item = self._create_item(self.product, own_stock=True, declared_qty=5)
        self._create_order({self.product: 2, self.leeks: 1})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual((item.declared_qty, item.reserved_qty), (3, 0))
        self.assertEqual(self._availability(self.product).declared_qty, 10)

    def test_own_stock_enters_a_cycle_when_the_producer_has_none(self):
        self._availability(self.product).declared_qty = 0
        cycle = self._create_cycle()
        self.assertNotIn(self.product, cycle.outgoing_ids.offer_ids.product_id)
        self._create_item(self.product, own_stock=True, declared_qty=5)
        cycle = self._create_cycle()
        self.assertIn(self.product, cycle.outgoing_ids.offer_ids.product_id)

    def test_r1_a_revoked_producer_leaves_planned_cycles_at_once(self):
        planned = self._create_cycle()
        order = self._create_order({self.product: 2})
        self.link_a.with_user(self.coordinator_a).action_revoke()
        self.assertFalse(planned.incoming_ids)
        self.assertFalse(planned.outgoing_ids.offer_ids)
        self.assertEqual(self.cycle.incoming_ids.producer_id, self.producer)
        self.assertEqual(order.state, "sale")
        order.order_line.product_uom_qty = 1
