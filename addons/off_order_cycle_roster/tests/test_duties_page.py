import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import RosterCommon

PATH = "/my/duties"


@tagged("post_install", "-at_install")
class TestDutiesPage(RosterCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lea, cls.ali, cls.zoe, cls.stranger = (
            cls._create_login(login, name)
            for login, name in (
                ("lea", "Léa Durand"),
                ("ali", "Ali Benali"),
                ("zoe", "Zoé Petit"),
                ("stranger", "Somebody Else"),
            )
        )
        for user in (cls.lea, cls.ali, cls.zoe):
            cls._create_order({cls.leeks: 1}, user.partner_id)

    @classmethod
    def _create_login(cls, login, name):
        return cls.env["res.users"].create(
            {
                "name": name,
                "login": login,
                "password": login * 3,
                "email": f"{login}@example.org",
                "phone": f"+33 6 00 00 00 0{len(login)}",
                "company_id": cls.company_a.id,
                "company_ids": [Command.set(cls.company_a.ids)],
                "group_ids": [Command.set(cls.env.ref("base.group_portal").ids)],
            }
        )

    def _login(self, user):
        self.authenticate(user.login, user.login * 3)

    def _post(self, path, **data):
        page = self.url_open(PATH).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        data["csrf_token"] = token[1] if token else ""
        return self.url_open(f"{PATH}/{path}", data)

    def _find(self, user, shift=None):
        return self.env["off.duty.volunteer"].search(
            [
                ("partner_id", "=", user.partner_id.id),
                ("shift_id", "=", (shift or self.till).id),
            ]
        )

    def _move_pickup(self, **after):
        start = fields.Datetime.now() + timedelta(**after)
        self.slot.cycle_id.date_close = start
        self.slot.write({"date_start": start, "date_end": start + timedelta(hours=2)})

    # -- signing up and off ------------------------------------------------------------
    def test_a_member_signs_up_and_off(self):
        self._login(self.lea)
        page = self.url_open(PATH).text
        for text in ("Hand out", "Hold the till", "Weigh the carrots.", "Town hall"):
            self.assertIn(text, page)
        self.assertIn("2 people are lacking", re.sub(r"</?t[^>]*>|\s+", " ", page))
        page = self._post(f"{self.till.id}/sign-up").text
        self.assertIn("You come", page)
        volunteer = self._find(self.lea)
        self.assertEqual(volunteer.state, "signed")
        self._post(f"{self.till.id}/sign-up")
        self.assertEqual(self._find(self.lea), volunteer)
        self._post(f"{volunteer.id}/sign-off")
        self.assertEqual(volunteer.state, "cancel")
        self.assertEqual(self.till.reserved_qty, 0)
        self._post(f"{volunteer.id}/sign-off")
        self._post(f"{self.till.id}/sign-up")
        self.assertEqual(len(self._find(self.lea)), 2)
        self.assertEqual(self.till.reserved_qty, 1)

    def test_the_last_place_is_taken_once(self):
        self._sign_up(self.till, self.ali.partner_id)
        self._login(self.lea)
        page = self._post(f"{self.till.id}/sign-up").text
        self.assertIn("There are people enough.", page)
        self.assertFalse(self._find(self.lea))

    def test_nobody_does_two_duties_at_a_time(self):
        self._login(self.lea)
        self._post(f"{self.till.id}/sign-up")
        page = self._post(f"{self.hand_out.id}/sign-up").text
        self.assertIn("You do another duty at that time: Hold the till.", page)
        self.assertFalse(self._find(self.lea, self.hand_out))

    def test_signing_up_ends_as_the_hub_says(self):
        self.hub_a.duty_signup_days = 4
        self._login(self.lea)
        page = self._post(f"{self.till.id}/sign-up").text
        self.assertIn("One signs up until 4 days before", page)
        self.assertFalse(self._find(self.lea))

    def test_too_late_to_sign_off(self):
        volunteer = self._sign_up(self.till, self.lea.partner_id)
        # at most one day left, whatever the hour of the test
        self._move_pickup(hours=20)
        self._login(self.lea)
        self.assertNotIn(f"{volunteer.id}/sign-off", self.url_open(PATH).text)
        page = self._post(f"{volunteer.id}/sign-off").text
        self.assertIn("one signs off until 2 days before", page)
        self.assertEqual(volunteer.state, "signed")

    def test_what_has_begun_or_is_cancelled_takes_nobody(self):
        self.till.date_start = fields.Datetime.now() - timedelta(minutes=1)
        self._login(self.lea)
        self.assertIn(
            "It has begun already.", self._post(f"{self.till.id}/sign-up").text
        )
        self.cycle.order_ids.action_cancel()
        self.cycle.action_cancel()
        self.assertEqual(
            self._post_anyhow(f"{self.hand_out.id}/sign-up").status_code, 404
        )
        self.assertNotIn("Hand out", self.url_open(PATH).text)

    # -- replacements ------------------------------------------------------------------
    def test_a_replacement_takes_over(self):
        volunteer = self._sign_up(self.till, self.lea.partner_id)
        self._login(self.ali)
        self._post(f"{volunteer.id}/take-over")
        self.assertFalse(self._find(self.ali))
        self._login(self.lea)
        self._post(f"{volunteer.id}/replace")
        self.assertTrue(volunteer.replacement_asked)
        self._post(f"{volunteer.id}/keep")
        self.assertFalse(volunteer.replacement_asked)
        self._post(f"{volunteer.id}/replace")
        self._login(self.ali)
        page = self.url_open(f"{PATH}?show=open").text
        self.assertIn("Somebody cannot come", page)
        self._post(f"{volunteer.id}/take-over")
        self.assertEqual(
            (volunteer.state, self._find(self.ali).state), ("cancel", "signed")
        )
        self.assertEqual(self.till.reserved_qty, 1)
        self._login(self.zoe)
        page = self._post(f"{volunteer.id}/take-over").text
        self.assertIn("no replacement is needed any more", page)
        self.assertFalse(self._find(self.zoe))

    # -- who sees whom -----------------------------------------------------------------
    def test_names_and_phones_are_shown_by_consent_only(self):
        self._sign_up(self.hand_out, self.ali.partner_id)
        self._login(self.lea)
        page = self.url_open(PATH).text
        for text in ("Ali", "Benali", "+33 6"):
            self.assertNotIn(text, page)
        self.assertIn("1 person", page)
        self._login(self.ali)
        key = self.hub_a.id
        self._post(
            "consent",
            **{f"hub_{key}": "1", f"name_{key}": "on", f"phone_{key}": "on"},
        )
        member = self.env["off.duty.member"]._get_own(self.hub_a, self.ali.partner_id)
        self.assertTrue(member.show_name and member.show_phone)
        self.assertFalse(member.is_asked)
        self._login(self.lea)
        page = self.url_open(PATH).text
        self.assertIn("Ali", page)
        for text in ("Benali", "+33 6"):
            self.assertNotIn(text, page)
        self._post(f"{self.hand_out.id}/sign-up")
        self.assertIn(self.ali.phone, self.url_open(PATH).text)

    def test_a_name_of_one_s_own_choice(self):
        self._sign_up(self.hand_out, self.ali.partner_id)
        self.env["off.duty.member"]._get_own(self.hub_a, self.ali.partner_id).write(
            {"show_name": True, "shown_name": "Tonton <b>"}
        )
        self._login(self.lea)
        self.assertIn("Tonton &lt;b&gt;", self.url_open(PATH).text)

    def test_a_stranger_sees_nothing_and_does_nothing(self):
        volunteer = self._sign_up(self.till, self.ali.partner_id)
        self.env["off.duty.member"]._get_own(self.hub_a, self.ali.partner_id).write(
            {"show_name": True}
        )
        volunteer.replacement_asked = True
        self._login(self.stranger)
        page = self.url_open(PATH).text
        self.assertIn("Who orders at a hub", page)
        for text in ("Hand out", "Ali", "Town hall", "Hub A"):
            self.assertNotIn(text, page)
        for path in (
            f"{self.hand_out.id}/sign-up",
            f"{volunteer.id}/sign-off",
            f"{volunteer.id}/replace",
            f"{volunteer.id}/keep",
            f"{volunteer.id}/take-over",
        ):
            with self.subTest(path=path):
                self.assertEqual(self._post_anyhow(path).status_code, 404)
        self.assertEqual(self.url_open(f"{PATH}/{volunteer.id}.ics").status_code, 404)
        self.assertEqual(volunteer.state, "signed")
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(PATH).url)

    def _post_anyhow(self, path):
        """With the token of a page that has a form."""
        page = self.url_open("/my/security").text
        token = re.search(r'csrf_token: "([^"]+)"', page) or re.search(
            r'name="csrf_token"[^>]*value="([^"]+)"', page
        )
        return self.url_open(f"{PATH}/{path}", {"csrf_token": token[1]})

    def test_another_member_does_not_change_what_is_not_its_own(self):
        volunteer = self._sign_up(self.till, self.ali.partner_id)
        self._login(self.lea)
        for step in ("sign-off", "replace", "keep"):
            self.assertEqual(self._post(f"{volunteer.id}/{step}").status_code, 404)
        self.assertEqual(self.url_open(f"{PATH}/{volunteer.id}.ics").status_code, 404)
        self.assertEqual(volunteer.state, "signed")

    def test_who_was_taken_off_the_roster_sees_it_no_more(self):
        self.env["off.duty.member"]._get_own(
            self.hub_a, self.lea.partner_id
        ).active = False
        self._login(self.lea)
        self.assertNotIn("Hand out", self.url_open(PATH).text)

    # -- lists and calendar ------------------------------------------------------------
    def test_mine_and_open(self):
        self._sign_up(self.till, self.lea.partner_id)
        self._login(self.lea)
        mine = self.url_open(f"{PATH}?show=mine").text
        self.assertIn(f'id="shift_{self.till.id}"', mine)
        self.assertNotIn(f'id="shift_{self.hand_out.id}"', mine)
        self._login(self.ali)
        lacking = self.url_open(f"{PATH}?show=open").text
        self.assertNotIn(f'id="shift_{self.till.id}"', lacking)
        self.assertIn(f'id="shift_{self.hand_out.id}"', lacking)
        self.assertEqual(self.url_open(f"{PATH}?show=x&page=9").status_code, 200)

    def test_a_duty_as_a_calendar(self):
        volunteer = self._sign_up(self.hand_out, self.lea.partner_id)
        self._login(self.lea)
        response = self.url_open(f"{PATH}/{volunteer.id}.ics")
        self.assertIn("text/calendar", response.headers["Content-Type"])
        lines = response.text.splitlines()
        self.assertIn("SUMMARY:Hand out\\, Hub A", lines)
        self.assertIn("DESCRIPTION:Weigh the carrots.", lines)
        start = self.hand_out.date_start.strftime("%Y%m%dT%H%M%SZ")
        self.assertIn(f"DTSTART:{start}", lines)

    def test_the_portal_s_home_leads_there(self):
        self._login(self.lea)
        self.assertIn('href="/my/duties"', self.url_open("/my/home").text)
        self._login(self.stranger)
        self.assertNotIn('href="/my/duties"', self.url_open("/my/home").text)

    def test_the_page_takes_the_same_queries_for_many_shifts(self):
        """Of ten cycles as of one."""
        partner = self.lea.partner_id
        Shift = self.env["off.duty.shift"]

        def describe():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = Shift._get_portal_shifts(partner)._describe(partner)
            return len(rows), self.env.cr.sql_log_count - before

        self._sign_up(self.hand_out, self.ali.partner_id)
        few, queries = describe()
        for _again in range(9):
            self.cycle.copy()
        many, later = describe()
        self.assertEqual((few, many), (2, 20))
        self.assertLessEqual(later, queries + 1)
