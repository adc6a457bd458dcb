from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from odoo.addons.off_hub_network.models.res_company import ResCompany

SOURCE = "off_hub_network.source_url"


@tagged("post_install", "-at_install")
class TestOperatorWebsite(HttpCase):
    def _set_up(self, company):
        """Set up without books, for which a chart of accounts would be needed."""
        with (
            patch.object(ResCompany, "_off_load_chart", lambda *args: None),
            patch.object(
                ResCompany, "_off_set_outstanding_accounts", lambda *args: None
            ),
        ):
            company._off_setup_operator()

    def _get_websites(self, company):
        return self.env["website"].search([("company_id", "=", company.id)])

    def test_an_operator_gets_one_website(self):
        company = self.env["res.company"].create(
            {"name": "Amap", "off_website_domain": "http://amap.localhost:8069"}
        )
        self._set_up(company)
        website = self._get_websites(company)
        self.assertEqual(len(website), 1)
        self.assertEqual(website.name, "Amap")
        self.assertEqual(website.domain, "http://amap.localhost:8069")
        self.assertTrue(website.default_lang_id)
        self.assertEqual(website.user_id.company_id, company)
        self._set_up(company)
        self.assertEqual(self._get_websites(company), website)

    def test_a_website_needs_no_domain(self):
        company = self.env["res.company"].create({"name": "Amap"})
        self._set_up(company)
        self.assertFalse(self._get_websites(company).domain)

    def test_the_site_says_who_the_operator_is(self):
        company = self.env["res.company"].create(
            {
                "name": "Amap & Co <b>",
                "street": "3 rue du Port",
                "email": "bonjour@amap.example",
                "off_website_domain": self.base_url(),
            }
        )
        self._set_up(company)
        page = self.url_open("/contactus").text.replace("\n", "")
        for text in (
            "Amap &amp; Co &lt;b&gt;</a>",
            "© Amap &amp; Co &lt;b&gt;",
            "3 rue du Port",
            "mailto:bonjour@amap.example",
        ):
            self.assertTrue(text in page, text)
        for text in ("555-5556", "yourcompany", "Your Logo", "disruptive"):
            self.assertFalse(text in page, text)

    def test_what_was_edited_stays(self):
        company = self.env["res.company"].create({"name": "Amap"})
        self._set_up(company)
        website = self._get_websites(company).with_context(lang=None)
        footer = website.with_context(website_id=website.id).viewref(
            "website.footer_custom"
        )
        edited = footer.arch_db.replace("Amap", "Our farm")
        footer.with_context(website_id=website.id).arch = edited
        company.phone = "02 40 00 00 00"
        self._set_up(company)
        self.assertEqual(footer.arch_db, edited)

    def test_dates_are_those_of_the_operator(self):
        company = self.env["res.company"].create({"name": "Amap"})
        company.partner_id.tz = "Indian/Reunion"
        self.assertEqual(company._off_get_tz(), "Indian/Reunion")
        company.partner_id.tz = False
        company.country_id = self.env.ref("base.fr")
        self.env.user.tz = False
        self.assertEqual(company._off_get_tz(), "Europe/Paris")

    def test_the_footer_links_to_the_source(self):
        self.env["ir.config_parameter"].set_param(SOURCE, "https://example.org/source")
        page = self.url_open("/contactus").text
        self.assertIn('href="https://example.org/source"', page)

    def test_without_address_the_footer_shows_nothing(self):
        self.env["ir.config_parameter"].set_param(SOURCE, False)
        self.assertNotIn("o_off_source", self.url_open("/contactus").text)
