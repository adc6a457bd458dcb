from datetime import timedelta
from unittest.mock import patch

from lxml import html

from odoo import fields, http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models import off_join_request_form
from .common import SIRET, JoinCommon


@tagged("post_install", "-at_install")
class TestPages(JoinCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _post(self, path="/network/join/producer", **values):
        values = {
            "agree": "1",
            "city": "Nantes",
            "company_registry": SIRET,
            "contact_name": "Anne Martin",
            "country_id": self.france.id,
            "csrf_token": http.Request.csrf_token(self),
            "email": "anne@bois-joli.example",
            "name": "GAEC du <Bois> Joli",
            "role": ["producer", "transporter"],
            "zip": "44000",
            **values,
        }
        return self.url_open(path, data=values, allow_redirects=False)

    def _get_requests(self):
        return self.env["off.join.request"].search([])

    def _get_link(self):
        body = html.fromstring(self._get_last_mail().body_html)
        (href,) = body.xpath("//a[contains(@href, '/network/join/confirm')]/@href")
        return href[href.index("/network") :]

    # -- the form -----------------------------------------------------------------
    def test_every_role_has_its_form(self):
        page = self.url_open("/network/join").text
        for role in self.roles:
            self.assertIn(f"/network/join/{role.code}", page)
            form = self.url_open(f"/network/join/{role.code}")
            self.assertEqual(form.status_code, 200)
            self.assertIn("What happens next", form.text)
            self.assertIn(
                "after six months if it is refused", " ".join(form.text.split())
            )
        self.assertEqual(self.url_open("/network/join/king").status_code, 404)

    def test_odd_addresses_are_no_errors(self):
        for path in ("models/%00", "join/%00"):
            self.assertEqual(self.url_open(f"/network/{path}").status_code, 404)
        for asked in (f"hub={'9' * 5000}", "hub=%00&model=%00", "hub=%D9%A4"):
            page = self.url_open(f"/network/join/producer?{asked}")
            self.assertEqual(page.status_code, 200)

    def test_what_the_database_does_not_take_is_left_out(self):
        self._post(story="We\0 grow", hub="9" * 5000)
        self.assertEqual(self._get_requests().story, "We grow")
        response = self._post(country_id="9" * 5000)
        self.assertEqual(response.status_code, 422)

    def test_a_hub_says_how_it_works(self):
        overview = self.url_open("/network/models").text
        self.assertIn("/network/models/buying-group", overview)
        page = self.url_open("/network/models/buying-group").text
        self.assertIn("How it works", page)
        self.assertEqual(self.url_open("/network/models/empire").status_code, 404)
        form = html.fromstring(
            self.url_open("/network/join/hub?model=buying-group").text
        )
        ticked = form.xpath("//input[@name='hub_model'][@checked]/@value")
        self.assertEqual(ticked, ["buying-group"])
        self._post("/network/join/hub", role=["hub"], hub_model="buying-group")
        self.assertEqual(self._get_requests()[:1].hub_model_id.code, "buying-group")

    def test_no_consent_is_ticked_beforehand(self):
        form = html.fromstring(self.url_open("/network/join/producer").text)
        ticked = form.xpath("//form[@id='off_join']//input[@checked]/@id")
        self.assertEqual(ticked, ["role_producer"])

    def test_mistakes_stand_beside_their_field_and_nothing_is_lost(self):
        response = self._post(
            email="nobody", company_registry="73282932000075", agree="", story="Tale"
        )
        self.assertEqual(response.status_code, 422)
        page = html.fromstring(response.text)
        for name, words in (
            ("email", "not one e-mail address"),
            ("company_registry", "does not exist"),
            ("agree", "Please tick"),
        ):
            (field,) = page.xpath(f"//form[@id='off_join']//*[@name='{name}']")
            self.assertIn("is-invalid", field.get("class"))
            self.assertIn(f"{name}_error", field.get("aria-describedby"))
            self.assertIn(words, page.get_element_by_id(f"{name}_error").text)
        self.assertEqual(
            page.get_element_by_id("name").get("value"), "GAEC du <Bois> Joli"
        )
        self.assertEqual(page.get_element_by_id("email").get("value"), "nobody")
        self.assertEqual(page.get_element_by_id("story").text, "Tale")
        self.assertIsNotNone(page.get_element_by_id("role_transporter").get("checked"))
        self.assertFalse(self._get_requests())
        self.assertFalse(self._get_mails())

    def test_strange_values_are_no_crash(self):
        for values in (
            {"country_id": "x"},
            {"country_id": "9" * 30},
            {"country_id": "²"},
            {"role": "king"},
            {"name": "x" * 10_000},
        ):
            with self.subTest(values=values):
                self.assertEqual(self._post(**values).status_code, 422)
        self.assertEqual(self._post(hub="9" * 30, state="approved").status_code, 303)
        self.assertEqual(self._get_requests().state, "submitted")

    def test_a_robot_is_thanked_and_forgotten(self):
        response = self._post(company_fax="123")
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith("/network/join/thanks"))
        self.assertFalse(self._get_requests())

    def test_who_sends_too_much_keeps_the_form(self):
        for _attempt in range(3):
            self.assertEqual(self._post().status_code, 303)
        response = self._post()
        self.assertEqual(response.status_code, 429)
        self.assertIn("Too many requests", response.text)
        self.assertIn('value="anne@bois-joli.example"', response.text)
        self.assertEqual(len(self._get_requests()), 3)

    @mute_logger("odoo.http")
    def test_a_form_from_elsewhere_is_refused(self):
        self.assertEqual(self._post(csrf_token="").status_code, 400)
        self.assertFalse(self._get_requests())

    def test_a_known_address_gets_the_same_answer(self):
        new_test_user(self.env, "anne@bois-joli.example", groups="base.group_portal")
        self.assertEqual(self._post().status_code, 303)

    # -- to a hub -----------------------------------------------------------------
    def test_a_form_may_be_addressed_to_a_hub(self):
        page = self.url_open(f"/network/join?hub={self.hub_a.id}").text
        self.assertIn("Hub A", page)
        self.assertIn(f"/network/join/producer?hub={self.hub_a.id}", page)
        self._post(hub=self.hub_a.id)
        self.assertEqual(self._get_requests().company_id, self.company_a)

    def test_a_hub_that_is_not_public_is_not_named(self):
        self.hub_a.partner_id.off_visibility = "hidden"
        page = self.url_open(f"/network/join/producer?hub={self.hub_a.id}").text
        self.assertNotIn("Hub A", page)

    # -- the mailed link ------------------------------------------------------------
    def test_looking_at_the_link_confirms_nothing(self):
        self._post()
        page = self.url_open(self._get_link())
        self.assertIn("GAEC du &lt;Bois&gt; Joli", page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self._get_requests().state, "submitted")

    def _confirm(self, token=None):
        token = token or self._get_link().partition("token=")[2]
        return self.url_open(
            "/network/join/confirm",
            data={"token": token, "csrf_token": http.Request.csrf_token(self)},
        )

    def test_a_false_or_old_link_says_what_to_do(self):
        self._post()
        for token in ("x", "a.b", "é"):
            self.assertIn("no longer works", self._confirm(token).text)
        later = fields.Datetime.now() + timedelta(
            hours=off_join_request_form.CONFIRM_HOURS + 26
        )
        with patch("odoo.tools.misc.datetime.datetime") as clock:
            clock.now.return_value = later
            self.assertFalse(
                self._get_requests()._get_by_token(
                    self._get_link().partition("token=")[2]
                )
            )
        self.assertEqual(self._get_requests().state, "submitted")

    # -- from the form to the login --------------------------------------------------
    def test_from_the_form_to_the_first_login(self):
        response = self._post(publish="1", story="We grow leeks.")
        self.assertIn(
            "Look into your mailbox", self.url_open("/network/join/thanks").text
        )
        self.assertEqual(response.status_code, 303)
        self.assertIn("is confirmed", self._confirm().text)
        request = self._get_requests()
        self.assertEqual(request.state, "waiting")
        self.assertEqual(
            set(request.role_ids.mapped("code")), {"producer", "transporter"}
        )
        self.assertIn("is confirmed", self._confirm().text, "again is no harm")
        request.with_user(self.coordinator_a).action_approve()
        mail = html.fromstring(self._get_last_mail().body_html)
        (href,) = mail.xpath("//a[contains(@href, '/web/signup')]/@href")
        path = href[href.index("/web/signup") :]
        page = self.url_open(path)
        self.assertIn("anne@bois-joli.example", page.text)
        form = html.fromstring(page.text).xpath("//form[.//input[@name='token']]")[0]
        data = dict(form.form_values()) | {
            "password": "leeks and more 1",
            "confirm_password": "leeks and more 1",
        }
        self.url_open("/web/signup", data=data)
        self.authenticate("anne@bois-joli.example", "leeks and more 1")
        self.assertEqual(self.url_open("/my").status_code, 200)

    # -- the interface for programs ---------------------------------------------------
    @mute_logger("odoo.http")
    def test_programs_of_outsiders_read_nothing(self):
        self._post()
        users = [
            new_test_user(self.env, "join_portal", groups="base.group_portal"),
            new_test_user(self.env, "join_plain", groups="base.group_user"),
        ]
        for user in users:
            key = (
                self.env["res.users.apikeys"]
                .with_user(user)
                .sudo()
                ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
            )
            response = self.url_open(
                "/json/2/off.join.request/search_read",
                data='{"domain": [], "fields": ["email"]}',
                headers={
                    "Authorization": f"bearer {key}",
                    "Content-Type": "application/json",
                },
            )
            self.assertEqual(response.status_code, 403, user.login)
            self.assertNotIn("anne@", response.text)
