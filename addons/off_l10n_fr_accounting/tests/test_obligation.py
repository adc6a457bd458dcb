from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import FrenchBooksCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-28")
class TestObligation(FrenchBooksCommon):
    def _get(self, name, user=None, company=None):
        company = company or self.company
        found = self.env.ref(f"off_l10n_fr_accounting.obligation_{name}")
        return found.with_user(user or self.accountant).with_company(company)

    def test_each_has_a_law_a_source_and_what_to_do(self):
        for one in self.env["off.obligation"].search([]):
            self.assertTrue(one.law and one.source_url and one.todo and one.coverage)
            self.assertTrue(
                not one.check or hasattr(one, f"_check_{one.check}"), one.name
            )

    def test_a_small_enterprise_has_the_dates_of_small_ones(self):
        self.assertEqual(self._get("fr_receive").state, "todo")
        self.assertEqual(self._get("fr_issue_small").state, "later")
        self.assertEqual(self._get("fr_issue_large").state, "none")
        self.company.off_enterprise_size = "large"
        self.env.invalidate_all()
        self.assertEqual(self._get("fr_issue_large").state, "todo")
        self.assertEqual(self._get("fr_issue_small").state, "none")

    def test_an_association_whose_sales_are_exempt_is_outside_the_reform(self):
        self.company._off_set_up_books("association")
        self.assertEqual(self._get("fr_receive").state, "none")
        self.assertEqual(self._get("fr_report_small").state, "none")
        self.company.off_vat_mention = "TVA non applicable, art. 293 B du CGI"
        self.env.invalidate_all()
        self.assertEqual(self._get("fr_report_small").state, "later")
        self.assertEqual(self._get("fr_cibs").state, "later")
        self.assertIn("CIBS", self._get("fr_cibs").missing)

    def test_laws_of_other_countries_do_not_concern_it(self):
        self.assertEqual(self._get("es_verifactu_companies").state, "none")

    def test_what_is_missing_is_named(self):
        school = self.env["res.partner"].create({"name": "School", "is_company": True})
        self.env["account.move"].with_company(self.company).create(
            {
                "move_type": "out_invoice",
                "partner_id": school.id,
                "invoice_date": "2026-11-02",
                "invoice_line_ids": [(0, 0, {"name": "Carrots", "price_unit": 5})],
            }
        ).action_post()
        self.assertIn("School", self._get("fr_mentions_small").missing)
        school.company_registry = "12345678200010"
        self.env.invalidate_all()
        self.assertFalse(self._get("fr_mentions_small").missing)

    def test_the_file_of_entries_needs_a_siren(self):
        self.assertEqual(self._get("fr_fec").state, "todo")
        self.company.company_registry = "12345678200010"
        self.env.invalidate_all()
        self.assertEqual(self._get("fr_fec").state, "done")

    def test_a_note_makes_it_done_for_one_operator_only(self):
        one = self._get("fr_till")
        self.assertEqual(one.state, "todo")
        action = one.action_note()
        self.env["off.obligation.mark"].with_user(self.accountant).with_company(
            self.company
        ).with_context(**action["context"]).create({"note": "Attestation of 2026"})
        self.env.invalidate_all()
        self.assertEqual(self._get("fr_till").state, "done")
        self.other._off_setup_operator()
        elsewhere = self._new_user(
            "accountant_other", "account.group_account_manager", self.other
        )
        there = self._get("fr_till", user=elsewhere, company=self.other)
        self.assertEqual(there.state, "todo")
        self.assertFalse(there.mark_ids)

    def test_others_read_no_notes_and_change_no_law(self):
        mark = self.env["off.obligation.mark"].create(
            {
                "obligation_id": self._get("fr_till").id,
                "company_id": self.other.id,
                "note": "Secret",
            }
        )
        with self.assertRaises(AccessError):
            mark.with_user(self.accountant).read(["note"])
        with self.assertRaises(AccessError):
            self._get("fr_till").write({"date_from": "2030-01-01"})
        with self.assertRaises(AccessError):
            self.env["off.obligation.mark"].with_user(self.accountant).create(
                {
                    "obligation_id": self._get("fr_fec").id,
                    "company_id": self.other.id,
                }
            )
        clerk = self._new_user("clerk_law", "base.group_user")
        with self.assertRaises(AccessError):
            self._get("fr_till", user=clerk).read(["name"])

    def test_sales_to_consumers_of_the_union_are_counted(self):
        self.assertEqual(self._get("fr_oss").state, "none")
        ines = self.env["res.partner"].create(
            {"name": "Ines", "country_id": self.env.ref("base.es").id}
        )
        for price in (6000, 4001):
            self.env["account.move"].with_company(self.company).create(
                {
                    "move_type": "out_invoice",
                    "partner_id": ines.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {"name": "Wine", "price_unit": price, "tax_ids": [(5,)]},
                        )
                    ],
                }
            ).action_post()
            self.env.invalidate_all()
            expected = "done" if price == 6000 else "todo"
            self.assertEqual(self._get("fr_oss").state, expected)
        self.assertIn("10,001", self._get("fr_oss").missing)
