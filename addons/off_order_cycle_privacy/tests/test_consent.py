from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PrivacyCommon


@tagged("post_install", "-at_install")
class TestConsent(PrivacyCommon):
    """What people agree to is kept, answer by answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.consents = cls.env["off.consent"]
        cls.purpose = cls.env.ref("off_order_cycle_privacy.purpose_newsletter")

    def _answer(self, is_given):
        return self.consents._record(
            self.lea, self.company_a, self.purpose, is_given, "portal"
        )

    def _get_agreed(self):
        return self.consents._get_agreed(
            self.lea | self.families, self.company_a, "newsletter"
        )

    def test_the_last_answer_counts_and_the_others_stay(self):
        self.assertFalse(self._get_agreed())
        self.assertFalse(self._answer(False), "nobody refuses what was not asked")
        first = self._answer(True)
        self.assertEqual(
            (first.wording, first.version, first.source),
            (self.purpose.wording, self.purpose.version, "portal"),
        )
        self.assertFalse(self._answer(True), "the same answer is no other")
        self.assertEqual(self._get_agreed(), self.lea)
        self._answer(False)
        self.assertFalse(self._get_agreed())
        history = self.consents.search([("partner_id", "=", self.lea.id)], order="id")
        self.assertEqual(history.mapped("is_given"), [True, False])

    def test_other_words_are_another_version(self):
        first = self._answer(True)
        self.purpose.wording = "Something else."
        self.assertEqual(self.purpose.version, first.version + 1)
        self.assertNotEqual(first.wording, self.purpose.wording)
        second = self._answer(True)
        self.assertEqual(second.version, self.purpose.version)
        self.purpose.wording = "Something else."
        self.assertEqual(self.purpose.version, second.version)

    def test_nobody_writes_the_history(self):
        first = self._answer(True)
        mine = first.with_user(self.coordinator_a)
        self.assertEqual(mine.is_given, True)
        admin = self._create_user(
            "admin_a", self.company_a, "off_hub_network.group_admin"
        )
        for user in (self.coordinator_a, admin):
            with self.assertRaises(AccessError):
                first.with_user(user).write({"is_given": False})
            with self.assertRaises(AccessError):
                first.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.consents.with_user(user).create(
                    {
                        "partner_id": self.lea.id,
                        "company_id": self.company_a.id,
                        "purpose_id": self.purpose.id,
                        "is_given": True,
                        "source": "staff",
                    }
                )
        self.assertFalse(
            self.consents.with_user(self.coordinator_b).search([("id", "=", first.id)])
        )
        with self.assertRaises(AccessError):
            first.with_user(self.login).read(["is_given"])

    def test_paper_is_noted_with_where_it_lies(self):
        vals = {
            "partner_id": self.lea.id,
            "company_id": self.company_a.id,
            "purpose_id": self.purpose.id,
            "note": "Folder 3",
        }
        notes = self.env["off.consent.note"]
        notes.with_user(self.coordinator_a).create(vals).action_note()
        noted = self.consents.search([("partner_id", "=", self.lea.id)])
        self.assertEqual(
            (noted.source, noted.note, noted.is_given), ("staff", "Folder 3", True)
        )
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        stranger.off_company_ids = self.company_b
        with self.assertRaises(AccessError):
            notes.with_user(self.coordinator_a).create(
                {**vals, "partner_id": stranger.id}
            ).action_note()
        with self.assertRaises(AccessError):
            notes.with_user(self.login).create(vals)
