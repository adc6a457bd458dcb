import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PortalPagesCase

PATH = "/my/sign-in"


@tagged("post_install", "-at_install")
class TestSignIn(PortalPagesCase):
    def setUp(self):
        super().setUp()
        self.requests = self.env["off.sign.in.request"]
        self.env.registry._login_failures = None
        self.addCleanup(setattr, self.env.registry, "_login_failures", None)
        self.site_url = self.env.company.get_base_url()

    def _ask(self, address):
        return self._post(PATH, {"email": address})

    def _send(self):
        """Send what is asked, and read the mails: ``{recipient: token}``."""
        mails = self.env["mail.mail"].search([])
        self.patch(type(mails), "unlink", lambda mails: True)
        self.requests._send_links()
        sent = self.env["mail.mail"].search([]) - mails
        self.mails = sent
        return {
            mail.email_to: re.search(r"open\?token=([\w-]+)", mail.body_html)[1]
            for mail in sent
        }

    def _get_token(self, address="grower@example.org"):
        self._ask(address)
        return self._send()[address]

    def _open(self, token):
        return self._post(f"{PATH}/open", {"token": token}, PATH)

    def _get_uid(self):
        from odoo.http import root

        return root.session_store.get(self.opener.cookies["session_id"]).uid

    def test_an_address_without_end_is_not_written_down(self):
        self._ask(f"{'x' * 5000}@example.org")
        self._ask(f"grower@{'x' * 250}.org")
        self.assertFalse(self.requests.search([("address", "ilike", "xxx")]))
        self.assertEqual(self._ask("gro\0wer@example.org").status_code, 200)

    def test_a_link_signs_in_once(self):
        token = self._get_token()
        page = self.url_open(f"{PATH}/open?token={token}")
        self.assertIn('id="off_sign_in"', page.text)
        self.assertFalse(self._get_uid(), "A scanner that opens links signs nobody in.")
        response = self._open(token)
        self.assertTrue(response.url.endswith("/my/network"), response.url)
        self.assertEqual(self._get_uid(), self.grower_user.id)
        self.url_open("/web/session/logout")
        self.assertEqual(self._open(token).status_code, 403)

    def test_a_family_lands_in_its_account(self):
        response = self._open(self._get_token("family@example.org"))
        self.assertTrue(response.url.endswith("/my"), response.url)

    def test_the_answer_is_the_same_for_unknown_addresses(self):
        answers = {
            re.sub(r'value="[^"]*"', "", self._ask(address).text)
            for address in ("grower@example.org", "nobody@example.org", "no address")
        }
        self.assertEqual(len(answers), 1)
        self.assertEqual(list(self._send()), ["grower@example.org"])

    def test_the_address_may_be_typed_in_capitals(self):
        self._ask(" Grower@Example.org ")
        self.assertEqual(list(self._send()), ["grower@example.org"])

    def test_a_wildcard_is_no_address_of_anybody(self):
        self._ask("g%@example.org")
        self._ask("growe_@example.org")
        self.assertFalse(self._send())

    def test_staff_and_two_factor_users_get_no_link(self):
        new_test_user(self.env, "staff", email="staff@example.org")
        self.neighbour_user.active = False
        self.patch(
            type(self.env["res.users"]),
            "_mfa_type",
            lambda user: "totp" if user.login == "family@example.org" else None,
        )
        for name in ("staff", "neighbour", "family"):
            self._ask(f"{name}@example.org")
        self.assertFalse(self._send())

    def test_who_became_staff_after_asking_gets_no_session(self):
        token = self._get_token()
        self.grower_user.write(
            {"group_ids": [Command.set(self.env.ref("base.group_user").ids)]}
        )
        self.assertEqual(self._open(token).status_code, 403)
        self.assertFalse(self._get_uid())

    def test_an_expired_link_is_refused(self):
        token = self._get_token()
        link = self.requests.search([("user_id", "=", self.grower_user.id)])
        link.date_end = fields.Datetime.now() - timedelta(seconds=1)
        self.assertEqual(self.url_open(f"{PATH}/open?token={token}").status_code, 403)
        self.assertEqual(self._open(token).status_code, 403)
        self.assertFalse(self._get_uid())

    def test_an_older_link_ends_when_a_newer_one_is_used(self):
        older, newer = self._get_token(), self._get_token()
        self._open(newer)
        self.url_open("/web/session/logout")
        self.assertEqual(self._open(older).status_code, 403)

    def test_a_link_opens_the_session_of_its_user_only(self):
        token = self._get_token()
        self.assertFalse(self.requests._take(token, self.neighbour_user))
        self.assertTrue(self.requests._take(token, self.grower_user))
        self.assertFalse(self.requests._take(token, self.grower_user))

    def test_the_database_holds_no_token(self):
        token = self._get_token()
        link = self.requests.search([("user_id", "=", self.grower_user.id)])
        self.assertNotIn(token, str(link.read()))
        self.assertEqual(self._open(link.token_hash).status_code, 403)

    def test_guesses_are_slowed_down_as_wrong_passwords_are(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", 3)
        token = self._get_token()
        for number in range(3):
            self.assertEqual(self._open(f"guess{number}").status_code, 403)
        self.assertEqual(self._open(token).status_code, 403)
        self.assertFalse(self._get_uid())

    def test_an_address_gets_three_links_in_half_an_hour(self):
        for _turn in range(5):
            self._ask("grower@example.org")
        self.requests._send_links()
        links = self.requests.search([("user_id", "=", self.grower_user.id)])
        self.assertEqual(len(links), 3)

    def test_a_connection_asks_twenty_times_an_hour(self):
        for number in range(25):
            self.requests._ask(f"p{number}@example.org", "2001:db8::7", self.site_url)
        self.requests._ask("grower@example.org", "2001:db8::8", self.site_url)
        self.requests._ask("family@example.org", "2001:db9::8", self.site_url)
        self.assertEqual(self.requests.search_count([]), 21)

    def test_the_link_leads_where_the_operator_says(self):
        token = re.search(r'csrf_token" value="([^"]+)', self.url_open(PATH).text)[1]
        self.url_open(
            PATH,
            data={"email": "grower@example.org", "csrf_token": token},
            headers={"X-Forwarded-Host": "evil.example.net"},
        )
        self._send()
        self.assertIn(self.site_url, self.mails.body_html)
        self.assertNotIn("evil", self.mails.body_html)

    def test_forms_need_their_token(self):
        for path in (PATH, f"{PATH}/open"):
            response = self.url_open(path, data={"email": "a@b.org"})
            self.assertEqual(response.status_code, 400)

    def test_requests_are_forgotten_after_a_day(self):
        self._get_token()
        self.env.cr.execute(
            "UPDATE off_sign_in_request SET create_date = now() - interval '2 days'"
        )
        self.env.invalidate_all()
        self.requests._gc_requests()
        self.assertFalse(self.requests.search_count([]))

    def test_what_waited_too_long_is_not_sent(self):
        self._ask("grower@example.org")
        self.env.cr.execute(
            "UPDATE off_sign_in_request SET create_date = now() - interval '1 hour'"
        )
        self.env.invalidate_all()
        self.assertFalse(self._send())

    def test_the_login_page_leads_here(self):
        page = self.url_open("/web/login").text
        self.assertIn('href="/my/sign-in"', page)
