from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import JsonRpcException, new_test_user, tagged

from odoo.addons.off_order_cycle_website.tests.checkout_case import CheckoutCase


@tagged("post_install", "-at_install")
class TestInvoiceLater(CheckoutCase):
    """Professional customers pay by invoice, within their credit limit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.later = cls._publish("invoice_later", "Invoice later")
        cls.later.pending_msg = "<p>You will be invoiced.</p>"
        cls.canteen = cls.env["res.partner"].create(
            {"name": "Canteen", "is_company": True}
        )
        cls.customer.partner_id.parent_id = cls.canteen
        cls.term = cls.env.ref("account.account_payment_term_30days")
        cls._allow(cls.canteen, 100)

    @classmethod
    def _allow(cls, partner, limit):
        partner.with_company(cls.company).write(
            {
                "off_invoice_later": True,
                "credit_limit": limit,
                "property_payment_term_id": cls.term.id,
            }
        )

    def _place(self, quantities, user=None):
        self._login(user or self.customer)
        self._check_out(quantities)
        cart = self._get_cart(user)
        self._pay(cart, self.later)
        self._process(cart)
        return cart

    def _process(self, cart):
        transaction = cart.transaction_ids[-1:]
        transaction._set_pending()
        transaction._post_process()
        return transaction

    def test_the_order_is_validated_and_nothing_is_booked_as_paid(self):
        order = self._place({self.carrot: 4})
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.off_invoice_later)
        self.assertEqual((order.off_credit_owed, order.off_credit_limit), (0, 100))
        self.assertEqual(order.payment_term_id, self.term)
        self.assertFalse(order.transaction_ids.payment_id)
        self.assertEqual(order.amount_paid, 0)
        page = self.url_open("/shop/payment/validate")
        self.assertIn("/shop/confirmation", page.url)
        self.assertFalse("Finalize your payment" in page.text)
        self.assertTrue("You will be invoiced" in page.text)

    def test_the_invoice_has_the_payment_terms(self):
        order = self._place({self.carrot: 4})
        order.order_line.write({"qty_delivered_method": "manual"})
        order.order_line.qty_delivered = 4
        invoice = order._create_invoices()
        self.assertEqual(invoice.invoice_payment_term_id, self.term)
        self.assertEqual(invoice.amount_total, 14)

    def test_orders_and_open_invoices_count(self):
        self._place({self.carrot: 4})  # 14
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.canteen.id,
                "company_id": self.company.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Before",
                            "price_unit": 80,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        ).action_post()
        self._check_out({self.bread: 1})
        cart = self._get_cart()
        self.assertEqual(cart.partner_id._off_get_credit(self.company, cart).owed, 94)
        self.assertFalse(cart._off_get_credit_refusal())
        self._check_out({self.bread: 2})
        page = self.url_open("/shop/payment").text
        for text in ("94.00", "102.00", "100.00", "passes your credit limit"):
            self.assertIn(text, page)
        self.assertNotIn('data-provider-id="%s"' % self.later.id, page)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._pay(cart, self.later)
        self.assertEqual(cart.state, "draft")

    def test_what_was_allowed_before_is_judged_again_when_the_order_is_placed(self):
        self._login(self.customer)
        self._check_out({self.carrot: 4})
        cart = self._get_cart()
        self._pay(cart, self.later)
        self._allow(self.canteen, 10)
        transaction = self._process(cart)
        self.assertEqual((cart.state, transaction.state), ("draft", "cancel"))
        self.assertIn("passes your credit limit", transaction.state_message)
        self.assertFalse(cart.off_invoice_later or cart.off_late_payment)

    def test_two_orders_that_are_placed_at_once_do_not_pass_together(self):
        colleague = self.neighbour
        colleague.partner_id.parent_id = self.canteen
        self._allow(self.canteen, 20)
        self._login(self.customer)
        self._check_out({self.carrot: 4})  # 14
        self._pay(self._get_cart(), self.later)
        self._login(colleague)
        self._check_out({self.bread: 2})  # 8
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._pay(self._get_cart(colleague), self.later)
        self._process(self._get_cart())
        self.assertEqual(self._get_orders().state, "sale")

    def test_who_is_not_allowed_gets_no_invoice_whatever_it_sends(self):
        self._login(self.neighbour)
        page = self._check_out({self.carrot: 1}).text
        self.assertNotIn("Invoice later", page)
        cart = self._get_cart(self.neighbour)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._pay(cart, self.later)
        # Also where the limit is missing, or another operator's.
        self._allow(self.neighbour.partner_id, 0)
        self.assertIn("does not let", cart._off_get_credit_refusal())
        other = self.env["res.company"].create({"name": "Other"})
        self.neighbour.partner_id.with_company(other).write(
            {"off_invoice_later": True, "credit_limit": 100}
        )
        self.assertIn("does not let", cart._off_get_credit_refusal())

    def test_the_other_means_of_payment_stay(self):
        self._allow(self.canteen, 1)
        self._login(self.customer)
        page = self._check_out({self.carrot: 4}).text
        self.assertIn("Wire Transfer", page)
        cart = self._get_cart()
        self._pay(cart, self.on_site)
        self._process(cart)
        self.assertEqual(cart.state, "sale")
        self.assertFalse(cart.off_invoice_later)

    def test_a_change_within_the_limit_only(self):
        self._allow(self.canteen, 20)
        order = self._place({self.carrot: 4})
        response = self._order({self.carrot: 6}, self.slot, order=order.id)
        self.assertIn("passes your credit limit", response.text)
        self.assertEqual(order.amount_total, 14)
        self._order({self.carrot: 5}, self.slot, order=order.id)
        self.assertEqual(order.amount_total, 17.5)
        self._allow(self.canteen, 10)
        self._order({self.carrot: 4}, self.slot, order=order.id)
        self.assertEqual(order.amount_total, 14)

    def test_a_hub_may_refuse_beyond_the_limit_where_one_orders_at_once(self):
        self.hub.write({"checkout": "direct", "keeps_credit_limit": True})
        self._allow(self.canteen, 10)
        self._login(self.customer)
        response = self._order({self.carrot: 4}, self.slot)
        self.assertIn("passes your credit limit", response.text)
        self.assertIn('value="4"', response.text)
        self.assertFalse(self._get_orders())
        self._order({self.carrot: 2}, self.slot)
        self.assertEqual(self._get_orders().amount_total, 7)
        # Who has no limit orders as before.
        self._login(self.neighbour)
        self._order({self.carrot: 4}, self.slot)
        self.assertTrue(self._get_orders(self.neighbour))

    def test_the_limit_does_not_matter_where_the_hub_does_not_ask(self):
        self.hub.checkout = "direct"
        self._allow(self.canteen, 10)
        self._login(self.customer)
        self._order({self.carrot: 4}, self.slot)
        self.assertTrue(self._get_orders())

    def _type(self, quantity, order=None):
        """A row of carrots as the grid sends it."""
        shown = {row["order"]: row for row in self.exchange.get_order_grid()["rows"]}
        partner = self.customer.partner_id
        (row,) = self.exchange.save_order_grid(
            [
                {
                    "key": "row",
                    "partner": partner.id,
                    "order": order.id if order else False,
                    "slot": self.slot.id,
                    "version": shown[order.id]["version"] if order else "",
                    "known": list(shown),
                    "cells": {str(self._get_offer(self.carrot).id): quantity},
                }
            ]
        )["rows"]
        self.env.invalidate_all()
        return row

    def test_the_limit_holds_in_the_grid(self):
        self._allow(self.canteen, 10)
        self.hub.keeps_credit_limit = True
        row = self._type(4)
        self.assertFalse(row["saved"])
        for text in ("credit limit of Canteen", "14.00", "10.00"):
            self.assertIn(text, row["message"])
        self.assertTrue(self._type(2)["saved"])
        order = self._get_orders()
        self.assertFalse(self._type(3, order)["saved"])
        self.assertEqual(order.amount_total, 7)
        # To take less is always possible.
        self._allow(self.canteen, 1)
        self.assertTrue(self._type(1, order)["saved"])
        self.hub.keeps_credit_limit = False
        self.assertTrue(self._type(9, order)["saved"])

    def test_the_limit_holds_in_the_grid_for_what_is_paid_by_invoice(self):
        order = self._place({self.carrot: 4})
        self._allow(self.canteen, 15)
        self.assertIn("passes your credit limit", self._type(5, order)["message"])
        self.assertTrue(self._type(3, order)["saved"])

    def test_the_limit_holds_for_standing_orders(self):
        self._allow(self.canteen, 10)
        self.hub.keeps_credit_limit = True
        cycle = self._create_cycle(self.hub, is_open=False)
        orders = self.env["off.standing.order"].create(
            [
                {
                    "partner_id": user.partner_id.id,
                    "hub_id": self.hub.id,
                    "point_id": cycle.slot_ids.point_id.id,
                    "line_ids": [
                        Command.create({"product_id": self.carrot.id, "quantity": 3})
                    ],
                }
                for user in (self.customer, self.neighbour)
            ]
        )
        orders.action_activate()
        cycle.action_open()
        refused, placed = (
            order.delivery_ids.filtered(lambda one: one.cycle_id == cycle)
            for order in orders
        )
        self.assertEqual((refused.state, placed.state), ("refused", "placed"))
        self.assertIn("credit limit of Canteen", refused.explanation)
        self.assertEqual(cycle.order_ids, placed.sale_order_id)

    def test_who_enters_an_order_is_warned(self):
        self._allow(self.canteen, 10)
        self.hub.keeps_credit_limit = True
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.partner_id.id,
                "company_id": self.company.id,
                "off_exchange_id": self.exchange.id,
                "off_slot_id": self.slot.id,
                "order_line": [
                    Command.create({"product_id": self.carrot.id, "product_uom_qty": 4})
                ],
            }
        )
        clerk = new_test_user(
            self.env,
            "clerk",
            "sales_team.group_sale_manager",
            company_id=self.company.id,
        )
        warning = order.with_user(clerk).partner_credit_warning
        self.assertIn("passes the credit limit of Canteen", warning)
        # As Odoo does: told, not refused.
        order.with_user(clerk).action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertIn("Canteen", order.partner_credit_warning)
        self.hub.keeps_credit_limit = False
        order.invalidate_recordset()
        self.assertFalse(order.partner_credit_warning)

    def test_only_who_invoices_decides(self):
        clerk = new_test_user(
            self.env,
            "clerk",
            "base.group_user,base.group_partner_manager",
            company_id=self.company.id,
        )
        customer = self.neighbour.partner_id
        with self.assertRaises(AccessError):
            customer.with_user(clerk).off_invoice_later = True
        with self.assertRaises(AccessError):
            customer.with_user(self.neighbour).read(["off_invoice_later"])
        order = self._place({self.carrot: 1})
        with self.assertRaises(AccessError):
            order.with_user(self.customer).read(["off_credit_limit"])

    def test_a_new_operator_gets_the_means_of_payment(self):
        company = self.env["res.company"].create(
            {"name": "New one", "country_id": self.env.ref("base.fr").id}
        )
        company._off_setup_operator("generic_coa")
        provider = self.env["payment.provider"].search(
            [("company_id", "=", company.id), ("custom_mode", "=", "invoice_later")]
        )
        self.assertEqual(provider.mapped("state"), ["disabled"])
