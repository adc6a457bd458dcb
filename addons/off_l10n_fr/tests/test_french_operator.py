from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.base.tests.common import BaseCommon


@tagged("post_install", "-at_install")
class TestFrenchOperator(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food = cls.env.ref("off_l10n_fr.tax_category_food")
        cls.product = cls.env["product.template"].create(
            {"name": "Carrots", "off_tax_category_id": cls.food.id}
        )
        cls.company = cls.env["res.company"].create(
            {"name": "Amap", "country_id": cls.env.ref("base.fr").id}
        )
        cls.company._off_setup_operator()

    def test_the_chart_is_french_with_prices_tax_included_rounded_per_line(self):
        self.assertEqual(self.company.chart_template, "fr")
        self.assertEqual(self.company.account_price_include, "tax_included")
        self.assertEqual(self.company.tax_calculation_rounding_method, "round_per_line")

    def test_food_bears_its_rate_and_not_the_default_of_the_chart(self):
        taxes = self.product.taxes_id._filter_taxes_by_company(self.company)
        bought = self.product.supplier_taxes_id._filter_taxes_by_company(self.company)
        self.assertEqual((taxes.amount, bought.amount), (5.5, 5.5))
        self.assertTrue(taxes.active and taxes.price_include)
        self.assertEqual(self.company.account_sale_tax_id, taxes)

    def _create_with_books(self):
        """A company that put taxes on top of prices before it became an operator."""
        company = self.env["res.company"].create(
            {"name": "Épicerie", "country_id": self.env.ref("base.fr").id}
        )
        self.env["account.chart.template"].try_loading("fr", company, False)
        invoice = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.env["res.partner"].create({"name": "Ann"}).id,
                    "invoice_line_ids": [
                        (0, 0, {"name": "Advice", "price_unit": 10, "tax_ids": []})
                    ],
                }
            )
        )
        invoice.action_post()
        return company

    def test_taxes_on_top_of_prices_get_twins_for_cycles(self):
        company = self._create_with_books()
        self.assertEqual(company.account_price_include, "tax_excluded")
        usual = company.account_sale_tax_id
        company._off_setup_operator()
        for taxes in (self.product.taxes_id, self.product.supplier_taxes_id):
            tax = taxes._filter_taxes_by_company(company)
            self.assertEqual((tax.amount, tax.price_include), (5.5, True))
            account = tax.invoice_repartition_line_ids.account_id
            self.assertTrue(account, "it is booked as its twin")
        self.assertEqual(company.account_sale_tax_id, usual, "of its other business")
        count = self.env["account.tax"].search_count([("company_id", "=", company.id)])
        company._off_setup_operator()
        company.off_vat_exempt = True
        company.off_vat_exempt = False
        again = self.env["account.tax"].search_count([("company_id", "=", company.id)])
        self.assertEqual(again, count)
        tax = self.product.taxes_id._filter_taxes_by_company(company)
        with self.assertRaisesRegex(ValidationError, "have their taxes in them"):
            tax.price_include_override = "tax_excluded"

    def test_what_was_mapped_on_top_is_put_into_prices(self):
        company = self._create_with_books()
        company._off_setup_operator()
        mapping = self.food.mapping_ids.filtered(lambda one: one.company_id == company)
        usual = self.food._find_taxes(company)["sale"]
        self.assertFalse(usual.price_include)
        usual.active = True
        # As of a database from before.
        self.env.cr.execute(
            "UPDATE off_tax_mapping_sale_rel SET account_tax_id = %s"
            " WHERE off_tax_mapping_id = %s",
            [usual.id, mapping.id],
        )
        mapping.invalidate_recordset()
        self.assertEqual(mapping.sale_tax_ids, usual)
        company._off_map_taxes()
        self.assertTrue(mapping.sale_tax_ids.price_include)
        self.assertEqual(len(mapping.sale_tax_ids), 1)

    def test_a_second_operator_leaves_the_first_ones_taxes(self):
        before = self.product.taxes_id._filter_taxes_by_company(self.company)
        other = self.env["res.company"].create(
            {"name": "Halle", "country_id": self.env.ref("base.fr").id}
        )
        other._off_setup_operator()
        self.assertEqual(
            self.product.taxes_id._filter_taxes_by_company(self.company), before
        )
        self.assertEqual(
            self.product.taxes_id._filter_taxes_by_company(other).amount, 5.5
        )

    def test_setting_up_again_changes_nothing(self):
        mappings = self.env["off.tax.mapping"].search([])
        self.company._off_setup_operator()
        self.assertEqual(self.env["off.tax.mapping"].search([]), mappings)

    def test_payments_wait_on_an_outstanding_account(self):
        lines = self.env["account.payment.method.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("journal_id.type", "in", ("bank", "cash")),
            ]
        )
        self.assertTrue(lines)
        self.assertTrue(all(line.payment_account_id for line in lines))
        self.assertEqual(lines.payment_account_id.company_ids, self.company)

    def test_payments_of_journals_that_come_later_wait_too(self):
        journal = self.env["account.journal"].create(
            {
                "name": "Second bank",
                "type": "bank",
                "code": "BNK9",
                "company_id": self.company.id,
            }
        )
        lines = journal.inbound_payment_method_line_ids
        lines |= journal.outbound_payment_method_line_ids
        self.assertTrue(lines)
        self.assertTrue(all(line.payment_account_id for line in lines))

    def test_the_names_of_french_files_find_their_category(self):
        self.assertIn("TVA 5,5%", self.food.import_names.split(";"))

    def _invoice(self, amount=42.2):
        invoice = (
            self.env["account.move"]
            .with_company(self.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.env["res.partner"].create({"name": "Ann"}).id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        (0, 0, {"name": "Carrots", "price_unit": amount, "tax_ids": []})
                    ],
                }
            )
        )
        invoice.action_post()
        return invoice

    def test_what_was_invoiced_is_sealed(self):
        first, second = self._invoice(), self._invoice(3)
        self.assertTrue(first.inalterable_hash)
        self.assertTrue(second.inalterable_hash)
        self.assertNotEqual(first.inalterable_hash, second.inalterable_hash)
        with self.assertRaises(UserError):
            first.button_draft()
        with self.assertRaises(UserError):
            first.invoice_date = "2026-11-03"
        self.assertEqual(first.state, "posted")

    def test_nothing_is_added_to_a_locked_period(self):
        self._invoice()
        self.company.fiscalyear_lock_date = "2026-11-30"
        with self.assertRaises(UserError):
            self._invoice()

    def test_amounts_in_words_are_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        invoice = self._invoice()
        english = invoice.with_context(lang="en_US").amount_total_words
        french = invoice.with_context(lang="fr_FR").amount_total_words
        self.assertIn("Forty-Two", english)
        self.assertIn("Quarante-Deux", french)
