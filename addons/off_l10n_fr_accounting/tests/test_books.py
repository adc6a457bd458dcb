from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..books.kinds import ACCOUNTS, ASSOCIATION, COOPERATIVE, MENTION_NON_PROFIT
from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
class TestBooks(FrenchBooksCommon):
    def _set_up(self, kind, mention=None):
        wizard = (
            self.env["off.books.setup"]
            .with_user(self.accountant)
            .with_company(self.company)
            .create({"kind": kind, "vat_mention": mention})
        )
        return wizard, wizard.action_apply()

    def _get_codes(self, company=None):
        accounts = self.env["account.account"].with_company(company or self.company)
        found = accounts.search([("company_ids", "in", (company or self.company).ids)])
        return set(found.mapped("code"))

    def test_an_association_gets_the_accounts_of_its_law(self):
        self._set_up("association")
        self.assertGreaterEqual(self._get_codes(), {one.code for one in ASSOCIATION})
        self.assertFalse({one.code for one in COOPERATIVE} & self._get_codes())
        volunteers = self._account("864000")
        self.assertEqual(volunteers.account_type, "off_balance")
        fees = self._account("756100")
        self.assertEqual(fees.account_type, "income")
        self.assertEqual(
            fees.with_context(lang="fr_FR").name, "Cotisations sans contrepartie"
        )
        self.assertEqual(
            self._account("754000").with_context(lang="fr_FR").name,
            "Ressources liées à la générosité du public",
        )

    def test_an_association_that_is_not_liable_charges_no_vat_and_says_why(self):
        food = self.env.ref("off_l10n_fr.tax_category_food")
        carrots = self.env["product.product"].create(
            {"name": "Carrots", "off_tax_category_id": food.id}
        )
        self.assertTrue(carrots.taxes_id._filter_taxes_by_company(self.company))
        self._set_up("association")
        self.assertFalse(carrots.taxes_id._filter_taxes_by_company(self.company))
        self.assertEqual(self.company.off_vat_mention, MENTION_NON_PROFIT)
        self._set_up("association_vat")
        self.assertEqual(
            carrots.taxes_id._filter_taxes_by_company(self.company).amount, 5.5
        )
        self.assertEqual(self.company.account_sale_tax_id.amount, 5.5)

    def test_the_mention_of_the_accountant_stays(self):
        self._set_up("association", "TVA non applicable, art. 293 B du CGI")
        self.assertIn("293 B", self.company.off_vat_mention)
        self._set_up("association")
        self.assertIn("293 B", self.company.off_vat_mention)

    def test_a_cooperative_gets_shares_and_rebates_and_a_company_nothing_more(self):
        before = self._get_codes()
        self._set_up("company")
        self.assertEqual(self._get_codes(), before)
        self._set_up("cooperative")
        self.assertEqual(self._get_codes() - before, {one.code for one in COOPERATIVE})

    def test_running_it_again_changes_nothing(self):
        self._set_up("association")
        before = self._get_codes()
        journals = self.env["account.journal"].search_count([])
        steps = self.books._off_plan_books("association")
        self.assertFalse([step for step in steps if step.state == "todo"])
        self._set_up("association")
        self.assertEqual(self._get_codes(), before)
        self.assertEqual(self.env["account.journal"].search_count([]), journals)

    def test_what_the_accountant_changed_stays(self):
        account = self._account("754000")
        account.with_context(lang="en_US").name = "Raffle"
        self.env["account.account"].with_company(self.company).create(
            {"code": "756100", "name": "Memberships 2026", "account_type": "income"}
        )
        steps = self.books._off_plan_books("association")
        kept = [step.text for step in steps if step.state == "kept"]
        self.assertTrue([text for text in kept if "756100" in text])
        self._set_up("association")
        self.assertEqual(account.with_context(lang="en_US").name, "Raffle")
        self.assertEqual(self._account("756100").name, "Memberships 2026")

    def test_the_preview_lists_what_will_be_done_and_does_nothing(self):
        before = self._get_codes()
        wizard = (
            self.env["off.books.setup"]
            .with_user(self.accountant)
            .with_company(self.company)
            .create({"kind": "association"})
        )
        todo = wizard.line_ids.filtered(lambda line: line.state == "todo")
        self.assertTrue(todo.filtered(lambda line: "864000" in line.name))
        self.assertEqual(self._get_codes(), before)
        self.assertFalse(self.company.off_operator_kind)

    def test_differences_of_tills_are_booked_on_accounts_of_the_french_chart(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Till",
                "type": "cash",
                "code": "TILL",
                "company_id": self.company.id,
            }
        )
        self._set_up("company")
        self.assertEqual(journal.profit_account_id, self._account("758000"))
        self.assertEqual(journal.loss_account_id, self._account("658000"))
        other = self._account("758700")
        journal.profit_account_id = other
        self._set_up("company")
        self.assertEqual(journal.profit_account_id, other)

    def test_each_kind_can_be_set_up(self):
        for kind in ACCOUNTS:
            self._set_up(kind)
            self.assertEqual(self.company.off_operator_kind, kind)

    def test_without_a_french_chart_it_says_what_to_do(self):
        with self.assertRaisesRegex(UserError, "Set up as operator"):
            self.other._off_set_up_books("company")

    def test_others_cannot_set_up_books(self):
        clerk = self._new_user("clerk_books", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            self.company.with_user(clerk)._off_set_up_books("company")
        with self.assertRaises(AccessError):
            self.env["off.books.setup"].with_user(clerk).create({"kind": "company"})
        self.other._off_setup_operator()
        with self.assertRaises(AccessError):
            self.env["off.books.setup"].with_user(self.accountant).create(
                {"kind": "company", "company_id": self.other.id}
            )
        self.assertFalse(self.other.off_operator_kind)
