from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import CycleCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-02 08:00:00")
class TestSchedule(CycleCommon):
    """Cycles that repeat (rule 13). The model cycle opens on Monday 2 March, closes on
    Wednesday at 9:00 in Paris and is handed over on Thursday the 5th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_a.partner_id.tz = "Europe/Paris"
        cls.schedule = cls.env["off.cycle.schedule"].create(
            {
                "name": "Thursdays",
                "hub_id": cls.hub_a.id,
                "template_id": cls.cycle.id,
                "every_weeks": 2,
                "date_first": "2026-03-12",
                "date_until": "2026-05-07",
                "weeks_ahead": 4,
            }
        )

    @classmethod
    def _create_cycle(cls):
        with freeze_time("2026-03-02 08:00:00"):
            return super()._create_cycle()

    def _days(self):
        return self.schedule.date_ids.sorted("date").mapped("date")

    def test_r13_days_follow_from_the_rule(self):
        self.assertEqual(
            self._days(),
            [
                date(2026, 3, 12),
                date(2026, 3, 26),
                date(2026, 4, 9),
                date(2026, 4, 23),
                date(2026, 5, 7),
            ],
        )

    def test_r13_moving_one_day_keeps_the_others(self):
        moved = self.schedule.date_ids.filtered(
            lambda row: row.date == date(2026, 4, 9)
        )
        moved.write({"date": "2026-04-10", "note": "Easter"})
        left_out = self.schedule.date_ids[-1]
        left_out.skipped = True
        self.schedule.date_until = "2026-04-30"
        self.assertEqual(
            self._days(),
            [
                date(2026, 3, 12),
                date(2026, 3, 26),
                date(2026, 4, 10),
                date(2026, 4, 23),
                date(2026, 5, 7),
            ],
        )
        self.schedule.every_weeks = 4
        self.assertEqual(
            self._days(),
            [date(2026, 3, 12), date(2026, 4, 10), date(2026, 5, 7)],
        )

    def test_due_cycles_are_made_once_with_the_hours_of_the_clock(self):
        cycles = self.schedule._make_due_cycles().sorted("date_close")
        # Within four weeks: the 12th and the 26th, summer time begins on the 29th.
        self.assertEqual(
            cycles.mapped("date_close"),
            [datetime(2026, 3, 11, 8), datetime(2026, 3, 25, 8)],
        )
        self.assertEqual(
            cycles.slot_ids.sorted("date_start").mapped("date_start"),
            [datetime(2026, 3, 12, 8), datetime(2026, 3, 26, 8)],
        )
        self.assertEqual(set(cycles.mapped("state")), {"draft"})
        self.assertFalse(self.schedule._make_due_cycles())
        with freeze_time("2026-03-20 08:00:00"):
            (later,) = self.schedule._make_due_cycles()
        self.assertEqual(later.date_close, datetime(2026, 4, 8, 7))
        self.assertEqual(later.slot_ids.date_start, datetime(2026, 4, 9, 7))

    def test_cycles_have_what_producers_have_now(self):
        beet = self._create_product("Beet", price=2.0)
        cycles = self.schedule._make_due_cycles()
        for cycle in cycles:
            self.assertIn(beet, cycle.outgoing_ids.offer_ids.product_id)
        self.schedule.fill_offers = False
        self._create_product("Chard", price=2.0)
        with freeze_time("2026-03-20 08:00:00"):
            cycle = self.schedule._make_due_cycles()
        self.assertEqual(
            cycle.outgoing_ids.offer_ids.product_id, self.product + self.leeks
        )

    def test_a_day_left_out_or_too_late_makes_no_cycle(self):
        self.schedule.date_ids[0].skipped = True
        cycle = self.schedule._make_due_cycles()
        self.assertEqual(cycle.date_close, datetime(2026, 3, 25, 8))
        with freeze_time("2026-05-06 10:00:00"):
            self.assertFalse(self.schedule._make_due_cycles())

    def test_a_day_whose_cycle_is_made_stays(self):
        self.schedule._make_due_cycles()
        row = self.schedule.date_ids[0]
        with self.assertRaisesRegex(UserError, "Thursdays"):
            row.date = "2026-03-13"
        with self.assertRaisesRegex(UserError, "Thursdays"):
            row.unlink()
        self.schedule.date_first = "2026-03-19"
        self.assertIn(row, self.schedule.date_ids)

    def test_days_by_hand(self):
        self.schedule.rule = "dates"
        self.assertFalse(self.schedule.date_ids)
        self.schedule.date_ids = [(0, 0, {"date": "2026-03-20"})]
        cycle = self.schedule._make_due_cycles()
        self.assertEqual(cycle._get_pickup_day(), date(2026, 3, 20))

    def test_the_scheduled_action_tells_what_failed_and_goes_on(self):
        bad = self.schedule.copy({"name": "Bad"})
        bad._update_dates()
        bad.template_id = self.cycle.copy()
        bad.template_id.slot_ids.unlink()
        with self.enter_registry_test_mode():
            self.env.ref("off_order_cycle.ir_cron_make_cycles").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.schedule.cycle_count, 2)
        self.assertEqual(bad.cycle_count, 0)
        self.assertIn("has no pickup", bad.message_ids[0].body)

    def test_a_schedule_repeats_a_cycle_of_its_hub_with_a_pickup(self):
        other = self.env["off.order.cycle"].create(
            {
                "name": "Other",
                "coordinator_id": self.hub_b.id,
                "date_open": fields.Datetime.now(),
                "date_close": fields.Datetime.now() + timedelta(days=1),
            }
        )
        with self.assertRaisesRegex(ValidationError, "another hub"):
            self.schedule.template_id = other
        other.coordinator_id = self.hub_a
        with self.assertRaisesRegex(UserError, "no pickup"):
            self.schedule.template_id = other

    def test_schedules_are_their_operators(self):
        for record in (self.schedule, self.schedule.date_ids):
            with self.assertRaises(AccessError):
                record.with_user(self.coordinator_b).read(["display_name"])
