from odoo.tests import tagged

from .common import SIRET, VAT, JoinCommon


@tagged("post_install", "-at_install")
class TestForm(JoinCommon):
    def _check(self, **values):
        values = self._fill_in(**values)
        return self.env["off.join.request"]._check_form(values), values

    def test_what_is_well_filled_in_has_no_errors(self):
        self.assertEqual(self._check(vat=VAT)[0], {})

    def test_little_is_required(self):
        few = dict.fromkeys(
            "phone street vat company_registry website story looking_for".split(), ""
        )
        self.assertEqual(self._check(**few)[0], {})
        none = dict.fromkeys("name contact_name email zip city".split(), "")
        errors, _values = self._check(
            **none, country_id=self.france[:0], role_ids=self.roles[:0]
        )
        self.assertEqual(set(errors), {*none, "country_id", "role_ids"})

    def test_an_address_is_tidied_or_refused(self):
        self.assertEqual(
            self._check(email="ANNE@X.example")[1]["email"], "anne@x.example"
        )
        for email in ("anne", "a@b.example, c@d.example", "anne@"):
            self.assertIn("email", self._check(email=email)[0], email)

    def test_a_website_is_completed_and_never_a_script(self):
        self.assertEqual(
            self._check(website="joli.example")[1]["website"], "https://joli.example"
        )
        for website in ("javascript://x.example/%0aalert(1)", "joli", "a b.example"):
            self.assertIn("website", self._check(website=website)[0], website)

    def test_a_siret_is_checked_with_its_key(self):
        for number, fits in (
            (SIRET, True),
            ("732 829 320 00074", True),
            ("73282932000075", False),
            ("732829320", False),
            ("7328293200007A", False),
            # La Poste's establishments: the sum of the digits is a multiple of five
            ("35600000049837", True),
            ("35600000000048", True),
            ("35600000049838", False),
        ):
            errors, values = self._check(company_registry=number)
            self.assertEqual("company_registry" not in errors, fits, number)
            self.assertNotIn(" ", values["company_registry"])
        self.assertIn(
            "SIREN", self._check(company_registry="732829320")[0].popitem()[1]
        )

    def test_overseas_is_france_and_abroad_is_not(self):
        self.assertIn(
            "company_registry",
            self._check(company_registry="1", country_id=self.env.ref("base.re"))[0],
        )
        belgium = self.env.ref("base.be")
        abroad = {
            "country_id": belgium,
            "zip": "1000",
            "company_registry": "0477.472.701",
        }
        self.assertEqual(self._check(**abroad)[0], {})

    def test_digits_are_those_of_envelopes(self):
        for field, text in (("zip", "٤٤٠٠٠"), ("company_registry", "٧٣٢٨٢٩٣٢٠٠٠٠٧٤")):
            self.assertIn(field, self._check(**{field: text})[0])

    def test_vat_number_and_siret_are_of_one_structure(self):
        self.assertIn("vat", self._check(vat="FR83404833048")[0])
        self.assertNotIn(
            "vat", self._check(vat="FR83404833048", company_registry="")[0]
        )
        self.assertIn("vat", self._check(vat="FR00000000000")[0])

    def test_texts_have_an_end(self):
        self.assertIn("story", self._check(story="x" * 5001)[0])
        self.assertIn("name", self._check(name="x" * 201)[0])

    # -- floods -------------------------------------------------------------------
    def test_a_mailbox_gets_few_mails_a_day(self):
        requests = self.env["off.join.request"]
        for _attempt in range(3):
            self.assertFalse(requests._is_flooded("anne@bois-joli.example", ""))
            self._submit()
        self.assertTrue(requests._is_flooded("anne@bois-joli.example", ""))
        self.assertFalse(requests._is_flooded("other@bois-joli.example", ""))

    def test_a_sender_is_known_by_fingerprint_only(self):
        requests = self.env["off.join.request"]
        self.assertNotIn("192.0.2.1", requests._get_origin("192.0.2.1"))
        self.assertEqual(
            requests._get_origin("2001:db8::1"), requests._get_origin("2001:db8::2")
        )
        self.assertNotEqual(
            requests._get_origin("192.0.2.1"), requests._get_origin("192.0.2.2")
        )
        self.assertEqual(requests._get_origin(None), "")
        self.env["ir.config_parameter"].set_param(
            "off_hub_network_join.max_per_sender", 1
        )
        origin = requests._get_origin("192.0.2.1")
        requests._submit(self._fill_in(), origin)
        self.assertTrue(requests._is_flooded("other@bois-joli.example", origin))

    # -- confirming ---------------------------------------------------------------
    def test_a_request_waits_for_its_mailbox(self):
        request = self._submit()
        self.assertEqual(request.state, "submitted")
        self.assertFalse(request.activity_ids)
        mail = self._get_last_mail()
        self.assertIn("Confirm your request to join", mail.subject)
        self.assertIn("/network/join/confirm?token=", mail.body_html)
        request._confirm()
        self.assertEqual(request.state, "waiting")
        self.assertIn(self.admin, request.activity_ids.user_id)

    def test_confirming_twice_calls_the_moderators_once(self):
        request = self._submit(hub_id=self.hub_a)
        request._confirm()
        request._confirm()
        self.assertEqual(request.activity_ids.user_id, self.coordinator_a | self.admin)
        self.assertEqual(len(request.activity_ids), 2)

    def test_a_link_is_of_one_request_and_one_address(self):
        request = self._submit()
        token = request._get_confirm_url().partition("token=")[2]
        self.assertEqual(request._get_by_token(token), request)
        other = "B" if token[20] == "A" else "A"
        for wrong in ("", "x", "é", token[:-3], f"{token[:20]}{other}{token[21:]}"):
            self.assertFalse(request._get_by_token(wrong), wrong)
        request.email = "other@bois-joli.example"
        self.assertFalse(request._get_by_token(token))
