from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from .common import SubstitutionCommon


@tagged("post_install", "-at_install")
class TestPage(SubstitutionCommon, HttpCase):
    """Customers answer by a link, without a password."""

    def setUp(self):
        super().setUp()
        self.proposal = self._propose((self.first, self.leeks, self.turnips, 2, 3.0))
        url = self.first._off_get_substitutes_url()
        self.path = url[url.index("/my/") :]

    def _post(self, path, **answers):
        page = self.url_open(path).text
        mark = 'name="csrf_token" value="'
        token = page.partition(mark)[2].partition('"')[0]
        secret = path.partition("token=")[2]
        return self.url_open(
            path.partition("?")[0],
            data={"csrf_token": token, "token": secret, **answers},
        )

    def _get_name(self):
        return f"answer_{self.proposal.id}"

    def test_looking_changes_nothing(self):
        response = self.url_open(self.path)
        self.assertEqual(response.status_code, 200)
        self.assertIn("Turnips", response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.proposal.state, "draft")

    def test_yes_joins_the_order(self):
        response = self._post(self.path, **{self._get_name(): "yes"})
        self.assertIn("your answer is noted", response.text)
        self.assertEqual(
            (self.proposal.state, self.proposal.channel), ("accepted", "link")
        )
        self.assertEqual(self.proposal.answered_by_id, self.families[0])
        self.assertTrue(self._get_line(self.first, self.turnips))

    def test_no_is_noted_and_stays(self):
        self._post(self.path, **{self._get_name(): "no"})
        self.assertEqual(self.proposal.state, "refused")
        response = self._post(self.path, **{self._get_name(): "yes"})
        self.assertEqual(self.proposal.state, "refused")
        self.assertIn("answered already", response.text)
        self.assertNotIn("your answer is noted", response.text)
        # The same once more, by a second press, is no error.
        response = self._post(self.path, **{self._get_name(): "no"})
        self.assertIn("your answer is noted", response.text)

    def test_who_chose_nothing_is_asked_to(self):
        response = self._post(self.path)
        self.assertIn("Choose", response.text)
        self.assertNotIn("your answer is noted", response.text)
        self.assertEqual(self.proposal.state, "draft")

    def test_late_answers_are_told_so(self):
        self.proposal.date_expire = fields.Datetime.now() + timedelta(seconds=30)
        page = self.url_open(self.path)
        self.assertIn("Yes, please", page.text)
        self.proposal.date_expire = fields.Datetime.now() - timedelta(seconds=1)
        response = self._post(self.path, **{self._get_name(): "yes"})
        self.assertIn("can no longer be answered", response.text)
        self.assertEqual(self.proposal.state, "draft")

    def test_a_false_link_opens_nothing(self):
        other = self.path.replace(f"/{self.first.id}?", f"/{self.second.id}?")
        for path in (other, self.path + "x", self.path.partition("?")[0]):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_a_link_ends_with_the_address_that_it_was_sent_to(self):
        self.families[0].email = "somebody.else@example.org"
        self.assertEqual(self.url_open(self.path).status_code, 404)

    def test_a_login_sees_its_own_only(self):
        path = self.path.partition("?")[0]
        for login, partner, status in (
            ("sub_own", self.families[0], 200),
            ("sub_other", self.families[1], 404),
        ):
            new_test_user(self.env, login, "base.group_portal", partner_id=partner.id)
            self.authenticate(login, login)
            self.assertEqual(self.url_open(path).status_code, status, login)
