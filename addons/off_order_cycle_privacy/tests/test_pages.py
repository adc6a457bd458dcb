import json

from odoo.tests import HttpCase, new_test_user, tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestPages(PrivacyCommon, HttpCase):
    """A person's own page."""

    test_module = "off_order_cycle_privacy"

    def _post(self, path, **data):
        page = self.url_open("/my/privacy").text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.url_open(path, data={"csrf_token": token, **data})

    def test_the_page_shows_consents_and_changes_them(self):
        self.authenticate("lea@example.org", "lea@example.org")
        page = self.url_open("/my/privacy")
        self.assertEqual(page.status_code, 200)
        self.assertIn("Operator A", page.text)
        self.assertNotIn("Operator B", page.text)
        purpose = self.env.ref("off_order_cycle_privacy.purpose_photo")
        saved = self._post(
            "/my/privacy/consents",
            operator=self.company_a.id,
            **{f"purpose_{purpose.id}": "on"},
        )
        self.assertIn("Saved", saved.text)
        agreed = self.env["off.consent"]._get_agreed(self.lea, self.company_a, "photo")
        self.assertEqual(agreed, self.lea)
        self._post("/my/privacy/consents", operator=self.company_a.id)
        self.assertFalse(
            self.env["off.consent"]._get_agreed(self.lea, self.company_a, "photo")
        )

    def test_the_card_is_on_the_home_page(self):
        self.authenticate("lea@example.org", "lea@example.org")
        self.assertIn("/my/privacy", self.url_open("/my").text)

    def test_a_person_asks_to_be_erased_once_it_is_sure(self):
        self.authenticate("lea@example.org", "lea@example.org")
        answer = self._post("/my/privacy/erasure", operator=self.company_a.id)
        self.assertIn("if you are sure", answer.text)
        domain = [("partner_id", "=", self.lea.id)]
        self.assertFalse(self.requests.search(domain))
        self._post("/my/privacy/erasure", operator=self.company_a.id, sure=1)
        self._post("/my/privacy/erasure", operator=self.company_a.id, sure=1)
        request = self.requests.search(domain)
        self.assertEqual((len(request), request.source), (1, "portal"))
        self.assertEqual(self.lea.name, "Léa Martin", "somebody looks at it first")

    def test_the_data_are_shown_and_downloaded(self):
        order = self._create_order({self.leeks: 1}, self.lea)
        self.authenticate("lea@example.org", "lea@example.org")
        page = self.url_open("/my/privacy/data")
        self.assertIn(order.name, page.text)
        told = self.url_open("/my/privacy/data.json")
        self.assertIn("attachment", told.headers["Content-Disposition"])
        self.assertIn("no-store", told.headers["Cache-Control"])
        sections = json.loads(told.text)
        self.assertEqual(len(sections["orders"]["rows"]), 1)
        self.assertIn("lea@example.org", told.text)

    def test_another_operators_page_is_no_ones(self):
        self.authenticate("lea@example.org", "lea@example.org")
        for path in ("/my/privacy/consents", "/my/privacy/erasure"):
            answer = self._post(path, operator=self.company_b.id, sure=1)
            self.assertEqual(answer.status_code, 404)
        self.assertFalse(
            self.env["off.privacy.request"].search([("partner_id", "=", self.lea.id)])
        )

    def test_the_operators_coordinator_sees_the_data_and_nobody_else(self):
        urls = [f"/off/privacy/{self.lea.id}", f"/off/privacy/{self.lea.id}.json"]
        self.authenticate("coordinator_a", "coordinator_a")
        for url in urls:
            answer = self.url_open(url)
            self.assertEqual(answer.status_code, 200)
            self.assertIn("0612345678", answer.text)
        other = new_test_user(self.env, "other_x", "base.group_portal")
        manager = self._create_user(
            "manager_a", self.company_a, "off_hub_network.group_hub_manager"
        )
        for user in (self.coordinator_b, other, manager, self.login):
            self.authenticate(user.login, user.login)
            for url in urls:
                with self.subTest(user=user.login, url=url):
                    answer = self.url_open(url)
                    self.assertIn(answer.status_code, (403, 404))
                    self.assertNotIn("0612345678", answer.text)

    def test_visitors_log_in_first(self):
        for url in (
            "/my/privacy",
            "/my/privacy/data",
            "/my/privacy/data.json",
            f"/off/privacy/{self.lea.id}",
        ):
            answer = self.url_open(url, allow_redirects=False)
            self.assertIn(answer.status_code, (302, 303), url)
            self.assertIn("/web/login", answer.headers["Location"])
