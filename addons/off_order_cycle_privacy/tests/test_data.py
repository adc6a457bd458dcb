import json

from odoo.tests import tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestData(PrivacyCommon):
    """Everything that is held about a person."""

    def _get_sections(self, companies=None):
        sections = self.lea._off_get_personal_data(companies or self.company_a)
        json.dumps(sections)  # holds nothing that JSON does not know
        return {one["code"]: one["rows"] for one in sections}

    def test_identity_orders_invoices_payments_notes(self):
        invoice = self._make_invoice()
        self._pay(invoice)
        self.lea.message_post(body="Called on Monday")
        purpose = self.env.ref("off_order_cycle_privacy.purpose_phone")
        self.env["off.consent"]._record(
            self.lea, self.company_a, purpose, True, "staff", "on paper"
        )
        sections = self._get_sections()
        texts = json.dumps(sections, ensure_ascii=False)
        for text in (
            "Léa Martin",
            "lea@example.org",
            "0612345678",
            "3 rue du Puits",
            "Allergic to nuts",
            "Nice",
            invoice.name,
            self.leeks.name,
            "Called on Monday",
            "on paper",
        ):
            with self.subTest(text=text):
                self.assertIn(text, texts)
        for code in ("orders", "order_lines", "invoices", "payments", "login"):
            self.assertEqual(len(sections[code]), 1, code)
        self.assertEqual(len(sections["hub_customer"]), 1)
        self.assertEqual(len(sections["consent"]), 1)

    def test_nothing_of_others_is_in_it(self):
        self._create_order({self.leeks: 1}, self.families[1])
        self.families[1].message_post(body="Secret of the family")
        texts = json.dumps(self._get_sections(), ensure_ascii=False)
        self.assertNotIn("Family 1", texts)
        self.assertNotIn("Secret of the family", texts)

    def test_an_operator_tells_its_own_only(self):
        self.lea.off_company_ids |= self.company_b
        order = self.env["sale.order"].create(
            {"partner_id": self.lea.id, "company_id": self.company_b.id}
        )
        order.message_post(
            body="Said by B", author_id=self.lea.id, email_from="lea@example.org"
        )
        own = json.dumps(self._get_sections(), ensure_ascii=False)
        self.assertNotIn(order.name, own)
        self.assertNotIn("Said by B", own)
        both = self._get_sections(self.lea._off_get_privacy_operators())
        self.assertIn(order.name, json.dumps(both))
        self.assertIn("Said by B", json.dumps(both))
