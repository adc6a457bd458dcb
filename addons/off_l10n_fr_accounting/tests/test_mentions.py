from lxml import html

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .common import FrenchBooksCommon

SIRET = "12345678200010"


@tagged("post_install", "-at_install")
@freeze_time("2026-11-28")
class TestMentions(FrenchBooksCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.company_registry = SIRET
        cls.company.off_enterprise_size = "small"
        cls.school = cls.env["res.partner"].create(
            {
                "name": "School",
                "is_company": True,
                "country_id": cls.env.ref("base.fr").id,
            }
        )
        cls.canteen = cls.env["res.partner"].create(
            {"name": "Canteen", "type": "delivery", "parent_id": cls.school.id}
        )
        cls.carrots = cls.env["product.product"].create({"name": "Carrots"})
        cls.packing = cls.env["product.product"].create(
            {"name": "Packing", "type": "service"}
        )

    def _invoice(self, *products, partner=None, day="2026-11-28", **vals):
        return (
            self.env["account.move"]
            .with_company(self.company)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": (partner or self.school).id,
                    "invoice_date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "name": "Something",
                                "price_unit": 10,
                                "tax_ids": [Command.clear()],
                            }
                        )
                        for product in products or [self.carrots]
                    ],
                    **vals,
                }
            )
        )

    def _print(self, move):
        report = self.env["ir.actions.report"]
        content, _kind = report._render_qweb_html(
            "account.account_invoices", move.ids, {}
        )
        return html.fromstring(content).text_content()

    def test_before_the_day_what_is_missing_is_told(self):
        move = self._invoice(invoice_user_id=self.accountant.id)
        self.assertIn("School", move.off_missing_mentions)
        move.action_post()
        self.assertEqual(move.state, "posted")
        activity = move.activity_ids
        self.assertIn("SIREN", activity.note)
        self.assertEqual(activity.user_id, self.accountant)

    def test_from_that_day_on_the_invoice_is_refused(self):
        with freeze_time("2027-09-01"):
            self.canteen.write({"zip": "35000", "city": "Rennes"})
            move = self._invoice(day="2027-09-01")
            with self.assertRaisesRegex(UserError, "SIREN or SIRET of the customer"):
                move.action_post()
            self.assertEqual(move.state, "draft")
            self.school.company_registry = SIRET
            move.action_post()
            self.assertEqual(move.state, "posted")
            self.assertFalse(move.activity_ids)

    def test_a_large_enterprise_is_refused_since_september_2026(self):
        self.company.off_enterprise_size = "large"
        with self.assertRaises(UserError):
            self._invoice().action_post()

    def test_one_refused_invoice_posts_none_of_them(self):
        self.company.off_enterprise_size = "large"
        good = self._invoice(partner=self.env["res.partner"].create({"name": "Ann"}))
        moves = good | self._invoice()
        with self.assertRaises(UserError):
            moves.action_post()
        self.assertEqual(set(moves.mapped("state")), {"draft"})

    def test_families_and_customers_abroad_are_not_asked(self):
        ann = self.env["res.partner"].create({"name": "Ann"})
        shop = self.env["res.partner"].create(
            {
                "name": "Tienda",
                "is_company": True,
                "country_id": self.env.ref("base.es").id,
            }
        )
        for partner in (ann, shop):
            move = self._invoice(partner=partner)
            self.assertTrue(move.off_operation_nature)
            self.assertFalse(move.off_missing_mentions)

    def test_the_nature_follows_from_the_products(self):
        self.assertEqual(self._invoice(self.carrots).off_operation_nature, "goods")
        self.assertEqual(self._invoice(self.packing).off_operation_nature, "services")
        mixed = self._invoice(self.carrots, self.packing)
        self.assertEqual(mixed.off_operation_nature, "mixed")
        none = self._invoice(self.env["product.product"])
        self.assertFalse(none.off_operation_nature)
        self.assertIn("Nature of the operation", none.off_missing_mentions)

    def test_an_address_of_delivery_has_to_be_complete(self):
        self.school.company_registry = SIRET
        move = self._invoice(partner_shipping_id=self.canteen.id)
        self.assertIn("Canteen", move.off_missing_mentions)
        self.canteen.write({"zip": "35000", "city": "Rennes"})
        self.assertFalse(move.off_missing_mentions)

    def test_the_paper_has_them(self):
        self.school.company_registry = SIRET
        self.canteen.write({"street": "2 rue du Pré", "zip": "35000", "city": "Rennes"})
        move = self._invoice(
            self.carrots, self.packing, partner_shipping_id=self.canteen.id
        )
        move.action_post()
        text = self._print(move)
        self.assertIn("123456782", text)
        self.assertIn("Goods and services", text)
        self.assertIn("2 rue du Pré", text)
        self.assertNotIn("Option to pay tax on debits", text)

    def test_an_operator_that_is_not_liable_says_why(self):
        self.company._off_set_up_books("association")
        move = self._invoice()
        move.action_post()
        self.assertIn("art. 261, 7-1° du CGI", self._print(move))

    def test_the_option_for_debits_is_one_of_services(self):
        goods = self.env["account.chart.template"].with_company(self.company)
        tax = goods.ref("tva_normale")
        self.assertEqual(tax.tax_exigibility, "on_invoice")
        move = self._invoice(self.carrots)
        move.invoice_line_ids.tax_ids = tax
        self.assertFalse(move.off_is_vat_on_debits)
        move = self._invoice(self.packing)
        move.invoice_line_ids.tax_ids = tax
        self.assertTrue(move.off_is_vat_on_debits)
        move.invoice_line_ids.tax_ids = goods.ref("tva_normale_encaissement")
        self.assertFalse(move.off_is_vat_on_debits)
