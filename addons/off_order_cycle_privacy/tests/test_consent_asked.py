from odoo.tests import tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestConsentAsked(PrivacyCommon):
    """Those who need a consent ask for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.news = cls.env.ref("off_order_cycle_privacy.purpose_newsletter")
        cls.phone = cls.env.ref("off_order_cycle_privacy.purpose_phone")
        cls.blacklist = cls.env["mail.blacklist"]

    def _answer(
        self, is_given, purpose=None, company=None, partner=None, source="portal"
    ):
        return self.env["off.consent"]._record(
            partner or self.lea,
            company or self.company_a,
            purpose or self.news,
            is_given,
            source,
        )

    def _is_blocked(self, email="lea@example.org"):
        return bool(self.blacklist.search([("email", "=", email)]))

    # -- news --------------------------------------------------------------------------
    def test_a_withdrawn_consent_to_news_blocks_every_mailing(self):
        self.assertFalse(self._answer(False), "who was never asked is not blocked")
        self._answer(True)
        self.assertFalse(self._is_blocked())
        self._answer(False)
        self.assertTrue(self._is_blocked())
        self.assertTrue(self.lea.is_blacklisted)
        self._answer(True)
        self.assertFalse(self._is_blocked())

    def test_other_purposes_block_nothing(self):
        self._answer(True, self.phone)
        self._answer(False, self.phone)
        self.assertFalse(self._is_blocked())

    def test_the_news_of_any_operator_that_were_ended_block_the_address(self):
        for company in (self.company_a, self.company_b):
            self._answer(True, company=company)
        self._answer(False, company=self.company_b)
        self._answer(False)
        self._answer(True)
        self.assertTrue(self._is_blocked(), "operator B is still refused")
        self._answer(True, company=self.company_b)
        self.assertFalse(self._is_blocked())

    def test_erasure_at_one_operator_blocks_nothing(self):
        self.lea.off_company_ids |= self.company_b
        self._answer(True)
        self._answer(True, company=self.company_b)
        self._ask().action_erase()
        self.assertEqual(self.lea.email, "lea@example.org")
        self.assertFalse(self._is_blocked())

    def test_a_new_address_is_blocked_too(self):
        self._answer(True)
        self.lea.email = "lea.m@example.org"
        self.assertFalse(self._is_blocked("lea.m@example.org"))
        self._answer(False)
        self.lea.email = "lea.martin@example.org"
        self.assertTrue(self._is_blocked("lea.martin@example.org"))

    def test_who_has_no_address_is_not_listed(self):
        self.lea.email = False
        self._answer(True)
        count = self.blacklist.search_count([])
        self._answer(False)
        self.assertEqual(self.blacklist.search_count([]), count)

    def test_mails_about_sales_are_another_choice(self):
        notices = self.env["off.notice"]
        self._answer(True)
        self._answer(False)
        self.assertTrue(self._is_blocked())
        self.assertFalse(notices._get_blocked(self.lea))
        # By a link in a mailing, say: no mail at all.
        self.blacklist._add("lea@example.org")
        self.assertEqual(notices._get_blocked(self.lea), {"lea@example.org"})

    def test_who_refused_all_mail_before_still_does(self):
        self.blacklist._add("lea@example.org")
        self._answer(True, source="staff")
        self._answer(False)
        self.blacklist._add("lea@example.org")
        self._answer(True)
        self._answer(False)
        self.assertTrue(self._is_blocked())

    def test_contacts_are_found_by_who_wants_news(self):
        self._answer(True)
        Partner = self.env["res.partner"].with_user(self.coordinator_a)
        wanting = [("off_wants_news", "=", True)]
        self.assertEqual(Partner.search(wanting), self.lea)
        self.assertTrue(self.lea.with_user(self.coordinator_a).off_wants_news)
        others = Partner.search([("off_wants_news", "=", False)])
        self.assertNotIn(self.lea, others)
        self.assertIn(self.families[0], others)
        self.assertFalse(
            self.env["res.partner"].with_user(self.coordinator_b).search(wanting)
        )
        self._answer(False)
        self.assertFalse(Partner.search(wanting))

    # -- phone numbers on lists --------------------------------------------------------
    def test_the_hook_finds_those_who_agreed(self):
        photo = self.env.ref("off_order_cycle_privacy.purpose_photo")
        self._answer(True, photo)
        self._answer(True, photo, partner=self.families[0])
        self._answer(False, photo, partner=self.families[0])
        self.assertEqual(self._find("photo"), self.lea)
        self.assertFalse(self._find("photo", self.company_b))
        self.assertFalse(self._find("newsletter"))
        self.assertFalse(self._find("unheard_of"), "nobody agrees to what is not asked")
        photo.active = False
        self.assertEqual(self._find("photo"), self.lea, "what was said stays said")

    def test_what_holds_unless_refused(self):
        count = self.env["off.consent"].search_count
        # To agree to what holds anyway is no news.
        self._answer(True, self.phone)
        self.assertFalse(count([("partner_id", "=", self.lea.id)]))
        self.assertIn(self.lea, self._find("phone_lists"))
        self._answer(False, self.phone)
        found = self._find("phone_lists")
        self.assertNotIn(self.lea, found)
        self.assertIn(self.families[0], found)
        self.assertIn(self.lea, self._find("phone_lists", self.company_b))
        self._answer(True, self.phone)
        self.assertIn(self.lea, self._find("phone_lists"))

    def _find(self, purpose, company=None):
        Partner = self.env["res.partner"].sudo()
        return Partner.search(
            Partner._off_get_consent_domain(purpose, company or self.company_a)
        )

    def test_packing_and_pickup_lists_tell_no_phone_of_who_refused(self):
        if "off.cycle.report" not in self.env:
            self.skipTest("There are no lists.")
        self.families[0].phone = "0699999999"
        self._create_order({self.leeks: 1}, self.lea)
        self._create_order({self.leeks: 1}, self.families[0])
        self._answer(False, self.phone, self.company_b, self.families[0])
        both = {"0612345678", "0699999999"}
        self._check_phones(both)
        self._answer(False, self.phone)
        self._check_phones(both - {"0612345678"})

    def _check_phones(self, expected):
        for code in ("packing_customer", "delivery"):
            with self.subTest(code=code):
                found = {phone for phone in self._read_phones(code) if phone}
                self.assertEqual(found, expected)

    def _read_phones(self, code):
        reports = self.env["off.cycle.report"].with_user(self.coordinator_a)
        reports = reports.with_context(allowed_company_ids=self.company_a.ids)
        report = reports._get_report(code)
        layout = reports._get_layout(report)
        filters = reports._read_filters({"cycles": self.cycle.ids})
        place = list(layout.places).index("listed_phone")
        rows = list(reports._iterate(report, filters, layout))
        self.assertTrue(rows)
        return [row[place] for row in rows]
