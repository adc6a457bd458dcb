import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, new_test_user, tagged

from odoo.addons.off_order_cycle_website.tests.checkout_case import CheckoutCase

IBAN = "FR76 3000 6000 0112 3456 7890 189"


@tagged("post_install", "-at_install")
class TestDebit(CheckoutCase):
    """Customers sign a mandate, and their orders are collected by direct debit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debit = cls._publish("sepa_debit", "Direct debit")
        cls.company.partner_id.country_id = cls.env.ref("base.fr")
        bank = cls.env["res.bank"].create({"name": "Bank", "bic": "AGRIFRPP"})
        cls.journal.bank_account_id = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "company_id": cls.company.id,
                "acc_number": "FR1420041010050500013M02606",
                "bank_id": bank.id,
            }
        )
        cls.company.sepa_creditor_identifier = "FR78ZZZ424242"
        # A journal has the method from its beginning only where it is younger than
        # this add-on.
        method = cls.env["account.payment.method"].search(
            [("code", "=", "sepa_direct_debit"), ("payment_type", "=", "inbound")]
        )
        cls.line = cls.journal.inbound_payment_method_line_ids.filtered(
            lambda line: line.payment_method_id == method
        ) or cls.env["account.payment.method.line"].create(
            {"journal_id": cls.journal.id, "payment_method_id": method.id}
        )
        cls.line.selectable = True
        cls.line.payment_account_id = cls.env["account.account"].create(
            {
                "name": "Debits on their way",
                "code": "512999",
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [(6, 0, cls.company.ids)],
            }
        )

    def _sign(self, iban=IBAN, **extra):
        page = self.url_open("/my/direct-debit").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        data = {"iban": iban, "agreed": "1", "csrf_token": token, **extra}
        return self.url_open("/my/direct-debit/sign", data)

    def _get_mandates(self, user=None):
        return self.env["account.banking.mandate"].search(
            [("partner_id", "=", (user or self.customer).partner_id.id)]
        )

    def _get_validated(self):
        self._login(self.customer)
        self._sign()
        mandate = self._get_mandates()
        mandate.validate()
        return mandate

    def _place(self, quantities):
        self._check_out(quantities)
        cart = self._get_cart()
        self._pay(cart, self.debit)
        cart.transaction_ids._set_pending()
        cart.transaction_ids._post_process()
        return cart

    def test_a_mandate_is_signed_and_waits_for_the_operator(self):
        self._login(self.customer)
        page = self._sign().text
        self.assertTrue("FR76 •••• 0189" in page)
        self.assertFalse("30006000011" in page.replace(" ", ""))
        mandate = self._get_mandates()
        self.assertEqual(
            (mandate.state, mandate.format, mandate.type, mandate.company_id),
            ("draft", "sepa_core", "recurrent", self.company),
        )
        self.assertEqual(mandate.off_signed_by_id, self.customer.partner_id)
        self.assertTrue(mandate.off_signed_at and mandate.signature_date)
        self.assertEqual(mandate.off_signed_ip, "127.0.0.1")
        self.assertIn("FR78ZZZ424242", mandate.off_signed_text)
        # Nothing can be paid by it yet.
        page = self._check_out({self.carrot: 2}).text
        self.assertTrue("sign a mandate" in page)
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._pay(self._get_cart(), self.debit)

    def test_the_account_leads_there_only_where_the_operator_collects(self):
        self._login(self.customer)
        self.assertTrue("/my/direct-debit" in self.url_open("/my").text)
        self.line.selectable = False
        self.assertFalse("/my/direct-debit" in self.url_open("/my").text)

    def test_what_is_wrong_is_told_and_kept(self):
        self._login(self.customer)
        page = self._sign("FR76 1234").text
        self.assertTrue("is no IBAN" in page and 'value="FR76 1234"' in page)
        page = self._sign(agreed="").text
        self.assertTrue("Tick the box" in page)
        self.assertFalse(self._get_mandates())

    def test_a_new_one_replaces_what_was_not_validated(self):
        self._login(self.customer)
        self._sign()
        first = self._get_mandates()
        self._sign("FR14 2004 1010 0505 0001 3M02 606")
        self.assertEqual(first.state, "cancel")
        second = self._get_mandates() - first
        second.validate()
        page = self._sign(second.partner_bank_id.acc_number).text
        self.assertTrue("a valid mandate" in page)

    def test_orders_are_collected_by_the_mandate(self):
        mandate = self._get_validated()
        order = self._place({self.carrot: 2})
        self.assertEqual(order.state, "sale")
        self.assertFalse(order.transaction_ids.payment_id)
        self.assertEqual(order.preferred_payment_method_line_id, self.line)
        # What the customer pays otherwise is another invoice.
        other = self.exchange._place_order(
            self.customer.partner_id, {self._get_offer(self.bread): 1}, self.slot
        )
        self.cycle.action_close()
        receipts = self.cycle.picking_ids
        receipts.move_ids.picked = True
        receipts.button_validate()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        invoice = order.invoice_ids
        self.assertEqual((invoice.state, invoice.mandate_id), ("posted", mandate))
        self.assertEqual(invoice.amount_total, 7)
        self.assertFalse(other.invoice_ids & invoice or other.invoice_ids.mandate_id)
        # And the treasurer's batch takes it.
        invoice.create_account_payment_line()
        batch = self.env["account.payment.order"].search(
            [("payment_line_ids.move_line_id.move_id", "=", invoice.id)]
        )
        self.assertEqual(batch.payment_line_ids.mandate_id, mandate)
        batch.draft2open()
        self.assertEqual(batch.state, "open")
        batch.open2generated()
        xml = batch.payment_file_id.raw.decode()
        self.assertIn("FR7630006000011234567890189", xml)
        self.assertIn(mandate.unique_mandate_reference, xml)

    def test_a_mandate_that_is_revoked_pays_nothing_more(self):
        mandate = self._get_validated()
        self._check_out({self.carrot: 2})
        cart = self._get_cart()
        self._pay(cart, self.debit)
        mandate.cancel()
        cart.transaction_ids._set_pending()
        cart.transaction_ids._post_process()
        self.assertEqual((cart.state, cart.transaction_ids.state), ("draft", "cancel"))

    def test_customers_revoke_their_own_and_nobody_else_s(self):
        mandate = self._get_validated()
        self._login(self.neighbour)
        page = self.url_open("/my/direct-debit").text
        self.assertFalse("0189" in page)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        data = {"mandate": mandate.id, "csrf_token": token}
        response = self.url_open("/my/direct-debit/revoke", data)
        self.assertEqual((response.status_code, mandate.state), (404, "valid"))
        with self.assertRaises(AccessError):
            mandate.with_user(self.neighbour).read(["off_signed_ip"])
        self._login(self.customer)
        page = self.url_open("/my/direct-debit").text
        data["csrf_token"] = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[
            1
        ]
        self.url_open("/my/direct-debit/revoke", data)
        self.assertEqual(mandate.state, "cancel")

    def test_a_mandate_is_of_one_operator(self):
        mandate = self._get_validated()
        account = mandate.partner_bank_id
        other = self.env["res.company"].create({"name": "Other"})
        clerks = [
            new_test_user(
                self.env, login, "account.group_account_invoice", company_id=company.id
            )
            for login, company in (("own", self.company), ("foreign", other))
        ]
        self.assertEqual(
            account.with_user(clerks[0]).read(["sanitized_acc_number"])[0][
                "sanitized_acc_number"
            ],
            IBAN.replace(" ", ""),
        )
        mandate.with_user(clerks[0]).read(["state", "off_signed_ip"])
        # Nor does an operator that serves the customer, too.
        self.customer.partner_id._off_serve_by(other)
        for record in (mandate, account):
            with self.assertRaises(AccessError):
                record.with_user(clerks[1]).read(["display_name"])
        with self.assertRaises(AccessError):
            mandate.with_user(clerks[1]).write({"state": "cancel"})
        self.assertFalse(self.customer.partner_id._off_get_mandate(other))
        # The same account is given to the other operator, too, and is then known to it.
        Mandate = self.env["account.banking.mandate"]
        second = Mandate.with_company(other)._off_sign(
            self.customer.partner_id, other, IBAN, "127.0.0.1"
        )
        self.assertEqual(second.partner_bank_id, account)
        account.with_user(clerks[1]).read(["acc_number"])
        with self.assertRaisesRegex(UserError, "is no IBAN"):
            Mandate._off_sign(self.customer.partner_id, other, "x", "")
