from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestPackClosing(CycleCommon):
    """Leeks come in cases of 4, ordered by the unit (rules 19, 20 and 23)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incoming = cls.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        )
        cls.offer = cls.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        )
        cls.incoming.pack_size = 4

    def _order(self, quantity, family=0, tolerance=0, **more):
        order = self._create_order(
            {self.leeks: quantity, **more.pop("others", {})},
            self.families[family],
            confirm=False,
        )
        self._get_line(order).off_tolerance = tolerance
        order.action_confirm()
        return order

    def _get_line(self, order):
        return order.order_line.filtered(lambda line: line.product_id == self.leeks)

    def _get_quantities(self, *orders):
        return [self._get_line(order).product_uom_qty for order in orders]

    def _get_bought(self):
        lines = self.cycle.purchase_ids.order_line
        return sum(
            lines.filtered(lambda line: line.product_id == self.leeks).mapped(
                "product_qty"
            )
        )

    def _get_told(self, order):
        message = order.message_ids.filtered(
            lambda one: one.partner_ids == order.partner_id
        )
        return message[:1].body or ""

    def test_r19_the_tolerance_of_one_fills_the_case_of_all(self):
        first = self._order(3, 0)
        second = self._order(2, 1, tolerance=3)
        self.assertEqual(self.offer.reserved_qty, 5)
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second), [3, 5])
        self.assertEqual(self._get_bought(), 8)
        self.assertIn("2 × case of 4", self.cycle.purchase_ids.order_line.name)
        self.assertAlmostEqual(second.amount_total, 15.0)
        self.assertEqual(self.offer.reserved_qty, 8)
        self.assertIn("5 instead of 2", self._get_told(second))
        # Told once, with the reason.
        kinds = self.env["off.notice"].search([("order_id", "=", second.id)])
        self.assertNotIn("changed", kinds.mapped("kind"))
        self.assertFalse(self._get_told(first))

    def test_r19_tolerance_alone_orders_nothing(self):
        order = self._order(0, 0, tolerance=8, others={self.product: 1})
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(order), [0])
        self.assertFalse(self._get_bought())

    def test_r20_a_case_that_is_not_filled_is_taken_from_who_came_last(self):
        first, second = self._order(3, 0), self._order(2, 1)
        last = self._order(1, 2, others={self.product: 2})
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second, last), [3, 1, 0])
        self.assertEqual(self._get_bought(), 4)
        self.assertEqual(self.offer.reserved_qty, 4)
        # A line that gets nothing is kept, and told.
        self.assertEqual(last.state, "sale")
        self.assertIn("0 instead of 1", self._get_told(last))
        self.assertIn("cases of 4", self._get_told(last))
        self.assertAlmostEqual(second.amount_total, 3.0)

    def test_r20_shrinking_gives_up_the_newest_slice_first(self):
        now = fields.Datetime.now()
        with freeze_time(now):
            first = self._order(2, 0)
        with freeze_time(now + timedelta(minutes=1)):
            second = self._order(2, 1)
        with freeze_time(now + timedelta(minutes=2)):
            self._get_line(first).product_uom_qty = 5
        with freeze_time(now + timedelta(minutes=3)):
            self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second), [2, 2])

    def test_r20_closing_and_sharing_out_agree(self):
        """The rule's figures: 3 (2 on top), 1 (3), 1 (0), cases of 3; 4 arrive."""
        self.incoming.pack_size = 3
        orders = [self._order(q, n, t) for n, (q, t) in enumerate([(3, 2), (1, 3)])]
        orders.append(self._order(1, 2))
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(*orders), [4, 1, 1])
        self._receive({self.leeks: 4})
        self.cycle.action_allocate()
        shared = [
            sum(order.order_line.off_allocation_ids.mapped("quantity"))
            for order in orders
        ]
        self.assertEqual(shared, [3, 1, 0])

    def test_an_order_of_which_nothing_remains_is_cancelled(self):
        slot = self.exchange.slot_ids
        order = self._order(3, 0)
        self.assertEqual(slot.reserved_qty, 1)
        self.cycle.action_close()
        self.assertEqual(order.state, "cancel")
        self.assertIn("is cancelled", self._get_told(order))
        self.assertEqual((slot.reserved_qty, self.offer.reserved_qty), (0, 0))
        self.assertFalse(self.cycle.purchase_ids)

    def test_r23_all_orders_together_reach_the_least_quantity(self):
        self.incoming.write({"pack_size": 0, "minimum_qty": 10})
        first, second = self._order(5, 0), self._order(4, 1, tolerance=1)
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second), [5, 5])

    def test_r23_less_than_the_least_quantity_is_not_ordered(self):
        self.incoming.write({"pack_size": 0, "minimum_qty": 10})
        order = self._order(4, 0, others={self.product: 1})
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(order), [0])
        self.assertIn("less than the 10", self._get_told(order))

    def test_r12_what_comes_on_top_keeps_to_all_limits(self):
        self.leeks.off_availability_ids.write({"on_demand": False, "declared_qty": 7})
        first, second = self._order(3, 0, tolerance=3), self._order(2, 1)
        self.cycle.action_close()
        # The second case would need an eighth.
        self.assertEqual(self._get_quantities(first, second), [3, 1])
        self.assertEqual(self.leeks.off_availability_ids.reserved_qty, 4)

    def test_r12_a_customer_gets_no_more_on_top_than_its_limit(self):
        self.offer.customer_limit = 4
        first, second = self._order(3, 0, tolerance=3), self._order(3, 1, tolerance=3)
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second), [4, 4])

    def test_a_limit_lowered_later_does_not_stop_the_closing(self):
        first, second = self._order(4, 0), self._order(3, 1, tolerance=1)
        self.offer.customer_limit = 2
        self.cycle.action_close()
        self.assertEqual(self.cycle.state, "closed")
        self.assertEqual(self._get_quantities(first, second), [4, 0])

    def test_an_offer_changed_meanwhile_is_bought_at_both_prices_in_whole_cases(self):
        first = self._order(3, 0)
        self.incoming.price = 9.0
        second = self._order(3, 1, tolerance=2)
        self.cycle.action_close()
        self.assertEqual(self._get_quantities(first, second), [3, 5])
        prices = {
            line.price_unit: line.product_qty
            for line in self.cycle.purchase_ids.order_line
        }
        self.assertEqual(prices, {3.0: 3, 9.0: 5})

    def test_a_line_in_packs_of_its_own_is_told_in_units(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.leeks.uom_ids = dozen
        self.incoming.pack_size = 8
        order = self._order(1, 0)
        line = self._get_line(order)
        line.product_uom_id = dozen
        amount = order.amount_total
        self.cycle.action_close()
        self.assertEqual((line.product_uom_qty, line.product_uom_id.factor), (8, 1))
        self.assertAlmostEqual(order.amount_total, amount / 12 * 8)

    def test_fees_follow_what_the_order_gets(self):
        fee = self.env["off.fee"].create(
            {
                "name": "Packing",
                "hub_id": self.hub_a.id,
                "calculator": "flat_per_item",
                "amount": 0.5,
            }
        )
        self.exchange.fee_ids = fee
        self._order(3, 0)
        second = self._order(2, 1)
        self.assertEqual(second.off_fee_ids.amount_ordered, 1.0)
        self.cycle.action_close()
        self.assertEqual(second.off_fee_ids.amount_ordered, 0.5)

    def test_the_case_is_that_in_which_the_operator_buys(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.env["product.supplierinfo"].create(
            [
                {
                    "partner_id": self.producer.id,
                    "product_tmpl_id": self.product.product_tmpl_id.id,
                    "company_id": company.id,
                    "product_uom_id": unit.id,
                }
                for company, unit in (
                    (self.company_b, self.env.ref("uom.product_uom_pack_6")),
                    (self.company_a, dozen),
                )
            ]
        )
        cycle = self._create_cycle()
        offer = cycle.incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        self.assertEqual(offer.pack_size, 12)
        self.assertFalse(any(cycle.outgoing_ids.offer_ids.mapped("pack_size")))
        offer.write({"pack_size": 5, "minimum_qty": 10})
        clone = cycle.copy().incoming_ids.offer_ids.filtered(
            lambda one: one.product_id == self.product
        )
        self.assertEqual((clone.pack_size, clone.minimum_qty), (5, 10))

    def test_cases_are_the_producers_and_stay_once_closed(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            with self.cr.savepoint():
                self.offer.pack_size = 4
                self.offer.flush_recordset()
        self._order(4)
        self.cycle.action_close()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            self.incoming.pack_size = 3

    def test_what_is_accepted_on_top_changes_until_the_cycle_closes(self):
        order = self._order(4)
        self._get_line(order).off_tolerance = 2
        self.cycle.action_close()
        with self.assertRaises(UserError):
            self._get_line(order).off_tolerance = 3

    def test_nobody_closes_by_a_context(self):
        order = self._order(4)
        self.cycle.action_close()
        line = self._get_line(order).with_context(off_closing=True, off_drawn=True)
        with self.assertRaises(UserError):
            line.product_uom_qty = 1

    def test_other_operators_do_not_change_cases(self):
        with self.assertRaises(AccessError):
            self.incoming.with_user(self.coordinator_b).pack_size = 1
