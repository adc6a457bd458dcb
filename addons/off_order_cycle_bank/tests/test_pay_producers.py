from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import file_open

from .common import BankCommon


@tagged("post_install", "-at_install")
class TestPayProducers(BankCommon):
    """A carrot costs the hub 2.50 €."""

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        cls.company_a.currency_id = euro
        return result

    def setUp(self):
        super().setUp()
        self.farm_account = self.env["res.partner.bank"].create(
            {
                "acc_number": "FR1420041010050500013M02606",
                "partner_id": self.producer.id,
                "allow_out_payment": True,
                "bank_id": self.bank_fr.id,
            }
        )
        self._create_order({self.product: 4})
        self.bill = self._settle()

    def _open(self, user=None, **vals):
        wizard = self.env["off.pay.producers"].with_user(user or self.bookkeeper)
        return wizard.with_company(self.company_a).create(vals)

    def _get_amounts(self, **vals):
        return {line.partner_id: line.amount for line in self._open(**vals).line_ids}

    def test_all_that_is_due_is_one_valid_file(self):
        wizard = self._open()
        self.assertEqual(wizard.line_ids.partner_id, self.producer)
        self.assertEqual(wizard.line_ids.amount, 10.0)
        self.assertTrue(wizard.line_ids.is_paid)
        self.assertEqual(wizard.total, 10.0)
        action = wizard.action_pay()
        order = self.env["account.payment.order"].browse(action["res_id"])
        self.assertEqual(order.payment_line_ids.amount_currency, 10.0)
        order.draft2open()
        order.open2generated()
        content = order.payment_file_id.raw
        path = "account_payment_sepa_credit_transfer/data/pain.001.001.09.xsd"
        with file_open(path) as file:
            schema = etree.XMLSchema(etree.parse(file))
        schema.assertValid(etree.fromstring(content))
        self.assertIn(b"FR1420041010050500013M02606", content)
        self.assertIn(b">10.00<", content)
        order.generated2uploaded()
        self.assertIn(self.bill.payment_state, ("in_payment", "paid"))
        # nothing is paid twice
        self.assertFalse(self._open().line_ids)

    def test_what_is_in_an_order_already_is_not_paid_again(self):
        self._open().action_pay()
        self.assertFalse(self._open().line_ids)

    def test_refunds_are_taken_off_first(self):
        refund = self.bill._reverse_moves([{"invoice_date": self.bill.invoice_date}])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        wizard = self._open()
        self.assertEqual(wizard.total, 7.5)
        order = self.env["account.payment.order"].browse(wizard.action_pay()["res_id"])
        self.assertEqual(order.payment_line_ids.amount_currency, 7.5)
        self.assertEqual(refund.payment_state, "paid")

    def test_what_falls_due_later_waits(self):
        lines = self.bill.line_ids.filtered(
            lambda one: one.account_id.account_type == "liability_payable"
        )
        day = fields.Date.context_today(self.bill) + timedelta(days=10)
        self.bill.invoice_date_due = day
        self.assertEqual(lines.date_maturity, day)
        self.assertFalse(self._get_amounts())
        self.assertEqual(self._get_amounts(date_due=day), {self.producer: 10.0})

    def test_who_has_no_account_is_named_and_left_out(self):
        self.farm_account.unlink()
        wizard = self._open()
        self.assertFalse(wizard.line_ids.is_paid)
        with self.assertRaisesRegex(UserError, "Tick"):
            wizard.action_pay()
        wizard.line_ids.is_paid = True
        with self.assertRaisesRegex(UserError, self.producer.name):
            wizard.action_pay()

    def test_only_who_keeps_these_books_pays(self):
        stranger = new_test_user(
            self.env,
            "bank_b",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        wizard = self._open()
        with self.assertRaises(AccessError):
            wizard.with_user(stranger).action_pay()
        with self.assertRaises(AccessError):
            self.env["off.pay.producers"].with_user(stranger).create(
                {"company_id": self.company_a.id}
            ).action_pay()
        manager = new_test_user(
            self.env, "hub_a_only", "off_hub_network.group_hub_manager"
        )
        with self.assertRaises(AccessError):
            self.env["off.pay.producers"].with_user(manager).create({})
