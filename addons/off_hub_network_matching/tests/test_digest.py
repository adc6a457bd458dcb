from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import MatchingCommon


class DigestCommon(MatchingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Notices of the database stay out of it.
        cls.env["off.network.notice"].search([("id", "!=", cls.need.id)]).unlink()
        cls.home.email = "hub@example.org"
        cls.grower = cls._create_member("North Farm", km=10)
        cls._create_notice(cls.grower, "capacity", "Carrots", 40, visibility="members")
        cls.grower.off_match_digest = False

    def _run(self):
        """Mails of one run of the schedule."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        with self.enter_registry_test_mode():
            self.env.ref(
                "off_hub_network_matching.cron_send_digests"
            ).method_direct_trigger()
        return mails.search([]) - before

    def _a_week_later(self):
        self.home.off_match_digest_date = fields.Date.today() - timedelta(days=7)


@tagged("post_install", "-at_install")
class TestDigest(DigestCommon):
    def test_a_token_in_another_script_is_a_wrong_one(self):
        for token in ("", "x", "é", "٤"):
            self.assertFalse(self.producer._off_is_digest_token(token), token)

    def test_new_suggestions_come_in_one_mail(self):
        self._create_notice(self.home, "need", "carrots", 10)
        mail = self._run()
        self.assertEqual(len(mail), 1)
        self.assertIn("North Farm", mail.body_html)
        self.assertIn("10 km from you", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.home)
        self.assertIn("List-Unsubscribe", mail.headers)

    def test_nothing_is_sent_twice_and_nothing_when_nothing_is_new(self):
        self.assertTrue(self._run())
        self._a_week_later()
        self.assertFalse(self._run())
        self._create_notice(self._create_member("South", km=9), "capacity", "carrots")
        self.env["res.partner"].search([("name", "=", "South")]).email = False
        self._a_week_later()
        mail = self._run()
        self.assertIn("South", mail.body_html)
        self.assertNotIn("North Farm", mail.body_html)

    def test_a_member_is_looked_at_once_a_week(self):
        self.assertTrue(self._run())
        self._create_notice(self._create_member("South", km=9), "capacity", "carrots")
        self.assertFalse(self._run().filtered(lambda m: self.home in m.recipient_ids))

    def test_who_wants_no_mail_gets_none(self):
        self.home.off_match_digest = False
        self.assertFalse(self._run())

    def test_mere_neighbours_are_not_worth_a_mail(self):
        self.grower.off_match_digest = True
        self.grower.email = "grower@example.org"
        self.home.off_match_digest = False
        self.need.unlink()
        self._create_member("Canteen", "collective_buyer", km=11)
        self.assertFalse(self._run())

    def test_what_is_private_is_mailed_to_nobody_else(self):
        self.need.visibility = "private"
        self.home.off_match_digest = False
        self.grower.write({"off_match_digest": True, "email": "g@example.org"})
        self.assertFalse(self._run())


@tagged("post_install", "-at_install")
class TestDigestPage(DigestCommon, HttpCase):
    def setUp(self):
        super().setUp()
        url = self.home._off_get_digest_url()
        self.path = url[url.index("/matching/") :]

    def test_to_look_at_the_page_ends_nothing(self):
        self.assertIn("Hub A", self.url_open(self.path).text)
        self.assertTrue(self.home.off_match_digest)

    def test_one_click_ends_the_mails_without_login(self):
        self.url_open(self.path, data={"List-Unsubscribe": "One-Click"})
        self.assertFalse(self.home.off_match_digest)
        self.url_open(self.path, data={"answer": "resume"})
        self.assertTrue(self.home.off_match_digest)

    def test_a_link_is_of_one_member(self):
        path = self.path.replace(str(self.home.id), str(self.grower.id), 1)
        self.assertEqual(self.url_open(path, data={"a": "b"}).status_code, 404)
