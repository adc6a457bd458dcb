import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .checkout_case import CheckoutCase


@tagged("post_install", "-at_install")
class TestCheckout(CheckoutCase):
    """From the basket through Odoo's checkout to the payment."""

    def test_a_basket_becomes_a_cart_that_is_kept_aside(self):
        self._login(self.customer)
        response = self._check_out({self.carrot: 5, self.bread: 1})
        self.assertTrue(response.url.endswith("/shop/payment"), response.url)
        for text in ("Cash on Delivery", "Wire Transfer", "Quay", "Kept aside"):
            self.assertIn(text, response.text)
        cart = self._get_cart()
        self.assertEqual(cart.amount_total, 21.5)
        self.assertEqual(cart.website_id, self.website)
        self.assertEqual(cart.cart_quantity, 6)
        self.assertEqual(self.website.show_line_subtotals_tax_selection, "tax_included")
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 5)
        # The customer may still raise what is kept aside for it, others see what is
        # left.
        self.assertIn("left: 12", self.url_open(self._get_path()).text)
        self._login(self.neighbour)
        self.assertIn("left: 7", self.url_open(self._get_path()).text)

    def test_r12_what_is_short_is_told_before_anybody_pays(self):
        self._login(self.neighbour)
        self._check_out({self.carrot: 10})
        self._login(self.customer)
        response = self._check_out({self.carrot: 3, self.egg: 2})
        self.assertIn("Carrots: 3 asked, 2 left", response.text)
        self.assertIn("Eggs: 2 asked, 1 left", response.text)
        self.assertFalse(self._get_orders())

    def test_paying_at_the_pickup_validates_at_once(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        self._pay(cart, self.on_site)
        cart.transaction_ids._set_pending()
        cart.transaction_ids._post_process()
        self.assertEqual(cart.state, "sale")
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 2)
        page = self.url_open("/shop/payment/validate")
        self.assertIn("/shop/confirmation", page.url)
        self.assertIn("See the order, or change it", page.text)

    def test_a_transfer_is_waited_for_and_the_order_stands(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        self._pay(cart, self.transfer)
        cart.transaction_ids._set_pending()
        cart.transaction_ids._post_process()
        self.assertEqual(cart.state, "sale")

    def test_the_basket_is_empty_once_it_is_paid(self):
        self._login(self.customer)
        basket = self.env["off.basket"]._ensure(self.exchange, self.customer.partner_id)
        basket._set_quantities({self._get_offer(self.carrot).id: 2})
        self._check_out({self.carrot: 2})
        self.assertTrue(basket.exists())
        self._return_payment(self._get_cart())
        self.assertFalse(basket.exists())

    def test_r9_going_back_to_the_basket_changes_the_same_cart(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        response = self.url_open("/shop/cart")
        self.assertTrue(response.url.endswith(f"{self._get_path()}#off_basket"))
        self._check_out({self.carrot: 1, self.bread: 2})
        self.assertEqual(self._get_cart(), cart)
        self.assertEqual(cart.amount_total, 11.5)
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 1)

    def test_r9_carts_of_two_sales_never_mix(self):
        hub = self._create_hub("Second hub", self.company)
        hub.checkout = "payment"
        other = self._create_cycle(hub).outgoing_ids
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        first = self._get_cart()
        page = self.url_open(self._get_path(other)).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        offer = other.offer_ids.filtered(lambda one: one.product_id == self.bread)
        response = self.url_open(
            f"{self._get_path(other)}/checkout",
            {
                f"qty_{offer.id}": 1,
                "slot": other.slot_ids[0].id,
                "csrf_token": token,
            },
        )
        self.assertTrue(response.url.endswith("/shop/payment"))
        second = self._get_cart() - first
        self.assertEqual(second.order_line.product_id, self.bread)
        self.assertEqual(first.order_line.product_id, self.carrot)
        self._return_payment(second)
        self.assertEqual((first.state, second.state), ("draft", "sale"))

    def test_r9_no_session_revives_the_cart_of_a_sale(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        self._login(self.customer)  # another browser
        response = self.url_open("/shop/payment")
        self.assertFalse(response.url.endswith("/shop/payment"))

    def test_odoo_s_cart_takes_nothing_into_it(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        with self.assertRaisesRegex(UserError, "on the page of the sale"):
            self._get_cart()._cart_add(self.bread.id, 1)

    def test_r9_a_payment_that_returns_after_closing_is_kept_and_told(self):
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        self.cycle.date_close = fields.Datetime.now() - timedelta(seconds=1)
        self.cycle.action_close()
        self.assertEqual(cart.state, "cancel")
        transaction = self._return_payment(cart)
        self.assertEqual((cart.state, transaction.state), ("cancel", "done"))
        self.assertTrue(cart.off_late_payment)
        self.assertTrue(transaction.is_post_processed)
        self.assertEqual(len(cart.activity_ids), 1)
        told = cart.message_ids.filtered(
            lambda one: self.customer.partner_id in one.partner_ids
        )
        self.assertIn("could not be validated", "".join(told.mapped("body")))
        cart.action_off_late_payment_done()
        self.assertFalse(cart.off_late_payment or cart.activity_ids)

    def test_r9_a_late_payment_is_honoured_where_the_goods_are_still_there(self):
        self._login(self.customer)
        self._check_out({self.carrot: 5})
        cart = self._get_cart()
        cart._off_release()
        self._return_payment(cart)
        self.assertEqual(cart.state, "sale")
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 5)

    def test_r9_a_late_payment_of_goods_that_others_bought_is_kept(self):
        self._login(self.customer)
        self._check_out({self.carrot: 5})
        cart = self._get_cart()
        cart._off_release()
        self.env["off.availability"].sudo()._draw({self.carrot: 10})
        self._return_payment(cart)
        self.assertEqual(cart.state, "draft")
        self.assertTrue(cart.off_late_payment)
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 10)

    def test_who_comes_back_too_late_to_pay_finds_the_basket(self):
        self._login(self.customer)
        self._check_out({self.carrot: 5})
        self._get_cart()._off_release()
        self.env["off.availability"].sudo()._draw({self.carrot: 10})
        response = self.url_open("/shop/payment")
        self.assertTrue(response.url.endswith(self._get_path()), response.url)
        self.cycle.date_close = fields.Datetime.now() - timedelta(seconds=1)

    def test_hubs_without_payment_order_at_once(self):
        self.hub.checkout = "direct"
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("Place the order", page)
        self.assertNotIn("/checkout", page)
        self.hub.checkout = "payment"
        self.assertIn("/checkout", self.url_open(self._get_path()).text)
