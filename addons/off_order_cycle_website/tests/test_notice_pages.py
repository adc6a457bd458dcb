import re
from urllib.parse import urlsplit

from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestNoticePages(CycleWebsiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner = cls.customer.partner_id
        cls.other_hub = cls._create_hub("Amap du Bourg", cls.company)
        cls.env["off.notice.choice"]._follow(cls.partner, cls.hub)
        cls.path = cls.partner._off_get_notices_path()

    def _get_choice(self, user=None, hub=None):
        partner = (user or self.customer).partner_id
        return self.env["off.notice.choice"].search(
            [
                ("partner_id", "=", partner.id),
                ("hub_id", "=", (hub or self.hub).id),
            ]
        )

    def _get_token(self, page):
        return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]

    def _save(self, path, **ticked):
        token = self._get_token(self.url_open(path).text)
        data = {"csrf_token": token, f"hub_{self.hub.id}": "1"}
        data |= {
            name if name == "pause" else f"{name}_{self.hub.id}": "1" for name in ticked
        }
        return self.url_open(path, data)

    def test_a_customer_chooses_by_log_in(self):
        self._login(self.customer)
        page = self.url_open("/my/notices").text
        self.assertIn("Amap du Port", page)
        self.assertNotIn("Amap du Bourg", page)
        self.assertIn("Something is missing", page)
        self.assertIn("Saved", self._save("/my/notices", open=1, pause=1).text)
        choice = self._get_choice()
        self.assertTrue(choice.wants_open)
        self.assertFalse(choice.wants_closing or choice.wants_reminder)
        pause = self.env["off.notice.choice"].search(
            [("partner_id", "=", self.partner.id), ("hub_id", "=", False)]
        )
        self.assertTrue(pause.paused)

    def test_a_customer_chooses_by_the_link_of_a_mail(self):
        page = self._save(self.path, reminder=1)
        self.assertIn("Saved", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "same-origin")
        choice = self._get_choice()
        self.assertTrue(choice.wants_reminder)
        self.assertFalse(choice.wants_open)

    def test_another_link_is_refused(self):
        token = self.neighbour.partner_id._off_get_notices_token()
        for path in (
            f"/my/notices/{self.partner.id}/{token}",
            f"/my/notices/{self.partner.id}/été",
            f"/my/notices/99999999/{token}",
            f"/my/notices/{self.partner.id}/{token}/{self.hub.id}/sales",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        self.assertIn("/web/login", self.url_open("/my/notices").url)

    def test_the_link_ends_with_the_address(self):
        self.partner.email = "new@example.org"
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_one_customer_does_not_choose_for_another(self):
        self._login(self.neighbour)
        self._save("/my/notices")
        self.assertTrue(self._get_choice().wants_open)
        self.assertFalse(self._get_choice(self.neighbour))

    def test_looking_at_the_link_that_ends_mails_changes_nothing(self):
        page = self.url_open(f"{self.path}/{self.hub.id}/sales").text
        self.assertIn("Should this hub no longer write", page)
        self.assertTrue(self._get_choice().wants_open)

    def test_one_click_ends_mails_without_cookie_or_token(self):
        url = f"{self.path}/{self.hub.id}/sales"
        for _turn in range(2):
            self.opener.cookies.clear()
            answer = self.url_open(
                url, {"List-Unsubscribe": "One-Click"}, allow_redirects=False
            )
            self.assertEqual(answer.status_code, 200)
        choice = self._get_choice()
        self.assertFalse(choice.wants_open or choice.wants_closing or choice.follows)
        self.assertTrue(choice.wants_ready)

    def test_the_link_of_another_hub_is_refused(self):
        answer = self.url_open(f"{self.path}/{self.other_hub.id}/sales", {"a": "b"})
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._get_choice(hub=self.other_hub))

    def test_mails_lead_to_the_shop_the_order_and_the_page(self):
        self._login(self.neighbour)
        self._order({self.carrot: 2}, self.slot)
        notice = self.env["off.notice"].search([("order_id", "!=", False)], limit=1)
        base = self.website.get_base_url()
        self.assertEqual(notice._get_shop_url(), f"{base}{self._get_path()}")
        self.assertFalse(notice._get_unsubscribe_url())
        self.authenticate(None, None)
        for url in (notice._get_order_url(), notice._get_choices_url()):
            parts = urlsplit(url)
            page = self.url_open(f"{parts.path}?{parts.query}")
            self.assertEqual(page.status_code, 200, url)

    def test_who_follows_is_told_and_is_not_asked_again(self):
        self._login(self.neighbour)
        for path in ("/cycles", self._get_path()):
            page = self.url_open(path).text
            self.assertIn("Tell me when it opens", page)
        self.url_open(
            "/my/notices/follow",
            {"csrf_token": self._get_token(page), "hub": self.hub.id},
        )
        self.assertTrue(self._get_choice(self.neighbour).follows)
        page = self.url_open(self._get_path()).text
        self.assertNotIn("Tell me when it opens", page)

    def test_hubs_of_other_operators_are_not_followed_here(self):
        other = self.env["res.company"].create({"name": "Other operator"})
        hub = self._create_hub("Other hub", other)
        self._login(self.neighbour)
        token = self._get_token(self.url_open("/cycles").text)
        answer = self.url_open(
            "/my/notices/follow", {"csrf_token": token, "hub": hub.id}
        )
        self.assertEqual(answer.status_code, 404)
        self.assertFalse(self._get_choice(self.neighbour, hub))

    def test_a_visitor_is_asked_to_log_in(self):
        self.assertIn("Log in to be told", self.url_open("/cycles").text)

    def test_a_filled_basket_makes_another_mail(self):
        basket = self.env["off.basket"]._ensure(
            self.exchange, self.neighbour.partner_id
        )
        basket._set_quantities({self._get_offer(self.carrot).id: 2})
        self.env["off.notice"]._plan_sales("closing", self.exchange)
        notice = self.env["off.notice"].search([("kind", "=", "closing")])
        told = notice.filtered(lambda one: one.partner_id == self.neighbour.partner_id)
        self.assertEqual(told.begun_count, 1)
        self.assertIn("basket", told._get_template_key())
        other = notice.filtered(lambda one: one.partner_id == self.partner)
        self.assertNotIn("basket", other._get_template_key())
