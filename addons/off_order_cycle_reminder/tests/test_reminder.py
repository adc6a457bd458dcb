from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle.tests.common import CycleCommon


@tagged("post_install", "-at_install")
class TestReminder(CycleCommon):
    @classmethod
    def _prepare_books(cls):
        for company in (cls.company_a, cls.company_b):
            company._off_setup_operator("generic_coa")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        for number, family in enumerate(cls.families):
            family.write({"email": f"f{number}@example.org", "lang": "en_US"})
        cls.keeper = new_test_user(
            cls.env,
            "keeper_reminder",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )
        cls.product_plain = cls.env["product.product"].create({"name": "Dues"})

    def _invoice(self, family, amount, days, company=None, move_type="out_invoice"):
        """A posted document that was due ``days`` ago."""
        company = company or self.company_a
        day = self.today - timedelta(days=days)
        move = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": move_type,
                    "partner_id": family.id,
                    "invoice_date": day,
                    "invoice_payment_term_id": False,
                    "invoice_date_due": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": self.product_plain.id,
                                "price_unit": amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move

    def _remind(self, day=None):
        with freeze_time(day or self.today):
            run = self.env["credit.control.run"].with_company(self.company_a)
            return run._off_remind(self.company_a)

    def test_operators_have_a_policy_of_their_own(self):
        model = self.env.ref("off_order_cycle_reminder.policy")
        for company in (self.company_a, self.company_b):
            policy = company.credit_policy_id
            self.assertEqual((policy.company_id, len(policy.level_ids)), (company, 3))
            self.assertEqual(policy.account_ids.company_ids, company)
            self.assertNotEqual(policy, model)
            french = policy.level_ids[-1].with_context(lang="fr_FR")
            self.assertEqual(
                french.name, model.level_ids[-1].with_context(lang="fr_FR").name
            )
        self.assertEqual(self.company_a.off_reminders, "manual")
        chief = new_test_user(
            self.env,
            "chief_reminder_b",
            "account.group_account_manager,off_hub_network.group_user",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        with self.assertRaises(AccessError):
            self.company_a.credit_policy_id.level_ids[0].with_user(chief).delay_days = 0
        with self.assertRaises(AccessError):
            model.level_ids[0].with_user(chief).delay_days = 0
        self.company_b.credit_policy_id.level_ids[0].with_user(chief).delay_days = 5

    def test_the_ocas_policy_which_reminds_nobody_is_replaced(self):
        """The first company of a database has it from the beginning."""
        self.company_a.credit_policy_id = self.env.ref(
            "account_credit_control.credit_control_3_time"
        )
        self.company_a._off_set_up_reminders()
        policy = self.company_a.credit_policy_id
        self.assertEqual(policy.company_id, self.company_a)
        invoice = self._invoice(self.families[0], 30.0, 20)
        self.assertEqual(self._remind().line_ids.invoice_id, invoice)
        self.company_a._off_set_up_reminders()
        self.assertEqual(self.company_a.credit_policy_id, policy, "its own stays")

    def test_what_the_bank_is_about_to_collect_waits(self):
        if "account.payment.line" not in self.env:
            self.skipTest("Direct debits are not installed.")
        invoice = self._invoice(self.families[0], 30.0, 20)
        item = invoice.line_ids.filtered("date_maturity")
        with patch.object(type(item), "_off_get_collected", lambda lines: lines & item):
            self.assertFalse(self._remind())
        self.assertTrue(self._remind())

    def test_one_operator_keeps_no_other_from_reminding(self):
        for company in (self.company_a, self.company_b):
            company.off_reminders = "auto"
            self._invoice(self.families[0], 30.0, 20, company)
        runs = self.env["credit.control.run"]
        remind = type(runs)._off_remind

        def fail_for_a(run, company):
            if company == self.company_a:
                raise UserError(company.name)
            return remind(run, company)

        cron = self.env.ref("off_order_cycle_reminder.cron_remind")
        with (
            self.enter_registry_test_mode(),
            patch.object(type(runs), "_off_remind", fail_for_a),
            self.assertLogs("odoo.addons.off_order_cycle_reminder", "ERROR"),
        ):
            cron.method_direct_trigger()
        made = runs.search(
            [("company_id", "in", (self.company_a | self.company_b).ids)]
        )
        self.assertEqual(made.company_id, self.company_b)

    def test_who_owes_is_reminded_in_three_steps(self):
        invoice = self._invoice(self.families[0], 30.0, 8)
        self._invoice(self.families[1], 20.0, 3)
        run = self._remind()
        self.assertEqual(run.line_ids.invoice_id, invoice)
        self.assertEqual((run.line_ids.level, run.line_ids.channel), (1, "email"))
        self.assertIn(run.line_ids.state, ("queued", "sent"))
        communication = run.line_ids.communication_id
        mail = communication.message_ids.filtered(
            lambda one: "/my/balance" in (one.body or "")
        )
        self.assertIn("has not reached us", mail.body)
        self.assertIn(invoice.name, mail.body)
        self.assertIn(self.families[0], mail.notified_partner_ids | mail.partner_ids)
        run.line_ids.state = "sent"
        self.assertFalse(self._remind())  # once a day is enough
        second = self._remind(self.today + timedelta(days=15))
        mine = second.line_ids.filtered(lambda one: one.invoice_id == invoice)
        self.assertEqual((mine.level, mine.channel), (2, "email"))
        mine.state = "sent"
        third = self._remind(self.today + timedelta(days=40))
        mine = third.line_ids.filtered(lambda one: one.invoice_id == invoice)
        self.assertEqual(
            (mine.level, mine.channel, mine.state), (3, "letter", "to_be_sent")
        )

    def test_credits_are_taken_off_the_oldest_first(self):
        family = self.families[0]
        old = self._invoice(family, 30.0, 20)
        new = self._invoice(family, 10.0, 8)
        self._invoice(family, 35.0, 1, move_type="out_refund")
        run = self._remind()
        self.assertEqual(run.line_ids.invoice_id, new)
        self.assertEqual(run.line_ids.balance_due, 5.0)
        self.assertEqual(old.amount_residual, 30.0)

    def test_who_owes_nothing_on_the_whole_hears_nothing(self):
        self._invoice(self.families[0], 30.0, 20)
        self._invoice(self.families[0], 30.0, 20, move_type="out_refund")
        self.assertFalse(self._remind())
        self.assertFalse(
            self.env["credit.control.run"].search(
                [("company_id", "=", self.company_a.id)]
            )
        )

    def test_a_credit_of_a_contact_counts_for_its_household(self):
        child = self.env["res.partner"].create(
            {"name": "Child", "parent_id": self.families[0].id}
        )
        self._invoice(self.families[0], 30.0, 20)
        self._invoice(child, 30.0, 20, move_type="out_refund")
        self.assertFalse(self._remind())

    def test_what_is_disputed_waits(self):
        invoice = self._invoice(self.families[0], 30.0, 20)
        invoice.line_ids.filtered("date_maturity").no_followup = True
        self.assertFalse(self._remind())

    def test_each_operator_reminds_of_its_own(self):
        self._invoice(self.families[0], 30.0, 20, self.company_b)
        self.assertFalse(self._remind())
        self._invoice(self.families[0], 5.0, 20, self.company_b, "out_refund")
        mine = self._invoice(self.families[0], 5.0, 20)
        self.assertEqual(self._remind().line_ids.invoice_id, mine)

    def test_the_weekly_round_is_for_those_who_want_it(self):
        runs = self.env["credit.control.run"]
        self._invoice(self.families[0], 30.0, 20)
        cron = self.env.ref("off_order_cycle_reminder.cron_remind")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(runs.search([("company_id", "=", self.company_a.id)]))
            self.company_a.off_reminders = "auto"
            cron.method_direct_trigger()
        self.assertEqual(
            len(runs.search([("company_id", "=", self.company_a.id)]).line_ids), 1
        )

    def test_who_invoices_makes_rounds_of_its_operator(self):
        self._invoice(self.families[0], 30.0, 20)
        run = (
            self.env["credit.control.run"]
            .with_user(self.keeper)
            .with_company(self.company_a)
            .create({"date": self.today})
        )
        run.generate_credit_lines()
        self.assertEqual(len(run.line_ids), 1)
        stranger = new_test_user(
            self.env,
            "keeper_reminder_b",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        with self.assertRaises(AccessError):
            run.with_user(stranger).read(["date"])
        with self.assertRaises(AccessError):
            run.line_ids.with_user(stranger).read(["balance_due"])
        family = new_test_user(self.env, "reminded", "base.group_portal")
        with self.assertRaises(AccessError):
            run.line_ids.with_user(family).read(["balance_due"])
