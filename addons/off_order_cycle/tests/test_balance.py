from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
class TestBalance(CycleCommon):
    """Rule 21: leeks in cases of 4, 5 ordered, so that 3 are missing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incoming = cls.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.leeks
        )
        cls.incoming.pack_size = 4
        cls.order = cls._create_order({cls.leeks: 5})
        cls.line = cls.order.order_line
        cls.cycle.date_open = fields.Datetime.now() - timedelta(days=1)
        cls.cycle.date_balance = fields.Datetime.now() - timedelta(hours=1)

    def _refuse(self, pattern, action):
        with self.assertRaisesRegex(UserError, pattern), self.cr.savepoint():
            action()

    def _cart(self, quantity, tolerance=0):
        cart = self._create_order({self.leeks: quantity}, self.families[1], False)
        cart.order_line.off_tolerance = tolerance
        return cart

    def test_r21_what_fills_the_case_is_accepted(self):
        self._cart(2).action_confirm()
        self._cart(1).action_confirm()

    def test_r21_a_new_case_is_not_begun(self):
        cart = self._cart(4)
        # 9 ordered: as many missing as before.
        cart.action_confirm()
        self._cart(3).action_confirm()
        late = self._cart(1)
        for attempt in (late.action_confirm, lambda: late._off_hold(15)):
            self._refuse(r"Leeks \(cases of 4\): 0 missing, this would make 3", attempt)

    def test_r21_a_new_case_that_the_tolerance_fills_is_accepted(self):
        self._cart(3).action_confirm()
        self._cart(1, tolerance=3).action_confirm()

    def test_r21_changing_and_cancelling_may_not_worsen_either(self):
        self._cart(3).action_confirm()
        self._refuse("0 missing, this would make 1", self.order._action_cancel)
        self._refuse(
            "0 missing, this would make 1",
            lambda: self.line.write({"product_uom_qty": 4}),
        )
        self._refuse(
            "0 missing, this would make 2",
            lambda: self.order.write(
                {"order_line": [(1, self.line.id, {"product_uom_qty": 7})]}
            ),
        )
        # Quantity and what is accepted on top are one change.
        self.order.write(
            {
                "order_line": [
                    (1, self.line.id, {"product_uom_qty": 7, "off_tolerance": 2})
                ]
            }
        )
        self._refuse("this would make 2", lambda: self.line.write({"off_tolerance": 0}))
        self.line.product_uom_qty = 9

    def test_r21_products_by_the_unit_are_free(self):
        self._create_order({self.product: 1}, self.families[1])._action_cancel()

    def test_r21_before_that_phase_all_is_accepted(self):
        self.cycle.date_balance = fields.Datetime.now() + timedelta(hours=1)
        self._cart(4).action_confirm()
        self.order._action_cancel()

    def test_r21_closing_is_not_held_up(self):
        self.cycle.action_close()
        self.assertEqual(self.line.product_uom_qty, 4)

    def test_balancing_is_within_the_cycle_and_keeps_its_length_in_clones(self):
        with self.assertRaisesRegex(ValidationError, "before the closing"):
            self.cycle.date_balance = self.cycle.date_close + timedelta(hours=1)
        self.cycle.date_balance = self.cycle.date_close - timedelta(hours=12)
        clone = self.cycle.copy()
        self.assertEqual(clone.date_close - clone.date_balance, timedelta(hours=12))
