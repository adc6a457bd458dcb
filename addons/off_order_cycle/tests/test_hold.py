from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestHold(CycleCommon):
    """What is being paid is kept aside (rule 12): ten carrots, three places."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.slot = cls.exchange.slot_ids
        cls.slot.write({"on_demand": False, "declared_qty": 3})
        cls.offer = cls.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == cls.product
        )
        cls.cart = cls._create_order({cls.product: 6}, confirm=False)

    def _get_drawn(self):
        """(carrots, of this offer, places at the pickup)"""
        return (
            self.product.off_availability_ids.reserved_qty,
            self.offer.reserved_qty,
            self.slot.reserved_qty,
        )

    def _run_cron(self):
        cron = self.env.ref("off_order_cycle.ir_cron_release_carts")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_r12_a_held_cart_leaves_less_for_the_others(self):
        self.cart._off_hold(15)
        self.assertEqual(self._get_drawn(), (6, 6, 1))
        other = self._create_order({self.product: 5}, self.families[1], confirm=False)
        with self.assertRaisesRegex(UserError, "Carrots: 5 asked, 4 left"):
            with self.cr.savepoint():
                other._off_hold(15)
        self.assertFalse(other.off_held_until)
        self.assertEqual(self._get_drawn(), (6, 6, 1))

    def test_holding_again_draws_nothing_and_never_shortens(self):
        self.cart._off_hold(30)
        until = self.cart.off_held_until
        self.cart._off_hold(15)
        self.assertEqual(self.cart.off_held_until, until)
        self.assertEqual(self._get_drawn(), (6, 6, 1))

    def test_validating_takes_what_is_held_once(self):
        self.cart._off_hold(15)
        self.cart.action_confirm()
        self.assertFalse(self.cart.off_held_until)
        self.assertEqual(self._get_drawn(), (6, 6, 1))
        self.cart._action_cancel()
        self.assertEqual(self._get_drawn(), (0, 0, 0))

    def test_what_nobody_pays_in_time_is_given_back_once(self):
        self.cart._off_hold(15)
        self._run_cron()
        self.assertTrue(self.cart.off_held_until)
        with freeze_time(fields.Datetime.now() + timedelta(minutes=16)):
            self._run_cron()
            self._run_cron()
        self.assertFalse(self.cart.off_held_until)
        self.assertEqual(self._get_drawn(), (0, 0, 0))
        # Late, and still there: it is validated like any cart.
        self.cart.action_confirm()
        self.assertEqual(self._get_drawn(), (6, 6, 1))

    def test_a_cart_that_changes_gives_back_and_asks_again(self):
        changes = {
            "quantity": lambda: self.cart.order_line.write({"product_uom_qty": 2}),
            "line": lambda: self.cart.write(
                {"order_line": [(0, 0, {"product_id": self.leeks.id})]}
            ),
            "removal": lambda: self.cart.order_line[:1].unlink(),
            "pickup": lambda: self.cart.write({"off_slot_id": False}),
        }
        for name, change in changes.items():
            with self.subTest(name):
                self.cart._off_hold(15)
                change()
                self.assertFalse(self.cart.off_held_until)
                self.assertEqual(self._get_drawn(), (0, 0, 0))
                self.cart.off_slot_id = self.slot

    def test_a_fee_that_is_computed_anew_releases_nothing(self):
        self.exchange.fee_ids = self.env["off.fee"].create(
            {
                "name": "Packing",
                "hub_id": self.hub_a.id,
                "calculator": "flat_per_item",
                "amount": 0.5,
            }
        )
        self.cart._off_hold(15)
        self.cart._off_update_fees()
        self.assertTrue(self.cart.off_fee_ids)
        self.assertTrue(self.cart.off_held_until)

    def test_closing_and_deleting_give_back(self):
        self.cart._off_hold(15)
        other = self._create_order({self.product: 1}, self.families[1], confirm=False)
        other._off_hold(15)
        other.unlink()
        self.assertEqual(self._get_drawn(), (6, 6, 1))
        self.cycle.action_close()
        self.assertEqual(self.cart.state, "cancel")
        self.assertEqual(self._get_drawn(), (0, 0, 0))

    def test_the_limit_of_a_customer_counts_what_is_held(self):
        self.offer.customer_limit = 7
        self.cart._off_hold(15)
        second = self._create_order({self.product: 2}, confirm=False)
        with self.assertRaisesRegex(UserError, "at most 7.*makes 8"):
            with self.cr.savepoint():
                second._off_hold(15)

    def test_nothing_is_held_in_a_closed_sale_or_without_pickup(self):
        self.cart.off_slot_id = False
        with self.assertRaisesRegex(UserError, "Choose where and when"):
            self.cart._off_hold(15)
        self.cart.off_slot_id = self.slot
        now = fields.Datetime.now()
        self.cycle.write(
            {
                "date_open": now - timedelta(hours=1),
                "date_close": now - timedelta(seconds=1),
            }
        )
        with self.assertRaisesRegex(UserError, "not open"):
            self.cart._off_hold(15)
        self.assertEqual(self._get_drawn(), (0, 0, 0))
