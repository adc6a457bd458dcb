from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common_standing import StandingCommon


@tagged("post_install", "-at_install")
class TestStandingPlan(StandingCommon):
    """Which deliveries are to come."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = cls._create_schedule()
        cls.planned = cls._create_standing(
            {cls.leeks: 1}, cls.families[1], schedule_id=cls.schedule.id
        )

    def _days(self, order=None):
        return (order or self.planned).delivery_ids.sorted("date").mapped("date")

    def test_days_of_a_schedule_are_known_in_advance(self):
        self.assertEqual(
            self._days(), self.schedule.date_ids.sorted("date").mapped("date")
        )
        self.assertEqual(len(self._days()), 4)

    def test_without_schedule_every_cycle_of_the_hub_is_taken(self):
        self.assertEqual(self.order.delivery_ids.cycle_id, self.cycle)
        self.env["off.standing.order"]._cron_plan()
        self.assertEqual(self.order.delivery_ids.cycle_id, self.cycle | self.next_cycle)

    def test_the_day_is_that_of_the_pickup_point_and_goes_with_its_cycle(self):
        later = self.env["off.pickup.point"].create(
            {"name": "Later", "hub_id": self.hub_a.id}
        )
        slot = self.next_cycle.slot_ids.copy({"point_id": later.id})
        slot.date_end += timedelta(days=2)
        slot.date_start += timedelta(days=2)
        order = self._create_standing(
            {self.leeks: 1}, self.families[2], point_id=later.id
        )
        delivery = self._get_delivery(order)
        first = self.next_cycle._get_pickup_day()
        self.assertEqual(delivery.date, first + timedelta(days=2))
        self.next_cycle.action_cancel()
        self.assertFalse(delivery.exists())

    def test_every_second_week_and_chosen_days(self):
        self.planned.write(
            {
                "rhythm": "weeks",
                "every_weeks": 2,
                "date_start": self.schedule.date_first,
            }
        )
        days = self.schedule.date_ids.sorted("date")
        self.assertEqual(self._days(), (days[0] | days[2]).mapped("date"))
        self.planned.write(
            {"rhythm": "dates", "chosen_date_ids": [Command.set(days[1:3].ids)]}
        )
        self.assertEqual(self._days(), days[1:3].mapped("date"))

    def test_a_day_that_moves_takes_along_what_was_said_about_it(self):
        day = self.schedule.date_ids.sorted("date")[1]
        delivery = self.planned.delivery_ids.filtered(
            lambda one: one.schedule_date_id == day
        )
        delivery.action_suspend()
        day.date += timedelta(days=1)
        self.assertEqual((delivery.date, delivery.state), (day.date, "joker"))
        day.skipped = True
        self.assertFalse(delivery.exists())
        self.assertEqual(self.planned.jokers_left, 2)

    def test_a_cycle_made_of_a_day_takes_over_its_delivery(self):
        first = self.planned.delivery_ids.sorted("date")[0]
        first.action_suspend()
        cycles = self.schedule._make_due_cycles()
        self.assertIn(first.cycle_id, cycles)
        self.assertEqual(len(self.planned.delivery_ids), 4)
        first.cycle_id.action_open()
        self.assertEqual(first.state, "joker")
        self.assertFalse(first.sale_order_id)

    def test_what_is_over_ends_and_plans_nothing(self):
        self.planned.write(
            {
                "date_start": fields.Date.today() - timedelta(days=9),
                "date_end": fields.Date.today() - timedelta(days=1),
            }
        )
        self.env["off.standing.order"]._cron_plan()
        self.assertEqual(self.planned.state, "ended")
        self.assertFalse(self.planned.delivery_ids)

    def test_planning_many_takes_as_many_queries_as_planning_few(self):
        orders = self.env["off.standing.order"].browse()
        counts = []
        for number in (2, 12):
            for _n in range(number):
                orders |= self._create_standing(
                    {self.leeks: 1}, schedule_id=self.schedule.id
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders._plan_deliveries()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 20)

    def test_another_operators_point_or_schedule_is_refused(self):
        with self.assertRaises(ValidationError):
            self.planned.point_id = self.env["off.pickup.point"].create(
                {"name": "Elsewhere", "hub_id": self.hub_b.id}
            )
        other = self._create_standing({self.leeks: 1}, activate=False)
        with self.assertRaises(ValidationError):
            other.rhythm = "dates"

    def test_staff_of_another_operator_sees_and_changes_nothing(self):
        for record in (
            self.planned,
            self.planned.line_ids,
            self.planned.delivery_ids,
        ):
            with self.assertRaises(AccessError):
                record.with_user(self.coordinator_b).read(["id"])
        with self.assertRaises(AccessError):
            self.planned.with_user(self.coordinator_b).action_end()

    def test_deliveries_are_not_written_by_hand(self):
        delivery = self.planned.delivery_ids[0].with_user(self.coordinator_a)
        for vals in ({"state": "placed"}, {"cycle_id": self.cycle.id}):
            with self.assertRaises(AccessError):
                delivery.write(vals)
        with self.assertRaises(AccessError):
            delivery.create(
                {"standing_order_id": self.planned.id, "date": fields.Date.today()}
            )
