from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon


@tagged("post_install", "-at_install")
class TestEreporting(BaseCommon):
    """On 2 November Ann is invoiced 10.55 of food and 12.00 of a service, the school
    31.65 of food; Ann gets 1.05 back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create(
            {"name": "Amap", "country_id": cls.env.ref("base.fr").id}
        )
        cls.company._off_setup_operator()
        category = cls.env.ref("off_l10n_fr.tax_category_food")
        cls.food = cls.env["product.product"].create(
            {"name": "Carrots", "off_tax_category_id": category.id}
        )
        cls.service = cls.env["product.product"].create(
            {"name": "Packing", "type": "service", "taxes_id": [(5,)]}
        )
        cls.tax_food = cls.food.taxes_id._filter_taxes_by_company(cls.company)
        cls.tax_service = cls.env["account.tax"].search(
            [
                ("company_id", "=", cls.company.id),
                ("type_tax_use", "=", "sale"),
                ("amount", "=", 20),
                ("price_include_override", "=", False),
            ],
            limit=1,
        )
        cls.ann = cls.env["res.partner"].create({"name": "Ann"})
        cls.school = cls.env["res.partner"].create(
            {"name": "School", "is_company": True}
        )
        cls._invoice(cls.ann, (cls.food, 10.55), (cls.service, 12))
        cls._invoice(cls.school, (cls.food, 31.65))
        cls._invoice(cls.ann, (cls.food, 1.05), move_type="out_refund")
        draft = cls._invoice(cls.ann, (cls.food, 99), post=False)
        assert draft.state == "draft"
        cls.env.flush_all()

    @classmethod
    def _invoice(cls, partner, *rows, post=True, **vals):
        move = (
            cls.env["account.move"]
            .with_company(cls.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": "2026-11-02",
                    "invoice_line_ids": [
                        (
                            0,
                            0,
                            {
                                "product_id": product.id,
                                "price_unit": price,
                                "tax_ids": [
                                    (
                                        6,
                                        0,
                                        (
                                            cls.tax_food
                                            if product == cls.food
                                            else cls.tax_service
                                        ).ids,
                                    )
                                ],
                            },
                        )
                        for product, price in rows
                    ],
                    **vals,
                }
            )
        )
        if post:
            move.action_post()
        return move

    def _read(self):
        rows = self.env["off.ereporting.day"].search(
            [("company_id", "=", self.company.id)]
        )
        return {
            (str(row.date), row.category, row.rate): (
                row.base,
                row.tax,
                row.total,
                row.document_count,
            )
            for row in rows
        }

    def test_consumers_by_day_rate_and_kind(self):
        self.assertEqual(
            self._read(),
            {
                ("2026-11-02", "TLB1", 5.5): (9.0, 0.5, 9.5, 2),
                ("2026-11-02", "TPS1", 20.0): (10.0, 2.0, 12.0, 1),
            },
        )

    def test_who_has_a_number_is_no_consumer(self):
        self.ann.company_registry = "33417522101010"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self._read())

    def test_what_is_a_debt_is_no_sale(self):
        debt = self.env["account.account"].create(
            {
                "name": "Deposits",
                "code": "467999",
                "account_type": "liability_current",
                "company_ids": [(6, 0, self.company.ids)],
            }
        )
        before = self._read()
        move = self._invoice(self.ann, (self.food, 5), post=False)
        move.invoice_line_ids.account_id = debt
        move.action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._read(), before)

    def test_others_do_not_see_it(self):
        other = self.env["res.company"].create({"name": "Other"})
        user = new_test_user(
            self.env,
            "ereporting",
            "account.group_account_invoice",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        rows = self.env["off.ereporting.day"].with_user(user)
        self.assertFalse(rows.search([("company_id", "=", self.company.id)]))
        plain = new_test_user(self.env, "ereporting_plain", "base.group_user")
        with self.assertRaises(AccessError):
            rows.with_user(plain).search([])
