from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
@freeze_time("2027-02-15")
class TestClosing(FrenchBooksCommon):
    """In 2026: 1,000.00 sold, 400.10 bought, paid in cash."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._off_set_up_books("company")
        cls._book("2026-03-01", ("512001", 1000.0), ("707000", -1000.0))
        cls._book("2026-12-31", ("607000", 400.10), ("512001", -400.10))

    @classmethod
    def _account(cls, code):
        if code == "512001":
            bank = cls._journal("bank")
            return bank.default_account_id
        return super()._account(code)

    def _open(self, day="2026-06-01", user=None):
        return (
            self.env["off.year.closing"]
            .with_user(user or self.accountant)
            .with_company(self.company)
            .create({"date": day})
        )

    def _get_balance(self, *codes):
        return sum(
            self.env["account.move.line"]
            .search(
                [
                    ("company_id", "=", self.company.id),
                    ("parent_state", "=", "posted"),
                    ("account_id", "in", [self._account(code).id for code in codes]),
                ]
            )
            .mapped("balance")
        )

    def test_charges_and_income_go_to_the_result_and_the_year_is_locked(self):
        wizard = self._open()
        self.assertEqual(wizard.state, "open")
        self.assertEqual(wizard.result, 599.90)
        self.assertFalse(wizard.line_ids)
        wizard.action_close()
        self.assertEqual(self._open().state, "closed")
        self.assertEqual(self._open().result, 599.90)
        self.assertEqual(self._get_balance("707000", "607000"), 0)
        self.assertAlmostEqual(self._get_balance("120000"), -599.90, 2)
        self.assertEqual(str(self.company.fiscalyear_lock_date), "2026-12-31")
        late = self._book("2026-12-30", ("607000", 1.0), ("707000", -1.0))
        self.assertGreater(str(late.date), "2026-12-31")

    def test_a_loss_goes_to_129(self):
        self._book("2026-05-01", ("607000", 700.0), ("512001", -700.0))
        self._open().action_close()
        self.assertAlmostEqual(self._get_balance("129000"), 100.10, 2)
        self.assertEqual(self._get_balance("120000"), 0)

    def test_balances_of_the_next_year_open_with_the_result(self):
        self._open().action_close()
        self._book("2027-01-05", ("512001", 50.0), ("707000", -50.0))
        self.assertEqual(self.company._off_get_result(None, "2026-12-31"), 0)
        self.assertEqual(self.company._off_get_result("2027-01-01", "2027-12-31"), 50)

    def test_drafts_and_suspense_are_named_and_stop_it(self):
        draft = self._book("2026-07-01", ("607000", 1.0), ("512001", -1.0), post=False)
        self._book("2026-08-01", ("471000", 12.34), ("512001", -12.34))
        wizard = self._open()
        self.assertTrue(wizard.is_blocked)
        with self.assertRaises(UserError) as caught:
            wizard.action_close()
        message = str(caught.exception)
        self.assertIn("Entries that are drafts: 1", message)
        self.assertIn("471000", message)
        self.assertIn("12.34", message)
        self.assertFalse(self.company.fiscalyear_lock_date)
        self.assertFalse(self.env["account.fiscalyear.closing"].search([]))
        shown = wizard.line_ids.filtered(lambda line: line.model == "account.move")
        self.assertEqual(
            self.env["account.move"].search(shown.action_show()["domain"]), draft
        )

    def test_a_transaction_of_the_bank_that_waits_stops_it(self):
        self.env["account.bank.statement.line"].with_company(self.company).create(
            {
                "journal_id": self._journal("bank").id,
                "date": "2026-11-30",
                "payment_ref": "Unknown",
                "amount": 5,
            }
        )
        with self.assertRaisesRegex(UserError, "not reconciled"):
            self._open().action_close()

    def test_money_on_its_way_is_told_and_does_not_stop_it(self):
        self._book("2026-12-31", ("580000", 20.0), ("512001", -20.0))
        wizard = self._open()
        self.assertIn("580000", wizard.line_ids.name)
        self.assertFalse(wizard.is_blocked)
        wizard.action_close()

    def test_what_is_owed_to_those_for_whom_one_sold_is_told(self):
        self._book("2026-12-31", ("467000", -20.0), ("512001", 20.0))
        wizard = self._open()
        self.assertIn("467000", wizard.line_ids.name)
        self.assertFalse(wizard.is_blocked)

    def test_a_running_year_is_not_closed(self):
        with self.assertRaisesRegex(UserError, "once it is over"):
            self._open("2027-02-01").action_close()

    def test_years_are_closed_in_their_order(self):
        self._book("2025-05-01", ("607000", 10.0), ("512001", -10.0))
        with self.assertRaisesRegex(UserError, "year before"):
            self._open().action_close()
        self._open("2025-06-01").action_close()
        self._open().action_close()
        self.assertAlmostEqual(self._get_balance("129000"), 10, 2)
        self.assertAlmostEqual(self._get_balance("120000"), -599.90, 2)

    def test_a_closing_can_be_taken_back_until_it_is_final(self):
        self._open().action_close()
        self._open().action_reopen()
        self.assertEqual(self._open().state, "open")
        self.assertEqual(self._get_balance("707000"), -1000)
        self._book("2026-12-30", ("607000", 9.90), ("512001", -9.90))
        self._open().action_close()
        self.assertAlmostEqual(self._get_balance("120000"), -590, 2)

    def test_closed_for_good_means_sealed_and_locked(self):
        self._open().action_close()
        self._open().action_finalise()
        moves = self.env["account.move"].search(
            [("company_id", "=", self.company.id), ("state", "=", "posted")]
        )
        self.assertEqual(len(moves), 3)
        self.assertTrue(all(moves.mapped("inalterable_hash")))
        self.assertEqual(str(self.company.hard_lock_date), "2026-12-31")
        self.assertEqual(self._open().state, "final")
        with self.assertRaises(UserError):
            self._open().action_reopen()
        with self.assertRaises(UserError):
            moves[0].button_draft()
        with self.assertRaises(UserError):
            self.company.hard_lock_date = "2025-12-31"

    def test_income_outside_its_class_is_named(self):
        odd = (
            self.env["account.account"]
            .with_company(self.company)
            .create({"code": "480001", "name": "Odd", "account_type": "income"})
        )
        self._book("2026-05-01", ("480001", -5.0), ("512001", 5.0))
        with self.assertRaises(UserError) as caught:
            self._open().action_close()
        self.assertIn("480001 Odd", str(caught.exception))
        odd.account_type = "liability_current"
        self._open().action_close()

    def test_an_empty_year_is_locked_without_an_entry(self):
        self._open("2024-06-01").action_close()
        self.assertEqual(str(self.company.fiscalyear_lock_date), "2024-12-31")
        self.assertFalse(self.env["account.fiscalyear.closing"].search([]))

    def test_a_file_of_entries_made_before_does_not_stop_it(self):
        self.company.fiscalyear_lock_date = "2026-12-31"
        self._open().action_close()
        self.assertEqual(self._get_balance("707000"), 0)

    def test_others_cannot_close_years(self):
        clerk = self._new_user("clerk_closing", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self._open(user=clerk)
        self.other._off_setup_operator()
        with self.assertRaises(AccessError):
            self.env["off.year.closing"].with_user(self.accountant).create(
                {"date": "2026-06-01", "company_id": self.other.id}
            )
