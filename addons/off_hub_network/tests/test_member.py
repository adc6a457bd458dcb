from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NetworkCommon


@tagged("post_install", "-at_install")
class TestMember(NetworkCommon):
    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.producer)
        self.organic = self.env.ref("off_hub_network.label_organic")

    def _certify(self, start, end, label=None, **vals):
        """A certificate that is valid between two numbers of days from today."""
        return self.env["off.certificate"].create(
            {
                "partner_id": self.producer.id,
                "label_id": (label or self.organic).id,
                "date_start": self.today + timedelta(days=start),
                "date_end": self.today + timedelta(days=end),
                **vals,
            }
        )

    # -- labels (rule 5) --------------------------------------------------------------
    def test_r5_a_label_is_held_from_its_first_to_its_last_day(self):
        certificate = self._certify(-10, 0)
        self.assertEqual(certificate.state, "valid")
        self.assertEqual(self.producer.off_label_ids, self.organic)
        for day, held in ((-11, False), (-10, True), (0, True), (1, False)):
            labels = self.env["off.certificate"]._get_labels(
                self.producer, self.today + timedelta(days=day)
            )
            self.assertEqual(bool(labels[self.producer]), held, day)

    def test_r5_an_expired_label_is_neither_shown_nor_found(self):
        expired = self._certify(-30, -1)
        coming = self._certify(5, 30, self.env.ref("off_hub_network.label_fair"))
        self.assertEqual((expired.state, coming.state), ("expired", "coming"))
        self.assertFalse(self.producer.off_label_ids)
        members = self.env["res.partner"]
        domain = [("off_label_ids", "in", self.organic.ids)]
        self.assertNotIn(self.producer, members.search(domain))
        expired.date_end = self.today
        self.assertIn(self.producer, members.search(domain))
        self.assertEqual(
            self.env["off.certificate"].search(
                [("state", "=", "valid"), ("partner_id", "=", self.producer.id)]
            ),
            expired,
        )

    @mute_logger("odoo.sql_db")
    def test_a_certificate_does_not_end_before_it_starts(self):
        with self.assertRaises(IntegrityError):
            self._certify(2, 1)

    def test_a_certificate_has_days_of_our_time(self):
        for start, end in ((0, 3654), (-20000, 10)):
            with self.assertRaisesRegex(ValidationError, "is no day of a certificate"):
                self._certify(start, end)
        self._certify(-3650, 3650)

    def test_labels_of_many_members_are_one_query(self):
        self._certify(-1, 1)
        members = self.producer | self.env["res.partner"].create(
            [{"name": f"Member {n}"} for n in range(20)]
        )
        self.env.flush_all()
        with self.assertQueryCount(2):
            labels = self.env["off.certificate"]._get_labels(members)
        self.assertEqual(len(labels), 21)

    # -- who changes a profile -----------------------------------------------------
    def test_a_profile_is_changed_by_whom_the_member_lets(self):
        stranger = self.producer.with_user(self.coordinator_b)
        with self.assertRaises(AccessError):
            stranger.off_story = "Mine now"
        with self.assertRaises(AccessError):
            stranger.phone = "000"
        keeper = self.producer.with_user(self.coordinator_a)
        with self.assertRaises(AccessError):
            keeper.off_story = "Not yet"
        self.link_a.may_edit_profile = True
        keeper.off_story = "<p>Grown in sand.</p>"
        self.assertIn("sand", self.producer.off_story)
        self.link_a.action_revoke()
        with self.assertRaises(AccessError):
            keeper.off_story = "Not any more"

    def test_an_operator_has_its_own_terms_with_every_member(self):
        term = self.env["account.payment.term"].create({"name": "When the sun shines"})
        member = self.producer.with_user(self.coordinator_b)
        member.property_supplier_payment_term_id = term
        of_a = self.producer.with_company(self.company_a)
        of_b = self.producer.with_company(self.company_b)
        self.assertEqual(of_b.property_supplier_payment_term_id, term)
        self.assertFalse(of_a.property_supplier_payment_term_id)
        with self.assertRaises(AccessError):
            member.write({"property_supplier_payment_term_id": False, "phone": "1"})
        plain = self._create_user("plain", self.company_b, "base.group_user")
        with self.assertRaises(AccessError):
            self.producer.with_user(plain).property_supplier_payment_term_id = False

    def test_certificates_are_recorded_by_whom_the_member_lets(self):
        certificate = self._certify(-1, 1)
        self.assertTrue(certificate.with_user(self.coordinator_b).number is not None)
        with self.assertRaises(AccessError):
            certificate.with_user(self.coordinator_b).number = "42"
        self.link_a.may_edit_profile = True
        certificate.with_user(self.coordinator_a).number = "42"

    def test_whoever_introduced_a_member_keeps_its_profile(self):
        self.producer.off_keeper_company_id = self.company_b
        self.producer.with_user(self.coordinator_b).phone = "02 40 00 00 00"

    def test_customers_stay_their_operators(self):
        family = (
            self.env["res.partner"]
            .with_user(self.coordinator_a)
            .create({"name": "Family"})
        )
        family.phone = "02 40 00 00 00"
        with self.assertRaises(AccessError):
            family.with_user(self.coordinator_b).phone = "1"

    # -- what is shown, and to whom (rule 4) --------------------------------------
    def _shown(self, viewer=None):
        Partner = self.env["res.partner"]
        return self.producer in Partner.search(Partner._off_get_shown_domain(viewer))

    def test_r4_visibility_is_the_members_choice(self):
        outsider = self._create_producer("Outsider")
        linked = self.coordinator_a.partner_id
        expected = {
            "public": (True, True, True),
            "linked": (False, False, True),
            "hidden": (False, False, False),
        }
        for visibility, shown in expected.items():
            self.producer.off_visibility = visibility
            with self.subTest(visibility):
                found = self._shown(), self._shown(outsider), self._shown(linked)
                self.assertEqual(found, shown)
                self.assertTrue(self._shown(self.producer))
        self.producer.off_visibility = "linked"
        self.link_a.action_revoke()
        self.assertFalse(self._shown(linked))

    def test_r4_contacts_are_shown_by_choice(self):
        self.producer.write(
            {
                "email": "grower@example.org",
                "phone": "02 40 00 00 00",
                "street": "1 lane",
                "city": "Nantes",
                "off_phone_visibility": "hidden",
                "off_address_visibility": "linked",
                "partner_latitude": 47.2,
                "partner_longitude": -1.5,
            }
        )
        public = self.producer._off_get_shown_contacts()[self.producer]
        self.assertEqual((public["email"], public["phone"]), ("", ""))
        self.assertEqual((public["street"], public["latitude"]), ("", None))
        self.assertEqual(public["city"], "Nantes")
        linked = self.producer._off_get_shown_contacts(self.coordinator_a.partner_id)
        self.assertEqual(linked[self.producer]["email"], "grower@example.org")
        self.assertEqual(linked[self.producer]["phone"], "")
        self.assertEqual(linked[self.producer]["latitude"], 47.2)
        own = self.producer._off_get_shown_contacts(self.producer)[self.producer]
        self.assertEqual(own["phone"], "02 40 00 00 00")

    def test_r5_a_product_shows_the_labels_that_its_producer_holds(self):
        template = self.product.product_tmpl_id
        template.off_label_ids = self.organic
        self.assertFalse(template.off_shown_label_ids)
        self._certify(-1, 1)
        template.invalidate_recordset(["off_shown_label_ids"])
        self.assertEqual(template.off_shown_label_ids, self.organic)
