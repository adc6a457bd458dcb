from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common_standing import StandingCommon


@tagged("post_install", "-at_install")
class TestStandingOrder(StandingCommon):
    """Steps of a standing order, notice and the form of the hub."""

    def test_terms_are_those_of_the_hub(self):
        self.hub_a.write(
            {"standing_jokers": 5, "standing_notice": 4, "standing_quantities": False}
        )
        order = self._create_standing({self.leeks: 1})
        self.assertEqual(
            (order.joker_count, order.notice_days, order.customer_quantities),
            (5, 4, False),
        )
        self.hub_a.standing_jokers = 1
        self.assertEqual(order.joker_count, 5)

    def test_it_is_accepted_when_it_is_complete_and_the_customer_is_told(self):
        order = self._create_standing({}, activate=False, customer_quantities=False)
        with self.assertRaises(UserError):
            order.action_activate()
        order.line_ids.create(
            {"standing_order_id": order.id, "product_id": self.leeks.id}
        )
        order.action_activate()
        mail = self.env["mail.mail"].search(
            [("model", "=", order._name), ("res_id", "=", order.id)]
        )
        self.assertEqual(len(mail), 1)
        self.assertIn("Leeks", mail.body_html)
        order.action_activate()
        self.assertEqual(order.state, "active")

    def test_customer_and_hub_stay(self):
        with self.assertRaises(UserError):
            self.order.partner_id = self.families[1]
        with self.assertRaises(UserError):
            self.order.unlink()

    def test_notice_counts_days_of_the_operators_clock(self):
        self.company_a.partner_id.tz = "Pacific/Auckland"
        self.order.notice_days = 2
        delivery = self._get_delivery(cycle=self.cycle)
        last = delivery.date - timedelta(days=2)
        # Auckland is at least 12 hours ahead.
        with freeze_time(f"{last} 06:00:00"):
            self.assertTrue(delivery._is_in_notice())
        with freeze_time(f"{last} 18:00:00"):
            self.assertFalse(delivery._is_in_notice())
            with self.assertRaises(UserError):
                delivery._check_notice()

    def test_other_quantities_are_of_its_products(self):
        delivery = self._get_delivery(cycle=self.cycle)
        delivery.action_choose_quantities()
        self.assertEqual(
            {line.product_id: line.quantity for line in delivery.line_ids},
            {self.product: 2, self.leeks: 1},
        )
        with self.assertRaises(ValidationError):
            delivery._set_quantities({self._create_product("Honey"): 1})
        delivery.action_reset_quantities()
        self.assertFalse(delivery.is_changed)

    def test_a_copy_has_the_products_and_no_deliveries_of_its_own_past(self):
        copy = self.order.copy()
        self.assertEqual(copy.state, "draft")
        self.assertEqual(copy.line_ids.mapped("quantity"), [2, 1])

    def test_the_form_of_the_hub(self):
        form = Form(
            self.env["off.standing.order"]
            .with_user(self.coordinator_a)
            .with_company(self.company_a)
        )
        form.partner_id = self.families[2]
        form.hub_id = self.hub_a
        form.point_id = self.point
        with form.line_ids.new() as line:
            line.product_id = self.leeks
            line.quantity = 2
        order = form.save()
        self.assertEqual(order.line_ids.price, 3)
        order.action_activate()
        with Form(order) as form, form.line_ids.edit(0) as line:
            line.quantity = 3
        self.assertEqual(order.line_ids.quantity, 3)
        self.assertEqual(self.families[2].off_standing_count, 1)
        self.assertEqual(self.cycle.standing_count, 2)
