from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.http_routing.tests.common import MockRequest
from odoo.addons.off_order_cycle_pickup.tests.common import PickupCommon


@tagged("post_install", "-at_install")
class TestEmpties(PickupCommon):
    """Carrots come in a jar of 0.50: the Durands have 4, Family 1 has 1."""

    @classmethod
    def _place_orders(cls):
        cls.jar = cls.env["product.product"].create(
            {"name": "Jar", "type": "service", "off_deposit": 0.5}
        )
        cls.product.write({"off_container_id": cls.jar.id, "off_container_qty": 1})
        return super()._place_orders()

    def _bring(self, quantity, household=None, **values):
        return self._act(
            "empties",
            household=household or self.durands,
            product=self.jar,
            quantity=quantity,
            **values,
        )

    def _get_out(self, partner):
        return {one["name"]: one["out"] for one in self._household(partner)["empties"]}

    def test_r25_what_comes_back_lowers_what_is_due(self):
        self.assertEqual(self._get_out(self.durands), {"Jar": 4})
        due = self._due(self.durands)
        self.assertEqual(due, 12)  # 4 carrots at 2.50, 4 jars
        self.assertIsNone(self._bring(3))
        self.assertEqual(self._get_out(self.durands), {"Jar": 1})
        self.assertEqual(self._due(self.durands), 10.5)
        returned = self.env["off.deposit.return"].search([])
        self.assertEqual(sum(returned.mapped("quantity")), 3)
        self.assertEqual(returned.move_id.state, "posted")
        self.assertEqual(returned.user_id, self.lea)

    def test_r25_what_was_paid_then_is_all_that_the_invoice_asks(self):
        self.assertIsNone(self._bring(3))
        self._do("pay", household=self.durands, amount=10.5, journal=self.cash)
        self.assertEqual(self._due(self.durands), 0)
        for order in self.orders:
            self._do("collect", order=order)
        self._close()
        line = self._line(self.order_2)
        line.off_allocation_ids.weight = 1.5
        self.cycle.action_settle()
        invoices = (self.order_ann | self.order_bob).invoice_ids
        self.assertEqual(set(invoices.mapped("amount_residual")), {0})
        credit = self.env["off.deposit.return"].search([]).move_id
        self.assertEqual(credit.amount_residual, 0)

    def test_r25_more_than_is_out_is_refused(self):
        text = self._refuse(
            "wrong",
            "empties",
            household=self.durands,
            product=self.jar,
            quantity=5,
        )
        self.assertIn("4 × Jar out", text)
        self.assertEqual(self._get_out(self.durands), {"Jar": 4})

    def test_no_half_jar_comes_back(self):
        text = self._refuse(
            "wrong",
            "empties",
            household=self.durands,
            product=self.jar,
            quantity=1.5,
        )
        self.assertIn("come back whole", text)
        self.assertEqual(self._get_out(self.durands), {"Jar": 4})

    def test_it_is_noted_once(self):
        for _again in range(3):
            self.assertIsNone(self._bring(1, key="one-crate-of-jars"))
        self.assertEqual(self._get_out(self.durands), {"Jar": 3})

    def test_what_a_household_has_not_is_refused(self):
        self._refuse(
            "gone",
            "empties",
            household=self.families[2],
            product=self.jar,
            quantity=1,
        )
        self._refuse(
            "gone",
            "empties",
            household=self.durands,
            product=self.product,
            quantity=1,
        )

    def test_who_does_not_keep_the_pickup_notes_nothing(self):
        for user in (self.zoe, self.stranger):
            with self.assertRaises(AccessError):
                self._bring(1, user=user)
        self.assertFalse(self.env["off.deposit.return"].search([]))

    def test_the_phone_speaks_of_empties_in_the_language_of_its_reader(self):
        with MockRequest(self.env):
            names = self.env["ir.http"]._get_translation_frontend_modules_name()
        self.assertIn("off_order_cycle_deposit_pickup", names)
