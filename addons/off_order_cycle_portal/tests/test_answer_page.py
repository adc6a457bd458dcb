from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common_answer import AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswerPage(AnswerCommon):
    """A producer answers from its mail, by its login, or the hub does in its name."""

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

    def test_r14_while_the_sale_is_open_again_it_says_so(self):
        later = fields.Datetime.now() + timedelta(days=1)
        link = self._find_links(self._get_mails()[0])[0]
        self.cycle._reopen("The site was down", later)
        self.authenticate(None, None)
        page = self.url_open(link.removeprefix(self.purchase.get_base_url()))
        self.assertIn("The sale is open again until", page.text)
        self.assertNotIn("The sale is over", page.text)

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
