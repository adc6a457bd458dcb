from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.http import Request
from odoo.tests import tagged
from odoo.tools.misc import hash_sign

from ..models.purchase_order_link import SCOPE
from .common_answer import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerLinks(AnswerCommon):
    """Links let in whom they were made for, for what they were made, for a time."""

    def test_a_link_that_was_changed_is_refused(self):
        token = self._get_token()
        middle = len(token) // 2
        other = "A" if token[middle] != "A" else "B"
        for false in (
            token[:middle] + other + token[middle + 1 :],
            token[:-4],
            token + "AAAA",
            "",
            "1",
            "é€",
            self.purchase._portal_ensure_token(),
            hash_sign(self.env, "other", [self.purchase.id]),
        ):
            self.assertIn("off_false", self._assert_refused(false).text)

    def test_a_link_is_for_one_order(self):
        token = self._get_token()
        self._assert_refused(token, "/my/supply/999999999")
        # To the same producer, of the same operator and of another one.
        warehouse = self.env["stock.warehouse"].create(
            {"name": "B", "code": "BBB", "company_id": self.company_b.id}
        )
        for company, vals in (
            (self.company_a, {}),
            (
                self.company_b,
                {
                    "company_id": self.company_b.id,
                    "picking_type_id": warehouse.in_type_id.id,
                },
            ),
        ):
            other = self.purchase.with_company(company).copy(vals)
            other.write(
                {
                    "off_exchange_id": self.purchase.off_exchange_id.id,
                    "state": "purchase",
                }
            )
            self._assert_refused(token, f"/my/supply/{other.id}")
            self.assertFalse(other.off_answer_ids)
            own = other._off_sign_link(self.producer)
            self.assertIn("off_waiting", self._look(own, f"/my/supply/{other.id}").text)

    def test_a_link_ends(self):
        token = self._get_token()
        end = self.purchase._off_get_link_end()
        self.assertGreater(end, self.purchase.date_planned)
        with freeze_time(end - timedelta(minutes=1)):
            visit = self.env["purchase.order"]._off_open_link(self.purchase.id, token)
            self.assertFalse(visit.is_old)
        with freeze_time(end):
            visit = self.env["purchase.order"]._off_open_link(self.purchase.id, token)
            self.assertTrue(visit.is_old)
        self.purchase.order_line.date_planned = fields.Datetime.now() + timedelta(
            days=300
        )
        limit = fields.Datetime.now() + timedelta(days=31)
        self.assertLess(self.purchase._off_get_link_end(), limit)

    def _make_old(self):
        """A link that was good until a moment ago."""
        facts = self.purchase._off_get_link_facts(self.producer)
        past = fields.Datetime.now() - timedelta(seconds=1)
        return hash_sign(self.env, SCOPE, [*facts, fields.Datetime.to_string(past)])

    def test_who_has_an_old_link_is_mailed_another_one(self):
        token = self._make_old()
        self._get_mails().unlink()
        self.assertIn("off_again", self._assert_refused(token).text)
        page = self.url_open(
            f"{self.path}/link",
            data={
                "csrf_token": Request.csrf_token(self),
                "token": token,
                "email": "thief@example.org",
            },
        )
        self.assertIn("off_sent", page.text)
        mails = self._get_mails()
        self.assertEqual(mails.recipient_ids, self.producer | self.helper)
        self.assertFalse(mails.filtered("email_to"))
        (link,) = self._find_links(mails[0])
        page = self.url_open(link.removeprefix(self.purchase.get_base_url()))
        self.assertIn("off_waiting", page.text)

    def test_only_so_many_links_are_sent(self):
        self._get_mails().unlink()
        now = fields.Datetime.now()
        for minutes in (0, 1, 6, 12, 18, 24):
            with freeze_time(now + timedelta(minutes=minutes)):
                self.purchase._off_send_fresh_link()
        self.assertEqual(len(self._get_mails()), 3 * 2)
        with freeze_time(now + timedelta(days=2)):
            self.purchase._off_send_fresh_link()
        self.assertEqual(len(self._get_mails()), 4 * 2)

    def test_no_link_is_sent_to_who_has_none(self):
        self._get_mails().unlink()
        self.authenticate(None, None)
        page = self.url_open(
            f"{self.path}/link",
            data={"csrf_token": Request.csrf_token(self), "token": "1"},
        )
        self.assertEqual(page.status_code, 403)
        self.assertFalse(self._get_mails())

    def test_links_end_with_what_they_were_made_for(self):
        for change in (
            lambda: self.purchase.action_off_withdraw_links(),
            lambda: self.purchase.sudo().write({"off_closing_number": 9}),
            lambda: self.helper.write({"email": "new@example.org"}),
            lambda: self.helper.write({"parent_id": False}),
            lambda: self.helper.write({"active": False}),
        ):
            token = self._get_token(self.helper)
            change()
            self.assertIn("off_old", self._assert_refused(token).text)
            self.helper.write(
                {
                    "parent_id": self.producer.id,
                    "active": True,
                    "email": "helper@example.org",
                }
            )
        # Who is no producer of anybody any more is offered nothing.
        token = self._get_token()
        self.producer.active = False
        self.assertIn("off_false", self._assert_refused(token).text)

    def test_after_the_goods_are_received_it_is_too_late(self):
        token = self._get_token()
        self._receive()
        page = self._look(token)
        self.assertIn("off_over", page.text)
        self.assertNotIn("off_ask", page.text)
        page = self._post(token, "none")
        self.assertIn("were received", page.text)
        self.assertFalse(self.purchase.off_answer_ids)
