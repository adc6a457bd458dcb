import json

from odoo.tests import new_test_user, tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestData(PrivacyCommon):
    """Everything that is held about a person."""

    def _get_sections(self, companies=None, person=None, user=None):
        person = (person or self.lea).with_user(user or self.coordinator_a)
        sections = person._off_get_personal_data(companies or self.company_a)
        json.dumps(sections)  # holds nothing that JSON does not know
        return {one["code"]: one["rows"] for one in sections}

    def test_identity_orders_invoices_payments_notes(self):
        invoice = self._make_invoice()
        self._pay(invoice)
        self.lea.message_post(body="Called on Monday")
        purpose = self.env.ref("off_order_cycle_privacy.purpose_photo")
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

    def _make_household(self):
        """A second login of Léa's household, with a contact of its own."""
        return new_test_user(
            self.env,
            "tom@example.org",
            "base.group_portal",
            name="Tom Martin",
            email="tom@example.org",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
            partner_id=self.env["res.partner"]
            .create({"name": "Tom Martin", "parent_id": self.lea.id})
            .id,
        )

    def test_each_login_of_a_household_gets_its_own(self):
        if "off.favourite" not in self.env:
            self.skipTest("There is no shop.")
        second = self._make_household()
        self.assertEqual(second.partner_id.parent_id, self.lea)
        stranger = self.families[1]
        for partner in (second.partner_id, stranger):
            self.env["off.favourite"].create(
                {
                    "partner_id": partner.id,
                    "product_tmpl_id": self.leeks.product_tmpl_id.id,
                }
            )
        for user, person, count in (
            (second, second.partner_id, 1),
            (self.login, self.lea, 1),  # with the contacts of its household
            (self.login, stranger, None),
            (self.coordinator_a, self.lea, None),
            (self.coordinator_a, second.partner_id, None),
        ):
            with self.subTest(user=user.login, person=person.name):
                sections = self._get_sections(person=person, user=user)
                told = sections.get("favourite")
                self.assertEqual(told and len(told), count)
        self.assertIn("Tom Martin", json.dumps(self._get_sections(user=second)))
        own = json.dumps(self._get_sections(person=second.partner_id, user=second))
        self.assertIn("tom@example.org", own)
        self.assertNotIn("lea@example.org", own)

    def test_a_colleague_of_one_enterprise_is_a_stranger(self):
        if "off.favourite" not in self.env:
            self.skipTest("There is no shop.")
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        (self.lea | self.coordinator_a.partner_id).parent_id = firm
        self.env["off.favourite"].create(
            {
                "partner_id": self.lea.id,
                "product_tmpl_id": self.leeks.product_tmpl_id.id,
            }
        )
        self.assertNotIn("favourite", self._get_sections())

    def test_a_person_sees_all_its_bank_accounts_and_an_operator_its_own(self):
        """An account is of the company of its contact, which may be none, or one that
        serves the person no longer."""
        account = self.env["res.partner.bank"].create(
            {"acc_number": "FR7630001007941234567890185", "partner_id": self.lea.id}
        )
        for company, shown in (
            (self.company_a.browse(), 1),
            (self.company_a, 1),
            (self.company_b, 0),
        ):
            self.lea.sudo().company_id = False
            self.login.write(
                {
                    "company_ids": [(4, (company or self.company_a).id)],
                    "company_id": (company or self.company_a).id,
                }
            )
            self.lea.sudo().company_id = company
            self.assertEqual(account.company_id, company)
            with self.subTest(company=company.name):
                own = self._get_sections(user=self.login)["bank_accounts"]
                self.assertEqual(len(own), 1)
                told = self._get_sections()["bank_accounts"]
                self.assertEqual(len(told), shown)
        account.active = False
        self.assertTrue(self._get_sections(user=self.login)["bank_accounts"])
