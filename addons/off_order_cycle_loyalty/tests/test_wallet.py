import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.off_order_cycle_website.tests.checkout_case import CheckoutCase


@tagged("post_install", "-at_install")
class TestWallet(CheckoutCase):
    """An eWallet pays an order of a cycle, and follows it until the cycle closes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls._create_program(cls.company)
        cls.wallet = cls._create_wallet(cls.customer.partner_id, 10)

    @classmethod
    def _create_program(cls, company):
        values = (
            cls.env["loyalty.program"]
            .with_company(company)
            ._get_template_values()["ewallet"]
        )
        return cls.env["loyalty.program"].create({**values, "company_id": company.id})

    @classmethod
    def _create_wallet(cls, partner, points, program=None):
        return cls.env["loyalty.card"].create(
            {
                "program_id": (program or cls.program).id,
                "partner_id": partner.id,
                "points": points,
            }
        )

    def _use(self, amount):
        page = self.url_open("/shop/payment").text
        token = re.search(r'csrf_token: "([^"]+)"', page)[1]
        return self.url_open(
            "/shop/off/wallet", {"amount": amount, "csrf_token": token}
        )

    def _start(self, quantities, amount, user=None):
        self._login(user or self.customer)
        self._check_out(quantities)
        response = self._use(amount)
        return self._get_cart(user), response

    def _validate(self, order, provider=None):
        self._pay(order, provider or self.on_site)
        order.transaction_ids._set_pending()
        order.transaction_ids._post_process()

    def _assert_wallet(self, order, drawn, wallet=None):
        wallet = wallet or self.wallet
        self.assertEqual(order.off_wallet_drawn, drawn)
        self.assertAlmostEqual(wallet.points, 10 - drawn, 6)
        told = wallet.history_ids.filtered(lambda row: row.order_id == order.id)
        self.assertEqual(told.mapped("used"), [drawn] if drawn else [])

    def _change(self, order, quantities):
        offers = {self._get_offer(one): asked for one, asked in quantities.items()}
        self.exchange._change_order(order, offers, order.off_slot_id)

    def _deliver(self, quantities=None):
        """Close the cycle, and hand over ``{product: what arrived}``, else all."""
        self.cycle.action_close()
        receipts = self.cycle.picking_ids.filtered(
            lambda picking: picking.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            if move.product_id in (quantities or {}):
                move.quantity = quantities[move.product_id]
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()

    def test_in_part_and_the_rest_by_another_means(self):
        cart, response = self._start({self.carrot: 4}, "6,50")
        self.assertTrue("are used for this order" in response.text)
        self.assertEqual(cart.amount_total, 7.5)
        self.assertFalse(cart._off_get_wallet_line().tax_ids)
        # Drawn while the cart is kept aside, so that nobody pays the rest in vain.
        self._assert_wallet(cart, 6.5)
        self._validate(cart)
        self.assertEqual(cart.state, "sale")
        self.assertEqual(cart.transaction_ids.amount, 7.5)
        self._assert_wallet(cart, 6.5)

    def test_as_a_whole_and_never_more_than_the_order(self):
        cart, response = self._start({self.bread: 2}, "9")
        self.assertEqual(cart.amount_total, 0)
        self._assert_wallet(cart, 8)
        self.assertTrue("Confirm order" in response.text)
        page = self.url_open("/shop/payment/validate")
        self.assertTrue(page.url.endswith("/shop/confirmation"), page.url)
        self.assertEqual(cart.state, "sale")
        self._assert_wallet(cart, 8)

    def test_what_is_not_an_amount_is_told_and_kept(self):
        cart, response = self._start({self.bread: 2}, "a lot")
        self.assertTrue("is not an amount" in response.text)
        self.assertTrue('value="a lot"' in response.text)
        for amount in ("-3", "nan", "inf"):
            self.assertTrue("is not an amount" in self._use(amount).text)
        self._assert_wallet(cart, 0)
        self._use("99")
        self._assert_wallet(cart, 8)
        self._use("0")
        self._assert_wallet(cart, 0)
        self.assertEqual(cart.amount_total, 8)

    def test_what_is_not_paid_in_time_goes_back(self):
        cart, _response = self._start({self.carrot: 4}, "6")
        cart._off_release()
        self._assert_wallet(cart, 0)
        self.assertEqual(cart.amount_total, 8)
        self.url_open("/shop/payment")
        self._assert_wallet(cart, 6)
        self._check_out({self.bread: 1})
        self.assertEqual(cart.amount_total, 0)
        self.url_open("/shop/payment")
        self._assert_wallet(cart, 4)

    def test_the_same_money_is_not_spent_twice(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._assert_wallet(cart, 10)
        other = self._create_cycle(self._create_hub("Second hub", self.company))
        edge = other.outgoing_ids
        offer = edge.offer_ids.filtered(lambda one: one.product_id == self.bread)
        second = edge._get_website_cart(
            self.customer.partner_id, self.website, {offer: 1}, edge.slot_ids[0]
        )
        self.wallet._off_draw(-1)
        second._off_hold(15)
        second._off_use_wallet(10)
        self.assertEqual((second.off_wallet_drawn, second.amount_total), (1, 3))
        self.assertEqual(self.wallet.points, 0)
        with self.assertRaisesRegex(UserError, "holds .*0.00"):
            self.wallet._off_draw(0.01)

    def test_a_rest_that_is_paid_when_the_wallet_is_empty_is_kept(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        cart._off_release()
        self.wallet.points = 1
        self._return_payment(cart)
        self.assertEqual(cart.state, "draft")
        self.assertTrue(cart.off_late_payment)

    def test_a_change_gives_back_and_takes_no_more(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._validate(cart)
        self._change(cart, {self.carrot: 2})
        self.assertEqual(cart.amount_total, 0)
        self._assert_wallet(cart, 7)
        self._change(cart, {self.carrot: 6})
        self.assertEqual(cart.amount_total, 14)
        self._assert_wallet(cart, 7)

    def test_the_wallet_gets_back_before_other_money_does(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._return_payment(cart)
        self.assertEqual((cart.state, cart.amount_paid), ("sale", 4))
        self._change(cart, {self.carrot: 2})
        self.assertEqual(cart.amount_total, 4)
        self._assert_wallet(cart, 3)

    def test_cancelling_gives_all_back(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._validate(cart)
        cart._action_cancel()
        self._assert_wallet(cart, 0)

    def test_the_invoice_is_what_was_not_paid_by_it(self):
        cart, _response = self._start({self.carrot: 4}, "6,50")
        self._validate(cart)
        self._deliver()
        invoice = cart.invoice_ids
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 7.5))
        self.assertEqual(cart.invoice_status, "invoiced")
        self._assert_wallet(cart, 6.5)

    def test_what_comes_short_is_a_credit_of_the_customer_and_not_in_the_wallet(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._validate(cart)
        self._deliver({self.carrot: 2})
        invoice = cart.invoice_ids
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 0))
        credit = self.env["account.move"].search(
            [
                ("move_type", "=", "out_refund"),
                ("partner_id", "=", self.customer.partner_id.id),
            ]
        )
        self.assertEqual((credit.state, credit.amount_total), ("posted", 3))
        self.assertEqual(credit.amount_residual, 3)
        self._assert_wallet(cart, 10)

    def test_nothing_comes_and_all_of_it_is_a_credit(self):
        cart, _response = self._start({self.carrot: 4}, "10")
        self._validate(cart)
        self.exchange._place_order(
            self.neighbour.partner_id, {self._get_offer(self.bread): 1}, self.slot
        )
        self._deliver({self.carrot: 0})
        credit = cart.invoice_ids
        self.assertEqual(
            (credit.move_type, credit.state, credit.amount_total),
            ("out_refund", "posted", 10),
        )
        self.assertEqual(cart.invoice_status, "invoiced")

    def test_fees_are_of_the_goods_whatever_the_wallet_pays(self):
        self.env["off.fee"].create(
            {
                "name": "Share",
                "hub_id": self.hub.id,
                "calculator": "percent_of_total",
                "percent": 10,
            }
        )
        self.exchange.fee_ids = self.env["off.fee"].search([("name", "=", "Share")])
        cart, _response = self._start({self.bread: 2}, "10")
        self.assertEqual(cart.off_fee_ids.mapped("amount_ordered"), [0.8])
        self._assert_wallet(cart, 8.8)
        self.assertEqual(cart.amount_total, 0)

    def test_nobody_pays_with_another_s_wallet(self):
        self._login(self.neighbour)
        page = self._check_out({self.bread: 2}).text
        self.assertFalse("Your eWallet" in page)
        cart = self._get_cart(self.neighbour)
        self._use("5")
        self.assertEqual(cart.amount_total, 8)
        self.assertEqual(self.wallet.points, 10)
        with self.assertRaisesRegex(UserError, "cannot be paid"):
            cart._off_use_wallet(5)
        with self.assertRaises(AccessError):
            cart.with_user(self.neighbour).read(["off_wallet_drawn"])
        # Nor with one of another operator.
        other = self.env["res.company"].create(
            {"name": "Other", "currency_id": self.company.currency_id.id}
        )
        self._create_wallet(self.neighbour.partner_id, 50, self._create_program(other))
        self.assertFalse(cart._off_get_wallet())

    def test_promotions_of_the_shop_do_not_touch_an_order_of_a_cycle(self):
        self.env["loyalty.program"].create(
            {
                "name": "Ten percent",
                "program_type": "promotion",
                "trigger": "auto",
                "rule_ids": [(0, 0, {})],
                "reward_ids": [(0, 0, {"discount": 10})],
            }
        )
        self._login(self.customer)
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        self._validate(cart)
        self.assertEqual(cart.amount_total, 7)
        self.assertIn("error", cart._try_apply_code("X"))

    # -- the books ---------------------------------------------------------------------
    def _keep_books(self):
        """Nothing is in the eWallets but what is on their account."""
        self.wallet.points = 0
        self.company.off_wallet_account_id = self.company._off_ensure_account(
            "pcg_4191", "419100", "Prepaid"
        )

    def _top_up(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.partner_id.id,
                "company_id": self.company.id,
                "order_line": [
                    (0, 0, {"product_id": self.program.trigger_product_ids.id})
                ],
            }
        )
        order._update_programs_and_rewards()
        order.action_confirm()
        return order

    def _get_books(self):
        self.env.invalidate_all()
        self.assertAlmostEqual(self.program.off_wallet_difference, 0)
        return tuple(
            self.program[f"off_wallet_{name}"]
            for name in ("balance", "topped_up", "spent", "points")
        )

    def test_what_is_topped_up_and_spent_is_on_the_account(self):
        self._keep_books()
        self.assertEqual(self._get_books(), (0, 0, 0, 0))
        order = self._top_up()
        self.assertEqual(order.amount_total, 50)
        self.assertEqual(self._get_books(), (0, 50, 0, 50))
        invoice = order._create_invoices()
        self.assertEqual(self._get_books(), (0, 50, 0, 50))
        invoice.action_post()
        line = invoice.invoice_line_ids
        self.assertEqual(line.account_id, self.company.off_wallet_account_id)
        self.assertFalse(line.tax_ids)
        self.assertEqual(self._get_books(), (50, 0, 0, 50))
        cart, _response = self._start({self.carrot: 4}, "10")
        self.assertEqual(self._get_books(), (50, 0, 10, 40))
        self._validate(cart)
        # Half of it comes: what it paid too much is a credit of the customer.
        self._deliver({self.carrot: 2})
        self.assertEqual(self._get_books(), (40, 0, 0, 40))

    def test_where_nothing_comes_the_account_agrees_too(self):
        self._keep_books()
        self._top_up()._create_invoices().action_post()
        cart, _response = self._start({self.carrot: 4}, "10")
        self._validate(cart)
        self.exchange._place_order(
            self.neighbour.partner_id, {self._get_offer(self.bread): 1}, self.slot
        )
        self._deliver({self.carrot: 0})
        self.assertEqual(self._get_books(), (40, 0, 0, 40))

    def test_what_is_put_in_by_hand_is_a_difference(self):
        self._keep_books()
        self.wallet.points = 7
        self.env.invalidate_all()
        self.assertEqual(self.program.off_wallet_difference, -7)

    def test_products_of_wallets_get_the_account_and_keep_another_one(self):
        self._keep_books()
        account = self.company.off_wallet_account_id
        other = account.copy({"code": "419199"})
        topping = self.program.trigger_product_ids.with_company(self.company)
        self.assertEqual(topping.property_account_income_id, account)
        topping.property_account_income_id = other
        program = self._create_program(self.company)
        self.assertEqual(topping.property_account_income_id, other)
        spending = program.reward_ids.discount_line_product_id
        self.assertEqual(
            spending.with_company(self.company).property_account_income_id, account
        )

    def test_the_account_is_a_debt(self):
        income = self.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", self.company.ids)],
            limit=1,
        )
        with self.assertRaisesRegex(ValidationError, "current liabilities"):
            self.company.off_wallet_account_id = income
