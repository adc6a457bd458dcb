from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestCapacity(CycleCommon):
    """What a producer prepares in a day, for all hubs together (rule 12)."""

    def _create_capacity(self, per_day, measure="quantity", **vals):
        return self.env["off.producer.capacity"].create(
            {
                "producer_id": self.producer.id,
                "measure": measure,
                "per_day": per_day,
                **vals,
            }
        )

    def _refuse(self, pattern, quantities, family=1):
        cart = self._create_order(quantities, self.families[family], confirm=False)
        with self.assertRaisesRegex(UserError, pattern), self.cr.savepoint():
            cart.action_confirm()
        return cart

    def test_r12_units_of_all_products_count_together(self):
        capacity = self._create_capacity(5)
        order = self._create_order({self.product: 2, self.leeks: 2})
        self.assertEqual(capacity.day_ids.reserved_qty, 4)
        self._refuse("Grower can prepare no more.*2 asked, 1 left", {self.leeks: 2})
        line = order.order_line[0]
        with self.assertRaisesRegex(UserError, "no more"), self.cr.savepoint():
            line.product_uom_qty = 4
        line.product_uom_qty = 3
        self.assertEqual(capacity.day_ids.available_qty, 0)
        order._action_cancel()
        self.assertEqual(capacity.day_ids.reserved_qty, 0)
        self.assertFalse(order.off_capacity_draws)

    def test_r12_in_kilograms(self):
        self.leeks.weight = 0.4
        capacity = self._create_capacity(1, "weight")
        self._create_order({self.leeks: 2})
        self.assertEqual(capacity.day_ids.reserved_qty, 0.8)
        self._refuse("0.4 kg asked, 0.2 kg left", {self.leeks: 1})

    def test_r12_in_the_producers_money_at_the_price_of_the_order(self):
        capacity = self._create_capacity(10, "amount")
        order = self._create_order({self.leeks: 2})
        self.cycle.incoming_ids.offer_ids.write({"price": 5})
        self.leeks.weight = 3
        self.assertEqual(capacity.day_ids.reserved_qty, 6)
        self._refuse("goods for 5 asked, goods for 4 left", {self.leeks: 1})
        order._action_cancel()
        self.assertEqual(capacity.day_ids.reserved_qty, 0)

    def test_r12_an_order_counts_once_whatever_it_holds(self):
        capacity = self._create_capacity(1, "orders")
        order = self._create_order({self.leeks: 2})
        order.write(
            {
                "order_line": [
                    (0, 0, {"product_id": self.product.id, "product_uom_qty": 1})
                ]
            }
        )
        self.assertEqual(capacity.day_ids.reserved_qty, 1)
        cart = self._refuse("1 orders asked, 0 orders left", {self.leeks: 1})
        order.order_line[0].product_uom_qty = 0
        self.assertEqual(capacity.day_ids.reserved_qty, 1)
        order.order_line[1].product_uom_qty = 0
        self.assertEqual(capacity.day_ids.reserved_qty, 0)
        cart.action_confirm()
        self.assertEqual(capacity.day_ids.reserved_qty, 1)

    def test_r12_a_cart_that_is_paid_holds_its_part(self):
        capacity = self._create_capacity(3)
        cart = self._create_order({self.leeks: 2}, confirm=False)
        cart._off_hold(15)
        self.assertEqual(capacity.day_ids.reserved_qty, 2)
        self._refuse("2 asked, 1 left", {self.leeks: 2})
        cart._off_release()
        self.assertEqual(capacity.day_ids.reserved_qty, 0)
        cart._off_hold(15)
        cart.action_confirm()
        self.assertEqual(capacity.day_ids.reserved_qty, 2)

    def test_another_day_has_its_own(self):
        capacity = self._create_capacity(2)
        self._create_order({self.leeks: 2})
        other = self._create_cycle()
        for slot in other.slot_ids:
            slot.write(
                {
                    "date_start": slot.date_start + timedelta(days=7),
                    "date_end": slot.date_end + timedelta(days=7),
                }
            )
        other.action_open()
        self.exchange = other.outgoing_ids
        offers = {offer.product_id: offer for offer in self.exchange.offer_ids}
        self.env["sale.order"].with_company(self.company_a).create(
            {
                "partner_id": self.families[1].id,
                "company_id": self.company_a.id,
                "off_exchange_id": self.exchange.id,
                "off_slot_id": self.exchange.slot_ids.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": self.leeks.id,
                            "off_offer_id": offers[self.leeks].id,
                            "product_uom_qty": 2,
                        },
                    )
                ],
            }
        ).action_confirm()
        self.assertEqual(capacity.day_ids.mapped("reserved_qty"), [2, 2])
        self.assertEqual(len(set(capacity.day_ids.mapped("date"))), 2)

    def test_days_follow_the_capacity_but_for_those_with_a_number_of_their_own(self):
        capacity = self._create_capacity(5)
        self._create_order({self.leeks: 2})
        day = capacity.day_ids
        capacity.per_day = 8
        self.assertEqual(day.declared_qty, 8)
        day.declared_qty = 3
        capacity.per_day = 9
        self.assertEqual(day.declared_qty, 3)

    def test_closing_gives_back_what_a_case_does_not_take(self):
        capacity = self._create_capacity(20)
        self.cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.leeks
        ).pack_size = 4
        self._create_order({self.leeks: 6})
        self.assertEqual(capacity.day_ids.reserved_qty, 6)
        self.cycle.action_close()
        self.assertEqual(capacity.day_ids.reserved_qty, 4)

    def test_r4_only_who_keeps_the_catalogue_reads_and_sets_it(self):
        capacity = self._create_capacity(5)
        self._create_order({self.leeks: 2})
        mine, other = (
            capacity.with_user(user)
            for user in (self.coordinator_a, self.coordinator_b)
        )
        mine.per_day = 6
        self.assertEqual(mine.day_ids.reserved_qty, 2)
        for action in (
            lambda: other.read(["per_day"]),
            lambda: other.write({"per_day": 1}),
            lambda: capacity.day_ids.with_user(self.coordinator_b).read(),
            lambda: other.create({"producer_id": self.producer.id, "per_day": 1}),
        ):
            with self.assertRaises(AccessError), self.cr.savepoint():
                action()
        with self.assertRaises(AccessError):
            mine.day_ids.reserved_qty = 0
