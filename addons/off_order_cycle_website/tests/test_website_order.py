import re
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged

from odoo.addons.off_order_cycle_website.controllers import cycles

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestWebsiteOrder(CycleWebsiteCase):
    def _assert_refused(self, response, message):
        self.assertIn('id="off_error"', response.text)
        self.assertTrue(message in response.text, message)
        self.assertFalse(self._get_orders())
        self.assertFalse(any(self.cycle.order_ids))

    def test_an_order_is_validated_and_shown(self):
        self._login(self.customer)
        response = self._order({self.carrot: "2", self.bread: "1,0"}, self.slot)
        order = self._get_orders()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.company_id, self.company)
        self.assertEqual(order.off_exchange_id, self.exchange)
        self.assertEqual(order.off_slot_id, self.slot)
        self.assertEqual(
            {
                line.product_id: (line.product_uom_qty, line.price_unit)
                for line in order.order_line
            },
            {self.carrot: (2.0, 3.5), self.bread: (1.0, 4.0)},
        )
        self.assertEqual(
            order.order_line.off_offer_id,
            self._get_offer(self.carrot) | self._get_offer(self.bread),
        )
        self.assertEqual(order.amount_total, 11.0)
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 2.0)
        self.assertIn(self.company, self.customer.partner_id.off_company_ids)
        self.assertIn(f"/my/orders/{order.id}", response.url)
        for text in (order.name, self.cycle.name, self.hub.name, "Quay, "):
            self.assertIn(text, response.text)

    def test_the_page_links_to_the_order_and_takes_another(self):
        self._login(self.customer)
        self._order({self.carrot: 1}, self.slot)
        page = self.url_open(self._get_path()).text
        self.assertIn(self._get_orders().name, page)
        self._order({self.bread: 1}, self.slot)
        self.assertEqual(len(self._get_orders()), 2)

    def test_a_form_that_is_sent_twice_orders_once(self):
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        key = re.search(r'name="form"[^>]*value="([^"]+)"', page)[1]
        first = self._order({self.carrot: 1}, self.slot, form=key)
        again = self._order({self.carrot: 1}, self.slot, form=key)
        self.assertEqual((len(self._get_orders()), first.url), (1, again.url))
        self._order({self.carrot: 1}, self.slot, form=f"{key}x")
        self.assertEqual(len(self._get_orders()), 2)

    def test_where_one_chooses_how_to_pay_nothing_is_ordered_without(self):
        self._login(self.customer)
        self.hub.checkout = "payment"
        response = self._order({self.carrot: 1}, self.slot)
        self.assertEqual(self._get_orders().state, "draft")
        self.assertIn("/shop/", response.url)

    def test_more_than_is_left_is_refused_and_the_form_kept(self):
        self._login(self.customer)
        response = self._order({self.egg: 2, self.carrot: 7}, self.slot)
        self._assert_refused(response, "Eggs: 2 asked, 1 left")
        self.assertIn('value="7"', response.text)
        self.assertIn('checked="checked"', response.text)
        self.assertFalse(self.carrot.off_availability_ids.reserved_qty)

    def test_a_closed_cycle_takes_no_order(self):
        self._login(self.customer)
        token = self.url_open(self._get_path()).text.split('csrf_token" value="')[1]
        self.cycle.date_close = fields.Datetime.now() - timedelta(seconds=1)
        response = self._order(
            {self.carrot: 1}, self.slot, csrf_token=token.split('"')[0]
        )
        self._assert_refused(response, "is not open for orders")

    def test_a_pickup_of_this_hub_is_needed(self):
        self._login(self.customer)
        message = "Choose where and when you collect your order."
        self._assert_refused(self._order({self.carrot: 1}), message)
        foreign = self._create_cycle(self._create_hub("Second hub", self.company))
        self._assert_refused(
            self._order({self.carrot: 1}, foreign.slot_ids[0]), message
        )

    def _order_while_busy(self, times):
        """Order while other buyers come between for a number of times."""
        place = type(self.exchange)._validate_order
        left = [None] * times

        def place_while_busy(exchange, *args):
            if left:
                left.pop()
                raise SerializationFailure
            return place(exchange, *args)

        self._login(self.customer)
        with (
            patch.object(type(self.exchange), "_validate_order", place_while_busy),
            patch.object(cycles, "ATTEMPTS", 4),
        ):
            return self._order({self.carrot: "2"}, self.slot)

    def test_other_buyers_that_come_between_are_not_noticed(self):
        self._order_while_busy(times=3)
        self.assertEqual(self._get_orders().order_line.product_uom_qty, 2)

    def test_a_customer_is_told_when_it_is_too_busy(self):
        response = self._order_while_busy(times=4)
        self.assertEqual(response.status_code, 200)
        self._assert_refused(response, "Nothing was ordered: try again in a moment.")
        self.assertIn('value="2"', response.text)

    def test_a_family_finds_its_orders_at_all_operators_on_one_site(self):
        other = self.env["res.company"].create({"name": "Other operator"})
        self.customer.company_ids |= other
        elsewhere = self.env["sale.order"].create(
            [
                {"partner_id": user.partner_id.id, "company_id": other.id}
                for user in (self.customer, self.neighbour)
            ]
        )
        elsewhere.action_confirm()
        self._login(self.customer)
        self._order({self.carrot: "2"}, self.slot)
        page = self.url_open("/my/orders").text
        for order in self._get_orders() | elsewhere[0]:
            self.assertTrue(order.name in page, order.name)
            self.assertTrue(self.url_open(f"/my/orders/{order.id}").url.count("/my/o"))
        self.assertTrue("Other operator" in page)
        self.assertFalse(elsewhere[1].name in page)
        self.assertFalse(
            self.url_open(f"/my/orders/{elsewhere[1].id}").url.count("/my/orders")
        )

    def test_something_must_be_ordered(self):
        self._login(self.customer)
        response = self._order({self.carrot: "0", self.bread: ""}, self.slot)
        self._assert_refused(response, "Choose at least one product.")

    def test_quantities_are_whole_positive_numbers(self):
        self._login(self.customer)
        for quantity, message in (
            ("many", "is not a number"),
            ("nan", "is not a number"),
            ("1e3", "is not a number"),
            ("-1", "is negative"),
            ("1,5", "is not a whole number"),
            ("1.5", "is not a whole number"),
            ("9" * 30, "is too much"),
        ):
            with self.subTest(quantity):
                response = self._order({self.bread: quantity}, self.slot)
                self._assert_refused(response, message)

    def test_a_product_that_left_the_cycle_is_not_dropped_silently(self):
        self._login(self.customer)
        response = self._order({self.carrot: 1}, self.slot, qty_0="1")
        self._assert_refused(response, "no longer sold in this cycle")

    def test_the_public_cannot_order(self):
        response = self._order({self.carrot: 1}, self.slot)
        self.assertIn("/web/login", response.url)
        self.assertFalse(self.cycle.order_ids)

    def test_the_form_needs_its_token(self):
        self._login(self.customer)
        response = self._order({self.carrot: 1}, self.slot, csrf_token="")
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_orders())

    def test_the_address_of_the_form_leads_back_to_the_page(self):
        self._login(self.customer)
        response = self.url_open(f"{self._get_path()}/order")
        self.assertTrue(response.url.endswith(self._get_path()))

    def test_customers_see_their_own_orders_only(self):
        self._login(self.customer)
        self._order({self.carrot: 1}, self.slot)
        order = self._get_orders()
        page = self.url_open(f"/my/orders/{order.id}")
        self.assertIn(order.name, page.text)
        self._login(self.neighbour)
        page = self.url_open(f"/my/orders/{order.id}")
        self.assertTrue(page.url.endswith("/my"))
        self.assertNotIn(order.name, self.url_open(self._get_path()).text)
