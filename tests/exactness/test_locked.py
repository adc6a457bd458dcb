"""Whatever is done after a period is locked: its ledger stays as it is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .market import MarketCase, common
from .test_invariant import Fees, Good

# What is refused, whatever came before.
REFUSED = ("draft", "day", "delete", "account")
# What is done all the same, on the first day that is open.
BOOKED_LATER = ("pay", "credit", "entry")
STEPS = (
    *REFUSED,
    *BOOKED_LATER,
    *("jars", "price", "weigh", "settle", "bill", "fee", "cancel_order", "gift"),
)


@tagged("post_install", "-at_install")
class TestLocked(MarketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wanted = {"came": 6, "grams": None, "rate": 5.5, "agency": False, "jars": 1}
        goods = [
            Good(asked=250, added=30, added_b=40, wanted=(2, 2, 2), **wanted),
            Good(
                asked=310,
                added=0,
                added_b=0,
                wanted=(1, 1, 0),
                **wanted | {"agency": True, "grams": 900},
            ),
        ]
        case = cls("test_nothing_changes")
        case.live_a_week(goods, Fees(shared=50, own=20, carried=30, tax_rule="none"))
        cls.cycle_, cls.orders = case.cycle_, case.orders
        cls.invoices = cls.orders.invoice_ids
        cls.today = fields.Date.today()
        for company in (cls.company_a, cls.company_b):
            company.hard_lock_date = cls.today
        cls.env.flush_all()

    @settings(common, max_examples=12)
    @given(
        st.lists(
            st.sampled_from(STEPS),
            min_size=1,
            max_size=5,
        ),
        st.integers(0, 2),
    )
    def test_nothing_changes(self, steps, number):
        with self.rolled_back():
            self._walk(steps, number)

    def test_each_step_by_itself(self):
        """All that may be tried, once at least; what is no change of the period goes
        into the next one."""
        for step in STEPS:
            with self.subTest(step=step), self.rolled_back():
                count = self._count_later()
                refused = self._walk([step], 1)
                if step in BOOKED_LATER:
                    self.assertFalse(refused[step], step)
                    self.assertGreater(self._count_later(), count)

    def _walk(self, steps, number):
        """:return: ``{step: why it was refused}``"""
        before, told = self._read_locked(), {}
        self.assertGreater(len(before), 20)
        for step in steps:
            told[step] = self._try(getattr(self, f"_do_{step}"), number)
            self.env.flush_all()
            self.assertEqual(self._read_locked(), before, step)
            if step in REFUSED:
                self.assertTrue(told[step], step)
        return told

    def _count_later(self):
        self.env.flush_all()
        return self.env["account.move"].search_count(
            [
                ("state", "=", "posted"),
                ("date", ">", self.today),
                ("company_id", "in", (self.company_a | self.company_b).ids),
            ]
        )

    def _read_locked(self):
        self.env.cr.execute(
            """SELECT l.id, l.move_id, m.name, m.state, m.date, l.account_id,
                      l.partner_id, l.balance, l.tax_line_id, l.name
                 FROM account_move_line l JOIN account_move m ON m.id = l.move_id
                WHERE m.date <= %s AND m.state = 'posted'
                  AND m.company_id = ANY(%s)
                ORDER BY l.id""",
            [self.today, (self.company_a | self.company_b).ids],
        )
        return self.env.cr.fetchall()

    def _try(self, action, number):
        """:return: why it was refused"""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                action(self.invoices[number % len(self.invoices)])
                self.env.flush_all()
        except (UserError, ValidationError, AccessError) as error:
            return str(error)
        return ""

    # -- what somebody may try ---------------------------------------------------------
    def _do_draft(self, invoice):
        invoice.button_draft()

    def _do_price(self, invoice):
        invoice.invoice_line_ids[:1].price_unit += 1

    def _do_day(self, invoice):
        invoice.date = fields.Date.add(invoice.date, days=-1)

    def _do_delete(self, invoice):
        invoice.unlink()

    def _do_account(self, invoice):
        invoice.line_ids[:1].account_id = self.fund.account_id

    def _do_pay(self, invoice):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        wizard.create({"payment_date": self.today})._create_payments()

    def _do_credit(self, invoice):
        refund = invoice._reverse_moves(
            [{"invoice_date": self.today, "date": self.today}]
        )
        refund.action_post()

    def _do_entry(self, invoice):
        line = invoice.line_ids[:1]
        move = self.env["account.move"].with_company(invoice.company_id)
        move.create(
            {
                "move_type": "entry",
                "date": self.today,
                "line_ids": [
                    Command.create({"account_id": line.account_id.id, "debit": 1}),
                    Command.create({"account_id": line.account_id.id, "credit": 1}),
                ],
            }
        ).action_post()

    def _do_jars(self, invoice):
        self.env["off.deposit.return"]._take_back(
            self.company_a, self.families[0], {self.jar: 1}
        )

    def _do_weigh(self, invoice):
        given_ = self.cycle_.allocation_ids.filtered("unit_weight")[:1]
        given_.weight = given_.quantity * 0.8

    def _do_settle(self, invoice):
        self.cycle_.with_user(self.coordinator_a).action_settle()

    def _do_bill(self, invoice):
        self.cycle_.purchase_ids.invoice_ids[:1].button_draft()

    def _do_fee(self, invoice):
        self.cycle_.fee_ids.amount = 9
        self.orders._off_update_fees()

    def _do_cancel_order(self, invoice):
        self.orders[:1]._action_cancel()

    def _do_gift(self, invoice):
        self.orders[:1]._off_set_gift(3)
