from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestOperator(NetworkCommon):
    def test_taxes_of_a_product_are_those_of_every_operator(self):
        category = self.env["off.tax.category"].create({"name": "Food", "rate": 6})
        taxes = self.env["account.tax"]
        for company in self.company_a | self.company_b:
            tax = self._create_tax(company, "sale")
            taxes |= tax
            self.env["off.tax.mapping"].create(
                {
                    "category_id": category.id,
                    "company_id": company.id,
                    "sale_tax_ids": [(6, 0, tax.ids)],
                    "purchase_tax_ids": [
                        (6, 0, self._create_tax(company, "purchase").ids)
                    ],
                }
            )
        template = self.product.product_tmpl_id
        template.off_tax_category_id = category
        self.assertEqual(template.taxes_id, taxes)
        template.taxes_id = False
        self.assertEqual(template.taxes_id, taxes, "the category decides")

    def test_an_operator_that_is_not_liable_charges_none(self):
        self.company_a.account_price_include = "tax_included"
        category = self.env["off.tax.category"].create({"name": "Food", "rate": 6})
        for use in ("sale", "purchase"):
            self._create_tax(self.company_a, use)
        categories = self.env["off.tax.category"]
        categories._map_company(self.company_a)
        self.product.product_tmpl_id.off_tax_category_id = category
        self.assertTrue(self.product.taxes_id)
        self.company_a.off_vat_exempt = True
        self.assertFalse(category.mapping_ids)
        self.assertFalse(self.product.taxes_id | self.product.supplier_taxes_id)
        self.assertFalse(self.company_a.account_sale_tax_id)
        self.company_a.off_vat_exempt = False
        self.assertTrue(self.product.taxes_id)
        self.assertEqual(self.company_a.account_sale_tax_id, self.product.taxes_id)

    def test_the_first_operator_takes_over_who_was_there_before(self):
        self.env["res.company"].search([]).off_is_operator = False
        family = self.env["res.partner"].create({"name": "Family"})
        child = self.env["res.partner"].create(
            {"name": "Home", "parent_id": family.id, "type": "delivery"}
        )
        family.off_company_ids = False
        self.company_a._off_take_over_customers()
        self.assertEqual((family | child).off_company_ids, self.company_a)
        self.assertFalse(self.producer.off_company_ids)
        self.assertFalse(self.company_b.partner_id.off_company_ids)
        self.assertFalse(self.coordinator_b.partner_id.off_company_ids)

    def test_its_price_lists_have_the_currency_of_its_books(self):
        """A company is born with the currency of who makes it."""
        company = self.env["res.company"].create(
            {"name": "Operator C", "currency_id": self.env.ref("base.CHF").id}
        )
        company.country_id = self.env.ref("base.us")
        price_list = self.env["product.pricelist"].create(
            {"name": "Default", "company_id": company.id}
        )
        price_list.currency_id = self.env.ref("base.EUR")
        company._off_setup_operator("generic_coa")
        self.assertEqual(price_list.currency_id, company.currency_id)
        other = self.env["product.pricelist"].create(
            {
                "name": "Abroad",
                "company_id": company.id,
                "currency_id": self.env.ref("base.EUR").id,
                "item_ids": [(0, 0, {"compute_price": "fixed", "fixed_price": 1})],
            }
        )
        company._off_setup_operator("generic_coa")
        self.assertEqual(other.currency_id, self.env.ref("base.EUR"))

    def test_only_administrators_set_up_operators(self):
        company = self.env["res.company"].create({"name": "Mine"})
        portal = new_test_user(self.env, "portal", groups="base.group_portal")
        for user in (portal, self.coordinator_a):
            with self.assertRaisesRegex(AccessError, "administrator"):
                company.with_user(user).action_off_setup_operator()
        self.assertFalse(company.off_is_operator)

    def test_a_company_without_country_cannot_become_an_operator(self):
        company = self.env["res.company"].create({"name": "Nowhere"})
        company.country_id = False
        with self.assertRaisesRegex(UserError, "Set the country of Nowhere"):
            company._off_setup_operator()

    def test_prices_of_cycles_have_their_taxes_in_them(self):
        """Of a company that had books with taxes on top before."""
        self.company_a.account_price_include = "tax_excluded"
        category = self.env["off.tax.category"].create({"name": "Food", "rate": 6})
        usual = self._create_tax(self.company_a, "sale", price_include_override=False)
        self._create_tax(self.company_a, "purchase")
        self.assertFalse(usual.price_include)
        for _again in range(2):
            category._map_company(self.company_a)
            mapping = category.mapping_ids
            twin = mapping.sale_tax_ids
            self.assertNotEqual(twin, usual)
            self.assertTrue(twin.price_include)
            self.assertIn("included", twin.name)
            mapping.unlink()
        taxes = self.env["account.tax"].search([("company_id", "=", self.company_a.id)])
        self.assertEqual(len(taxes.filtered(lambda one: one.amount == 6)), 3)
        with self.assertRaisesRegex(ValidationError, "have their taxes in them"):
            self.env["off.tax.mapping"].create(
                {
                    "category_id": category.id,
                    "company_id": self.company_a.id,
                    "sale_tax_ids": [(6, 0, usual.ids)],
                }
            )

    def _create_tax(self, company, use, **vals):
        group = self.env["account.tax.group"].create(
            {"name": "Six", "company_id": company.id}
        )
        return self.env["account.tax"].create(
            {
                "name": f"6 % {use}",
                "amount": 6,
                "type_tax_use": use,
                "company_id": company.id,
                "tax_group_id": group.id,
                "country_id": self.env.ref("base.fr").id,
                "price_include_override": "tax_included",
                **vals,
            }
        )
