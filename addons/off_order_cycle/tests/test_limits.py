from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestLimits(CycleCommon):
    """Limits of offers, of customers and of pickups (rule 12)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.offer = cls.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        )
        cls.slot = cls.exchange.slot_ids

    def _refuse(self, pattern, quantities, partner):
        cart = self._create_order(quantities, partner, confirm=False)
        with self.assertRaisesRegex(UserError, pattern), self.cr.savepoint():
            cart.action_confirm()
        return cart

    def test_r12_no_more_is_sold_than_the_limit_of_the_offer(self):
        self.offer.write({"on_demand": False, "declared_qty": 5})
        order = self._create_order({self.leeks: 4})
        self._refuse("Leeks: 2 asked, 1 left", {self.leeks: 2}, self.families[1])
        self.assertEqual(self.offer.reserved_qty, 4)
        line = order.order_line
        with self.assertRaisesRegex(UserError, "Leeks"), self.cr.savepoint():
            line.product_uom_qty = 6
        line.product_uom_qty = 1
        self._create_order({self.leeks: 4}, self.families[1])
        order._action_cancel()
        self.assertEqual(self.offer.available_qty, 1)

    def test_a_limit_set_later_counts_what_is_sold(self):
        self._create_order({self.leeks: 4})
        self.offer.write({"on_demand": False, "declared_qty": 5})
        self._refuse("Leeks", {self.leeks: 2}, self.families[1])

    def test_r12_all_that_is_short_is_said_at_once(self):
        self.offer.write({"on_demand": False, "declared_qty": 1})
        self.slot.write({"on_demand": False, "declared_qty": 1})
        self._create_order({self.leeks: 1})
        self._refuse(
            r"(?s)Carrots: 11 asked, 10 left.*Leeks: 1 asked, 0 left.*pickup is full",
            {self.product: 11, self.leeks: 1},
            self.families[1],
        )

    def test_a_customer_gets_no_more_than_its_limit_in_all_its_orders(self):
        self.offer.customer_limit = 3
        self._create_order({self.leeks: 2})
        self._refuse("at most 3.*makes 4", {self.leeks: 2}, self.families[0])
        child = self.env["res.partner"].create(
            {"name": "Son", "parent_id": self.families[0].id}
        )
        self._refuse("at most 3", {self.leeks: 2}, child)
        self._create_order({self.leeks: 1}, child)
        self._create_order({self.leeks: 3}, self.families[1])

    def test_r12_the_sixth_order_into_a_slot_of_five_is_refused(self):
        self.slot.write({"on_demand": False, "declared_qty": 5})
        families = self.env["res.partner"].create(
            [{"name": f"Family {number}"} for number in range(6)]
        )
        orders = [self._create_order({self.leeks: 1}, one) for one in families[:5]]
        self.assertTrue(self.slot.is_full)
        late = self._refuse("full, choose another", {self.leeks: 1}, families[5])
        orders[0]._action_cancel()
        late.action_confirm()
        self.assertEqual(self.slot.available_qty, 0)

    def test_moving_to_another_slot_takes_its_place_there(self):
        first = self._create_order({self.leeks: 1})
        second = self._create_order({self.leeks: 1}, self.families[1])
        other = self.slot.copy()
        self.assertEqual(other.reserved_qty, 0)
        other.write({"on_demand": False, "declared_qty": 1})
        first.off_slot_id = other
        self.assertEqual((self.slot.reserved_qty, other.reserved_qty), (1, 1))
        with self.assertRaisesRegex(UserError, "full"), self.cr.savepoint():
            second.off_slot_id = other
        self.assertEqual(second.off_slot_id, self.slot)

    def test_r22_less_than_the_minimum_of_a_product_is_refused(self):
        self.leeks.off_min_qty = 5
        cart = self._refuse("Leeks: 4 asked, at least 5", {self.leeks: 4}, None)
        cart.order_line.product_uom_qty = 5
        cart.action_confirm()
        with self.assertRaisesRegex(UserError, "at least 5"), self.cr.savepoint():
            cart.order_line.product_uom_qty = 3
        cart.order_line.product_uom_qty = 0
        self.assertEqual(self.offer.reserved_qty, 0)
        # Two lines of one product are one quantity.
        lines = [(0, 0, {"product_id": self.leeks.id, "product_uom_qty": 3})]
        self.leeks.off_min_qty = 6
        cart = self._create_order({self.leeks: 3}, self.families[1], confirm=False)
        cart.order_line = lines
        cart.action_confirm()
        self.assertEqual(self.offer.reserved_qty, 6)

    def test_a_clone_has_the_limits_and_nothing_sold(self):
        self.offer.write({"on_demand": False, "declared_qty": 5, "customer_limit": 2})
        self.slot.write({"on_demand": False, "declared_qty": 7})
        self._create_order({self.leeks: 1})
        clone = self.cycle.copy().outgoing_ids
        offer = clone.offer_ids.filtered(lambda one: one.product_id == self.leeks)
        self.assertEqual(
            (offer.declared_qty, offer.customer_limit, offer.reserved_qty), (5, 2, 0)
        )
        self.assertEqual(
            (clone.slot_ids.declared_qty, clone.slot_ids.reserved_qty), (7, 0)
        )

    def test_what_is_sold_is_not_written_by_hand(self):
        offer = self.offer.with_user(self.coordinator_a)
        with self.assertRaises(AccessError):
            offer.reserved_qty = 0
        with self.assertRaises(AccessError):
            offer.create(
                {
                    "exchange_id": self.exchange.id,
                    "product_id": self.product.id,
                    "reserved_qty": 3,
                }
            )
