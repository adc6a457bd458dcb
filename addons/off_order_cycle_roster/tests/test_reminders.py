from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import RosterCommon


@tagged("post_install", "-at_install")
class TestReminders(RosterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("fr_FR")
        for index, family in enumerate(cls.families):
            family.email = f"family{index}@example.org"
        cls.company_a.partner_id.email = "operator@example.org"
        # At noon, so that days are days.
        start = fields.Datetime.now().replace(hour=12, minute=0, second=0) + timedelta(
            days=10
        )
        cls.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})
        cls.start = start
        cls.family = cls.families[0]
        cls.cron = cls.env.ref("off_order_cycle_roster.ir_cron_roster")

    def _get_mails(self, partner=None):
        domain = [("recipient_ids", "in", (partner or self.family).ids)]
        return self.env["mail.mail"].sudo().search(domain, order="id")

    def _run(self, days, hours=0, times=1):
        """What the scheduled action does so many days before the pickup."""
        with freeze_time(self.start - timedelta(days=days, hours=hours)):
            for _again in range(times):
                with self.enter_registry_test_mode():
                    self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_three_days_and_one_day_before_exactly_once(self):
        volunteer = self._sign_up(self.till, self.family)
        seen = []
        for days in (9, 4, 3, 2, 1, 0.1):
            self._run(days, times=2)
            seen.append(len(self._get_mails()))
        self.assertEqual(seen, [0, 0, 1, 1, 2, 2])
        self.assertEqual(volunteer.reminded_days, 1)

    def test_in_the_language_of_the_volunteer(self):
        self.family.lang = "fr_FR"
        self._sign_up(self.till, self.family)
        self._run(3)
        mail = self._get_mails()
        self.assertRegex(
            mail.subject, "(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
        )
        self.assertIn("/my/duties", mail.body_html)

    def test_the_mail_says_where_when_and_what(self):
        self.point.partner_id = self.env["res.partner"].create(
            {"name": "Hall", "street": "3 rue du Four", "city": "Lyon"}
        )
        self.hand_out.note = "Bring boots"
        self._sign_up(self.hand_out, self.family)
        self._run(3)
        body = self._get_mails().body_html
        for text in (
            "Hand out",
            "Town hall",
            "3 rue du Four",
            "Weigh the carrots.",
            "Bring boots",
            "Hub A",
        ):
            self.assertIn(text, body)

    def test_after_a_downtime_one_mail_comes(self):
        self._sign_up(self.till, self.family)
        self._run(0.9)
        self.assertEqual(len(self._get_mails()), 1)

    def test_who_signs_up_on_the_eve_is_not_reminded_of_what_was_past(self):
        with freeze_time(self.start - timedelta(days=2)):
            volunteer = self._sign_up(self.till, self.family)
        self.assertEqual(volunteer.reminded_days, 3)
        self._run(2)
        self.assertFalse(self._get_mails())
        self._run(1)
        self.assertEqual(len(self._get_mails()), 1)

    def test_nobody_else_is_reminded(self):
        self._sign_up(self.till, self.family).action_cancel()
        self.hub_a.duty_reminder_days = ""
        self._sign_up(self.till, self.families[1])
        self._run(1)
        self.assertFalse(self._get_mails() | self._get_mails(self.families[1]))

    def test_a_shift_that_moves_is_told_and_reminded_of_anew(self):
        volunteer = self._sign_up(self.till, self.family)
        self._run(3)
        self._get_mails().unlink()
        start = self.start + timedelta(days=20)
        self.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})
        mail = self._get_mails()
        self.assertIn("another time or place", mail.subject)
        self.assertEqual(volunteer.reminded_days, -1)
        # Another capacity moves nobody.
        self.slot.declared_qty = 9
        self.slot.date_start = start
        self.assertEqual(self._get_mails(), mail)
        self._run(-17)
        self.assertEqual(len(self._get_mails()), 2)

    def test_who_need_not_come_is_told(self):
        self._sign_up(self.till, self.family)
        self._sign_up(self.hand_out, self.families[1]).action_sign_off()
        self.cycle.action_cancel()
        for family in self.families[:2]:
            self.assertIn("do not have to come", self._get_mails(family).subject)
        self.assertFalse(self.cycle.shift_ids._get_coming())
        self.assertEqual(self.cycle.lacking_count, 3)

    def test_a_replacement_is_asked_of_the_others_once(self):
        for family in self.families:
            self._create_order({self.leeks: 1}, family)
        Member = self.env["off.duty.member"]
        Member._get_own(self.hub_a, self.families[2]).is_asked = False
        volunteer = self._sign_up(self.till, self.family)
        for _again in range(2):
            volunteer._ask_replacement()
            volunteer._keep()
        volunteer._ask_replacement()
        mail = self._get_mails(self.families[1])
        self.assertEqual(len(mail), 1)
        self.assertIn("Somebody cannot come", mail.body_html)
        self.assertNotIn("Family 0", mail.body_html)
        self.assertFalse(self._get_mails() | self._get_mails(self.families[2]))
        volunteer._hand_to(self.families[1])
        self.assertIn("somebody takes over", self._get_mails().subject)

    # -- the coordinator ---------------------------------------------------------------
    def test_what_lacks_is_told_two_days_before_once(self):
        self.hub_a.duty_user_id = self.coordinator_a
        keeper = self.coordinator_a.partner_id
        self._sign_up(self.hand_out, self.family)
        self._run(3)
        self.assertFalse(self._get_mails(keeper))
        self._run(2, times=2)
        mail = self._get_mails(keeper)
        self.assertEqual(len(mail), 1)
        self.assertIn("1 of 2 people", mail.body_html)
        self.assertIn("nobody has a key", mail.body_html)
        # Somebody who was counted on gives up: that is news.
        self.env["off.duty.volunteer"].search([])._ask_replacement()
        self._run(1)
        self.assertEqual(len(self._get_mails(keeper)), 2)

    def test_what_lacks_nothing_is_not_told(self):
        for family in self.families[:2]:
            self._sign_up(self.hand_out, family)
        self._sign_up(self.till, self.families[2])
        self.duty_till.needs_key = False
        self._run(2)
        self.assertFalse(self._get_mails(self.company_a.partner_id))

    # -- afterwards --------------------------------------------------------------------
    def test_who_signed_up_was_there_unless_somebody_says_otherwise(self):
        came = self._sign_up(self.hand_out, self.family)
        missed = self._sign_up(self.hand_out, self.families[1])
        asking = self._sign_up(self.till, self.families[2])
        missed.action_missed()
        asking.replacement_asked = True
        self._run(-1)
        self.assertEqual(
            [one.state for one in (came, missed, asking)], ["done", "missed", "signed"]
        )

    # -- on paper ----------------------------------------------------------------------
    def test_the_roster_on_paper_has_phones_of_those_who_agreed(self):
        for index, family in enumerate(self.families[:2]):
            family.phone = f"+33 6 0{index}"
            self._sign_up(self.hand_out, family)
        self.env["off.duty.member"].create(
            {
                "hub_id": self.hub_a.id,
                "partner_id": self.families[1].id,
                "show_phone": True,
                "has_key": True,
            }
        )
        self.families.off_company_ids = self.company_a
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.coordinator_a)
            .with_company(self.company_a)
            ._render_qweb_html("off_order_cycle_roster.report_roster", self.cycle.ids)
        )
        text = html.decode()
        for found in ("Town hall", "Hand out", "Family 0", "Family 1", "+33 6 01"):
            self.assertIn(found, text)
        self.assertIn("(has a key)", text)
        self.assertNotIn("+33 6 00", text)
