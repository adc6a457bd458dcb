from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon


@tagged("post_install", "-at_install")
class TestSpanishOperator(BaseCommon):
    """A grower of oranges near Valencia and its customers in France."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.spain, cls.france = cls.env.ref("base.es"), cls.env.ref("base.fr")
        cls.company = cls.env["res.company"].create(
            {"name": "Naranjas del Turia", "country_id": cls.spain.id}
        )
        cls.company._off_setup_operator()
        cls.food = cls.env.ref("off_l10n_fr.tax_category_food")
        cls.oranges = cls.env["product.product"].create(
            {"name": "Oranges", "off_tax_category_id": cls.food.id}
        )
        cls.ann = cls.env["res.partner"].create(
            {"name": "Ann", "country_id": cls.france.id}
        )
        cls.accountant = new_test_user(
            cls.env,
            "accountant_es",
            "account.group_account_manager",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _invoice(self, partner, **vals):
        move = (
            self.env["account.move"]
            .with_company(self.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        Command.create(
                            {"product_id": self.oranges.id, "price_unit": 105.50}
                        )
                    ],
                    **vals,
                }
            )
        )
        move.action_post()
        return move

    def _join(self):
        self.company.with_user(self.accountant).action_off_join_oss()

    def test_taxes_on_top_of_prices_get_twins_for_cycles(self):
        self.env.cr.execute(
            "UPDATE res_company SET account_price_include = 'tax_excluded'"
            " WHERE id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()
        self.assertFalse(
            self.oranges.taxes_id._filter_taxes_by_company(self.company).price_include
        )
        self.company._off_map_taxes()
        tax = self.oranges.taxes_id._filter_taxes_by_company(self.company)
        self.assertEqual((tax.amount, tax.price_include), (4.0, True))

    def test_the_chart_is_spanish_and_food_is_taxed_at_its_rates(self):
        self.assertTrue(self.company.chart_template.startswith("es_"))
        self.assertEqual(
            self.oranges.taxes_id._filter_taxes_by_company(self.company).amount, 4
        )
        for name, rate in (
            ("off_l10n_es.tax_category_other_food", 10),
            ("off_l10n_fr.tax_category_goods", 21),
        ):
            category = self.env.ref(name, raise_if_not_found=False)
            if not category:
                category = self.env["off.tax.category"].search([("rate", "=", 20)])[:1]
            taxes = category._find_taxes(self.company)
            self.assertEqual(taxes["sale"].amount, rate)
            self.assertEqual(taxes["purchase"].amount, rate)

    def test_a_french_operator_taxes_all_food_at_its_own_rate(self):
        french = self.env["res.company"].create(
            {"name": "Amap", "country_id": self.france.id}
        )
        french._off_setup_operator()
        for category in self.food | self.env.ref("off_l10n_es.tax_category_other_food"):
            self.assertEqual(category._find_taxes(french)["sale"].amount, 5.5)
        self.assertEqual(
            self.oranges.taxes_id._filter_taxes_by_company(french).amount, 5.5
        )

    def test_below_the_threshold_families_elsewhere_pay_spanish_vat(self):
        move = self._invoice(self.ann)
        self.assertEqual(move.invoice_line_ids.tax_ids.amount, 4)
        self.assertAlmostEqual(move.amount_tax, 4.06, 2)
        self.assertEqual(move.amount_total, 105.50)

    def test_by_the_one_stop_shop_they_pay_their_own(self):
        self._join()
        move = self._invoice(self.ann)
        self.assertEqual(move.invoice_line_ids.tax_ids.amount, 5.5)
        self.assertEqual(move.amount_total, 105.50)
        self.assertAlmostEqual(move.amount_tax, 5.50, 2)
        self.env.flush_all()
        [row] = self.env["off.oss.quarter"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(str(row.quarter), "2026-10-01")
        self.assertEqual((row.country_id, row.rate), (self.france, 5.5))
        self.assertEqual((row.base, row.tax), (100, 5.50))
        self.env.invalidate_all()
        self._invoice(self.ann, move_type="out_refund")
        self.env.flush_all()
        [row] = self.env["off.oss.quarter"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual((row.base, row.tax), (0, 0))

    def test_orders_bear_it_too(self):
        if "sale.order" not in self.env:
            self.skipTest("sales are not installed")
        self._join()
        order = (
            self.env["sale.order"]
            .with_company(self.company)
            .create(
                {
                    "partner_id": self.ann.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {"product_id": self.oranges.id, "price_unit": 105.50}
                        )
                    ],
                }
            )
        )
        self.assertEqual(order.order_line.tax_ids.amount, 5.5)
        self.assertEqual(order.amount_total, 105.50)

    def test_it_can_be_left_and_joined_again(self):
        self._join()
        positions = self.company._off_get_oss_positions()
        self.company.with_user(self.accountant).action_off_leave_oss()
        self.assertEqual(self._invoice(self.ann).invoice_line_ids.tax_ids.amount, 4)
        self._join()
        self.assertEqual(self.company._off_get_oss_positions(), positions)
        self.assertEqual(self._invoice(self.ann).invoice_line_ids.tax_ids.amount, 5.5)

    def test_families_of_spain_and_enterprises_of_the_union(self):
        self._join()
        luz = self.env["res.partner"].create(
            {"name": "Luz", "country_id": self.spain.id}
        )
        self.assertEqual(self._invoice(luz).invoice_line_ids.tax_ids.amount, 4)
        hub = self.env["res.partner"].create(
            {
                "name": "Amap",
                "is_company": True,
                "country_id": self.france.id,
                "vat": "FR11123456782",
            }
        )
        position = (
            self.env["account.fiscal.position"]
            .with_company(self.company)
            ._get_fiscal_position(hub)
        )
        self.assertTrue(position.vat_required)
        move = self._invoice(hub)
        self.assertEqual(move.fiscal_position_id, position)
        self.assertEqual(sum(move.invoice_line_ids.tax_ids.mapped("amount")), 0)
        self.env.flush_all()
        self.assertFalse(
            self.env["off.oss.quarter"].search([("company_id", "=", self.company.id)])
        )

    def test_others_change_and_see_nothing(self):
        clerk = new_test_user(
            self.env,
            "clerk_es",
            "account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.company.with_user(clerk).action_off_join_oss()
        other = self.env["res.company"].create({"name": "Other"})
        with self.assertRaises(AccessError):
            other.with_user(self.accountant).action_off_join_oss()
        with self.assertRaises(UserError):
            other.action_off_join_oss()
        self._join()
        self._invoice(self.ann)
        self.env.flush_all()
        stranger = new_test_user(
            self.env,
            "stranger_es",
            "account.group_account_invoice",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self.env["off.oss.quarter"].with_user(stranger).search([]))
        visitor = new_test_user(self.env, "visitor_es", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["off.oss.quarter"].with_user(visitor).search([])
