from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StatementCommon


@tagged("post_install", "-at_install")
class TestStatement(StatementCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bills = cls._settle()
        cls._pay(cls.families[0], 3)
        cls.today = fields.Date.today()

    def _get(self, side="customer", partners=None, before=0, after=0):
        return self.env["off.statement"]._get_statements(
            self.company_a,
            side,
            self.today - timedelta(days=before),
            self.today + timedelta(days=after),
            partners,
        )

    def _wizard(self, **vals):
        return (
            self.env["off.statement.send"]
            .with_user(self.bookkeeper)
            .create(
                {
                    "company_id": self.company_a.id,
                    "date_from": self.today - timedelta(days=9),
                    "date_to": self.today,
                    **vals,
                }
            )
        )

    def _get_ledger(self, kind):
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_a.id),
                ("account_id.account_type", "=", kind),
                ("parent_state", "=", "posted"),
            ]
        )
        return sum(lines.mapped("balance"))

    def test_rows_tell_invoices_and_payments_with_the_balance_after_each(self):
        told = self._get(partners=self.families[0])[self.families[0]]
        self.assertEqual(
            [(row["label"], row["amount"], row["balance"]) for row in told["rows"]],
            [("Invoice", 5, 5), ("Payment (Bank)", -3, 2)],
        )
        self.assertEqual((told["opening"], told["closing"]), (0, 2))
        self.assertEqual(told["rows"][0]["cycles"], self.cycle.name)

    def test_the_sum_of_statements_is_the_ledger(self):
        for side, kind, sign in (
            ("customer", "asset_receivable", 1),
            ("producer", "liability_payable", -1),
        ):
            with self.subTest(side=side):
                total = sum(one["closing"] for one in self._get(side).values())
                self.assertAlmostEqual(total, sign * self._get_ledger(kind))
                self.assertTrue(total)

    def test_what_was_before_is_the_opening(self):
        day = self.today + timedelta(days=5)
        told = self.env["off.statement"]._get_statements(
            self.company_a, "customer", day, day, self.families
        )
        self.assertEqual(
            [(told[one]["opening"], told[one]["rows"]) for one in self.families[:2]],
            [(2, []), (2.5, [])],
        )
        self.assertEqual(told[self.families[0]]["closing"], 2)

    def test_a_producer_reads_what_it_is_owed(self):
        told = self._get("producer")[self.producer]
        self.assertEqual(told["closing"], self.bills.amount_total)
        self.assertEqual(told["rows"][0]["cycles"], self.cycle.name)
        self._pay(self.producer, 1, payment_type="outbound", partner_type="supplier")
        told = self._get("producer")[self.producer]
        self.assertEqual(told["closing"], self.bills.amount_total - 1)

    def test_another_operator_has_its_own(self):
        found = self.env["off.statement"]._get_statements(
            self.company_b, "customer", self.today, self.today
        )
        self.assertFalse(found)

    def test_drafts_are_not_told(self):
        self.orders[1].invoice_ids.button_draft()
        self.assertNotIn(self.families[1], self._get())

    # -- sending -----------------------------------------------------------------------
    def test_each_has_a_mail_in_its_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.families[0].write({"email": "f0@example.org", "lang": "fr_FR"})
        wizard = self._wizard()
        self.assertEqual(wizard.count, 2)
        self.assertEqual(wizard.without_mail, "Family 1")
        before = self.env["mail.mail"].search([])
        wizard.action_send()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.families[0])
        self.assertIn("Facture", mail.body_html)
        self.assertIn(self.orders[0].invoice_ids.name, mail.body_html)
        self.assertIn("/my/balance", mail.body_html)

    def test_only_those_who_were_chosen(self):
        wizard = self._wizard(partner_ids=[(6, 0, self.families[1].ids)])
        self.assertEqual(list(wizard._get_statements()), [self.families[1]])
        with self.assertRaisesRegex(UserError, "address of mail"):
            wizard.action_send()

    def test_it_is_printed(self):
        wizard = self._wizard(side="producer")
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "off_order_cycle_statement.report_statements", wizard.ids
        )
        self.assertIn(self.bills.name, html.decode())
        self.assertIn("You are owed", html.decode())

    def test_days_the_wrong_way_round_and_nothing_to_tell_are_said(self):
        with self.assertRaisesRegex(UserError, "first day"):
            self._wizard(date_from=self.today + timedelta(days=1)).action_send()
        with self.assertRaisesRegex(UserError, "Nothing to tell"):
            self._wizard(partner_ids=[(6, 0, self.families[2].ids)]).action_send()

    def test_others_are_refused(self):
        with self.assertRaises(AccessError):
            self._wizard(company_id=self.company_b.id).action_send()
        mine = self._wizard()
        for group in ("off_hub_network.group_user", "base.group_portal"):
            user = new_test_user(
                self.env,
                group,
                group,
                company_id=self.company_a.id,
                company_ids=[(6, 0, self.company_a.ids)],
            )
            with self.subTest(group=group), self.assertRaises(AccessError):
                mine.with_user(user).action_send()

    # -- of one sale -------------------------------------------------------------------
    def _get_of_cycle(self):
        found = self.env["off.statement"]._get_cycle_statements(
            self.company_a, self.cycle
        )
        self.assertEqual(list(found), [(self.cycle, self.producer)])
        return found[self.cycle, self.producer]

    def test_a_producer_reads_what_came_for_a_sale_and_what_is_paid_of_it(self):
        told = self._get_of_cycle()
        (line,) = told["lines"]
        self.assertEqual(
            (line["product"], line["ordered"], line["received"]), (self.product, 3, 3)
        )
        self.assertEqual(told["goods"], self.bills.amount_total)
        self.assertEqual(told["open"], told["billed"])
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.bills.ids
        )
        wizard.create({"amount": 1.5})._create_payments()
        told = self._get_of_cycle()
        self.assertEqual(told["paid"], 1.5)
        self.assertEqual(told["billed"] - told["open"], 1.5)
        (document,) = told["documents"]
        self.assertEqual(document["move"], self.bills)
        self.assertFalse(document["others"])

    def test_a_refund_of_a_producer_lowers_what_it_is_owed_for_the_sale(self):
        refund = self.bills._reverse_moves([{"invoice_date": self.today}])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        told = self._get_of_cycle()
        each = self.bills.amount_total / 3
        self.assertAlmostEqual(told["billed"], 2 * each)
        self.assertAlmostEqual(told["goods"], 2 * each)
        self.assertEqual(len(told["documents"]), 2)

    def test_what_is_not_billed_yet_is_said(self):
        self.bills.button_draft()
        told = self._get_of_cycle()
        self.assertFalse(told["documents"])
        self.assertEqual(told["goods"], self.bills.amount_total)
        wizard = self._wizard(side="producer", cycle_id=self.cycle.id)
        html = self._print(wizard)
        self.assertIn("Nothing is billed yet", html)

    def _print(self, wizard):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "off_order_cycle_statement.report_statements", wizard.ids
        )
        return html.decode()

    def test_the_statement_of_a_sale_is_sent_and_printed(self):
        self.producer.email = "farm@example.org"
        wizard = self._wizard(side="producer", cycle_id=self.cycle.id)
        self.assertEqual(wizard.count, 1)
        before = self.env["mail.mail"].search([])
        wizard.action_send()
        mail = self.env["mail.mail"].search([]) - before
        self.assertEqual(mail.recipient_ids, self.producer)
        self.assertIn(self.cycle.name, mail.subject)
        path = f"/my/balance/{self.company_a.id}/sale/{self.cycle.id}"
        for html in (mail.body_html, self._print(wizard)):
            self.assertIn(self.bills.name, html)
            self.assertIn(self.product.name, html)
        self.assertIn(path, mail.body_html)
        other = self.env["res.partner"].create({"name": "Elsewhere"})
        wizard.partner_ids = other
        with self.assertRaisesRegex(UserError, "ordered nothing"):
            wizard.action_send()

    def test_queries_do_not_depend_on_the_number_of_people(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get()
            return self.env.cr.sql_log_count - before

        self._get()
        few = count()
        for number in range(30):
            family = self.env["res.partner"].create({"name": f"More {number}"})
            self._pay(family, 1)
        self.env.flush_all()
        self.assertLessEqual(count(), few)
