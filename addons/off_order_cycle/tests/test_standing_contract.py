from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_standing import StandingCommon


@tagged("post_install", "-at_install")
class TestStandingContract(StandingCommon):
    """Agreed prices and instalments: four deliveries of 3 leeks at 3.35."""

    @classmethod
    def _prepare_books(cls):
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = cls._create_schedule()
        cls.contract = cls._create_standing(
            {cls.leeks: 3},
            cls.families[1],
            activate=False,
            schedule_id=cls.schedule.id,
            price_policy="fixed",
            date_end=cls.schedule.date_until,
            instalment_count=3,
        )
        cls.contract.line_ids.price = 3.35
        cls.contract.action_split_instalments()
        cls.contract.action_activate()

    def _amounts(self):
        return self.contract.instalment_ids.sorted("date").mapped("amount")

    def test_instalments_sum_to_the_total_to_the_cent(self):
        self.assertEqual(self.contract.amount_total, 40.2)
        self.assertEqual(self._amounts(), [13.4, 13.4, 13.4])
        self.contract.instalment_count = 7
        self.contract.action_split_instalments()
        self.assertEqual(self._amounts(), [5.75, 5.75] + [5.74] * 5)
        self.assertTrue(self.contract.is_balanced)

    def test_agreed_prices_need_a_last_day(self):
        self.assertEqual(self.contract.line_ids.price, 3.35)
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.contract.date_end = False

    def test_a_payment_is_a_credit_that_the_invoice_uses(self):
        first = self.contract.instalment_ids[0]
        action = first.with_user(self.coordinator_a).action_make_payments()
        payment = self.env["account.payment"].browse(action["res_id"])
        self.assertEqual(
            (payment.state, payment.amount, payment.company_id, first.state),
            ("draft", 13.4, self.company_a, "draft"),
        )
        payment.action_post()
        self.assertEqual((first.state, first.amount_paid), ("paid", 13.4))
        self.assertEqual(self.contract.amount_paid, 13.4)
        # Pressed again it makes no second payment.
        first.action_make_payments()
        self.assertEqual(first.payment_id, payment)

        cycle = self.schedule._make_due_cycles().sorted("date_close")[0]
        type(self).cycle = self.cycle = cycle
        cycle.action_open()
        cycle.action_close()
        self._receive()
        for step in ("action_allocate", "action_distribute", "action_settle"):
            getattr(cycle, step)()
        delivery = self._get_delivery(self.contract, cycle)
        invoice = delivery.sale_order_id.invoice_ids
        self.assertEqual(invoice.amount_total, 10.05)
        credit = payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        # Hubs may take up credits by themselves.
        if invoice.amount_residual:
            self.assertTrue(invoice.invoice_has_outstanding)
            invoice.js_assign_outstanding_line(credit.id)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertAlmostEqual(abs(credit.amount_residual), 3.35)

    def test_a_joker_lowers_what_is_still_to_be_paid(self):
        first = self.contract.instalment_ids.sorted("date")[0]
        first.action_make_payments()
        first.payment_id.action_post()
        self.contract.delivery_ids.sorted("date")[-1].action_suspend()
        self.assertEqual(self.contract.amount_total, 30.15)
        self.assertFalse(self.contract.is_balanced)
        self.contract.action_split_instalments()
        self.assertEqual(self._amounts(), [13.4, 8.38, 8.37])
        self.assertTrue(self.contract.is_balanced)

    def test_what_has_a_payment_stays(self):
        first = self.contract.instalment_ids.sorted("date")[0]
        first.action_make_payments()
        for change in (
            lambda: first.write({"amount": 1}),
            first.unlink,
        ):
            with self.assertRaises(UserError):
                change()
        first.payment_id.action_cancel()
        self.assertEqual(first.state, "due")

    def test_nobody_takes_the_payment_of_another(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.families[2].id,
                "company_id": self.company_a.id,
                "amount": 5,
            }
        )
        with self.assertRaises(ValidationError):
            self.contract.instalment_ids[0].payment_id = payment
        with self.assertRaises(AccessError):
            self.contract.instalment_ids.with_user(self.coordinator_b).read(["amount"])

    def test_a_contract_without_deliveries_has_nothing_to_share(self):
        empty = self._create_standing(
            {self.leeks: 1},
            activate=False,
            price_policy="fixed",
            schedule_id=self.schedule.id,
            date_start=self.schedule.date_until + timedelta(days=1),
            date_end=self.schedule.date_until + timedelta(days=9),
        )
        with self.assertRaises(UserError):
            empty.action_split_instalments()
