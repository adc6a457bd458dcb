import html
import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user, tagged
from odoo.tools.misc import hash_sign

from ..models.purchase_order_link import SCOPE
from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestAnswerPage(PortalCommon):
    """A producer answers from its mail: by a link that ends, without a password."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.producer.write({"email": "grower@example.org", "lang": "en_US"})
        cls.helper = cls.env["res.partner"].create(
            {
                "name": "Helper",
                "parent_id": cls.producer.id,
                "email": "helper@example.org",
                "off_gets_orders": True,
            }
        )
        cls.company_a.email = "hub@example.org"
        cls._create_order({cls.product: 2, cls.leeks: 1})
        cls._create_order({cls.product: 3}, cls.families[1])
        cls.cycle.action_close()
        cls.purchase = cls.cycle.purchase_ids
        cls.carrots = cls.purchase.order_line.filtered(
            lambda line: line.product_id == cls.product
        )
        cls.path = f"/my/supply/{cls.purchase.id}"

    def _get_mails(self, purchase=None):
        return self.env["mail.mail"].search(
            [
                ("model", "=", "purchase.order"),
                ("res_id", "in", (purchase or self.purchase).ids),
            ],
            order="id",
        )

    def _get_token(self, partner=None):
        return self.purchase._off_sign_link(partner or self.producer)

    def _look(self, token, path=None):
        self.authenticate(None, None)
        return self.url_open(f"{path or self.path}?token={token}")

    def _post(self, token, answer, path=None, **values):
        seen = self.purchase.off_answer_id.id or 0
        return self.url_open(
            path or self.path,
            data={
                "csrf_token": Request.csrf_token(self),
                "token": token,
                "answer": answer,
                "seen": str(seen),
                **values,
            },
        )

    def _answer_as_visitor(self, token, answer, **values):
        self.authenticate(None, None)
        return self._post(token, answer, **values)

    # -- from the mail to the answer ---------------------------------------------------
    def test_each_contact_has_a_mail_with_a_link_of_its_own(self):
        mails = self._get_mails()
        self.assertEqual(
            [mail.recipient_ids for mail in mails], [self.producer, self.helper]
        )
        links = [self._find_links(mail) for mail in mails]
        for found in links:
            self.assertEqual(
                [link.rpartition("&answer=")[2] for link in found],
                ["all", "some", "none"],
            )
            self.assertTrue(
                all(link.startswith(self.purchase.get_base_url()) for link in found)
            )
        self.assertNotEqual(links[0], links[1])
        for mail in mails:
            self.assertNotIn("access_token", mail.body_html)
            self.assertIn("hub@example.org", mail.email_from)

    def _find_links(self, mail):
        found = re.findall(r'href="([^"]+/my/supply/[^"]+)"', mail.body_html)
        return [html.unescape(link) for link in found]

    def test_looking_changes_nothing(self):
        for link in self._find_links(self._get_mails()[0]):
            self.authenticate(None, None)
            page = self.url_open(link.removeprefix(self.purchase.get_base_url()))
            self.assertEqual(page.status_code, 200)
            self.assertIn("Carrots", page.text)
        self.assertEqual(self.purchase.off_answer_state, "waiting")
        self.assertFalse(self.purchase.off_answer_ids)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_everything_partly_and_nothing_are_answered(self):
        token = self._get_token(self.helper)
        page = self._answer_as_visitor(token, "all")
        self.assertIn("your answer is noted", page.text)
        answer = self.purchase.off_answer_id
        self.assertEqual(
            (answer.kind, answer.partner_id, answer.channel),
            ("all", self.helper, "link"),
        )
        page = self._post(
            token,
            "some",
            **{
                f"qty_{self.carrots.id}": "3",
                f"why_{self.carrots.id}": "weather",
                f"qty_{(self.purchase.order_line - self.carrots).id}": "1,0",
                "note": "<b>Hail</b>",
            },
        )
        self.assertIn("&lt;b&gt;Hail", page.text)
        self.assertEqual(self.purchase.off_answer_state, "some")
        self.assertEqual(self.carrots.product_qty, 3)
        self._post(token, "none", why="sold_out")
        self.assertEqual(self.purchase.off_answer_state, "none")
        self.assertEqual(
            set(self.purchase.off_answer_id.line_ids.mapped("reason")), {"sold_out"}
        )

    def test_what_is_typed_wrong_is_told_and_kept(self):
        token = self._get_token()
        leeks = self.purchase.order_line - self.carrots
        for text in ("6", "many", "-1", ""):
            values = {f"qty_{self.carrots.id}": text, f"qty_{leeks.id}": "0"}
            page = self._answer_as_visitor(token, "some", **values)
            self.assertIn("off_error", page.text)
            self.assertIn(f'value="{text}"', page.text)
        for values in ({"date": "yesterday"}, {"date": "1999-01-01"}):
            page = self._answer_as_visitor(token, "none", **values)
            self.assertIn("off_error", page.text)
        self.assertIn("off_error", self._answer_as_visitor(token, "perhaps").text)
        self.assertFalse(self.purchase.off_answer_ids)

    def test_who_answers_second_sees_what_was_answered_first(self):
        self._answer_as_visitor(self._get_token(self.helper), "none")
        page = self._answer_as_visitor(self._get_token(), "all", seen="0")
        self.assertIn("answered meanwhile", page.text)
        self.assertIn("Helper", page.text)
        self.assertEqual(self.purchase.off_answer_state, "none")
        # The same page, sent a second time by somebody else, does nothing either.
        self._answer_as_visitor(self._get_token(), "all")
        self.assertEqual(self.purchase.off_answer_state, "all")
        self._answer_as_visitor(self._get_token(), "none", seen="0")
        self.assertEqual(self.purchase.off_answer_state, "all")

    def test_no_customer_is_named(self):
        page = self._look(self._get_token()).text
        self.assertIn("Town hall", page)
        self.assertIn("Hub A", page)
        for secret in ("Family", "77.77"):
            self.assertNotIn(secret, page)

    def test_the_page_speaks_as_its_reader(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.helper.lang = "fr_FR"
        page = self._look(self._get_token(self.helper)).text
        self.assertIn('lang="fr-FR"', page)
        self.assertIn('lang="en-US"', self._look(self._get_token()).text)

    # -- links that are not good -------------------------------------------------------
    def _assert_refused(self, token, path=None):
        page = self._look(token, path)
        self.assertEqual(page.status_code, 403)
        self.assertNotIn("Carrots", page.text)
        answered = self._answer_as_visitor(token, "none", path=path)
        self.assertEqual(answered.status_code, 403)
        self.assertFalse(self.purchase.off_answer_ids)
        return page

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
                {"off_exchange_id": self.purchase.off_exchange_id.id, "state": "purchase"}
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
        return hash_sign(
            self.env, SCOPE, [*facts, fields.Datetime.to_string(past)]
        )

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
            lambda: self.cycle.sudo().write({"closing_number": 9}),
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

    # -- logins ------------------------------------------------------------------------
    def test_a_producer_answers_by_its_login(self):
        self._login(self.grower)
        self.assertIn("off_waiting", self.url_open(self.path).text)
        self._post("", "all")
        answer = self.purchase.off_answer_id
        self.assertEqual(
            (answer.partner_id, answer.channel),
            (self.grower.partner_id, "portal"),
        )

    def test_the_hub_answers_for_the_producer(self):
        self._create_staff("buyer_a", self.company_a)
        page = self.url_open(self.path)
        self.assertIn("in its name", page.text)
        self._post("", "none")
        self.assertEqual(self.purchase.off_answer_id.channel, "hub")

    def _create_staff(self, login, company, groups="purchase.group_purchase_user"):
        user = new_test_user(
            self.env,
            login,
            groups=groups,
            password=login * 3,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.authenticate(login, login * 3)
        return user

    def test_others_are_refused(self):
        self._create_staff("buyer_b", self.company_b)
        self._assert_not_found()
        self._create_staff("clerk_a", self.company_a, "base.group_user")
        self._assert_not_found()
        for user in (self.neighbour_user, self.family_user):
            self._login(user)
            self._assert_not_found()
        self.authenticate(None, None)
        page = self.url_open(self.path)
        self.assertEqual((page.status_code, "off_false" in page.text), (403, True))
        self.assertEqual(self._post("", "none").status_code, 403)
        self.assertFalse(self.purchase.off_answer_ids)

    def _assert_not_found(self):
        self.assertEqual(self.url_open(self.path).status_code, 404)
        self.assertEqual(self._post("", "none").status_code, 404)
        link = self._post("", "", path=f"{self.path}/link")
        self.assertEqual(link.status_code, 404)

    def test_an_order_of_no_cycle_has_no_page(self):
        other = self.env["purchase.order"].create(
            {"partner_id": self.producer.id, "company_id": self.company_a.id}
        )
        self._login(self.grower)
        page = self.url_open(f"/my/supply/{other.id}")
        self.assertEqual(page.status_code, 404)

    def test_the_page_has_no_serious_accessibility_fault(self):
        for answer in ("", "?answer=some", "?answer=none"):
            self._check_accessibility(self.path + answer)
