from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RosterCommon


@tagged("post_install", "-at_install")
class TestRoster(RosterCommon):
    # -- shifts come with pickups ------------------------------------------------------
    def test_a_pickup_comes_with_its_duties(self):
        self.assertEqual(len(self.slot.shift_ids), 2)
        self.assertEqual(self.hand_out.declared_qty, 2)
        self.assertEqual(
            self.hand_out.date_start, self.slot.date_start - timedelta(hours=1)
        )
        self.assertEqual(self.hand_out.date_end, self.slot.date_end)
        self.assertEqual(
            self.till.date_end, self.slot.date_start + timedelta(hours=1.5)
        )
        self.assertEqual(self.hand_out.company_id, self.company_a)

    def test_a_cloned_cycle_has_its_own_shifts_without_the_volunteers(self):
        self._sign_up(self.till, self.families[0])
        clone = self.cycle.copy()
        self.assertEqual(clone.shift_ids.duty_id, self.duty_out | self.duty_till)
        self.assertFalse(clone.shift_ids.volunteer_ids)
        self.assertEqual(clone.lacking_count, 3)

    def test_a_schedule_makes_them_too(self):
        day = fields.Date.today() + timedelta(days=10)
        schedule = self.env["off.cycle.schedule"].create(
            {
                "name": "Weekly",
                "hub_id": self.hub_a.id,
                "template_id": self.cycle.id,
                "date_first": day,
                "date_until": day,
            }
        )
        schedule.action_make_cycles()
        self.assertEqual(len(schedule.date_ids.cycle_id.shift_ids), 2)

    def test_a_duty_of_one_pickup_point_is_at_no_other(self):
        other = self.env["off.pickup.point"].create(
            {"name": "School", "hub_id": self.hub_a.id}
        )
        self.duty_till.point_ids = self.point
        slot = self.slot.copy({"point_id": other.id})
        self.assertEqual(slot.shift_ids.duty_id, self.duty_out)

    def test_a_duty_that_comes_later_is_added_by_opening_the_roster(self):
        self.env["off.duty"].create({"name": "Unload", "hub_id": self.hub_a.id})
        self.assertEqual(len(self.cycle.shift_ids), 2)
        for _twice in range(2):
            self.cycle.with_user(self.coordinator_a).action_view_roster()
            self.assertEqual(len(self.slot.shift_ids), 3)

    def test_a_shift_moves_with_its_pickup(self):
        self.slot.write(
            {
                "date_start": self.slot.date_start + timedelta(days=1),
                "date_end": self.slot.date_end + timedelta(days=1),
            }
        )
        self.assertEqual(
            self.hand_out.date_start, self.slot.date_start - timedelta(hours=1)
        )

    def test_a_duty_takes_points_of_its_own_hub_only(self):
        foreign = self.env["off.pickup.point"].create(
            {"name": "Abroad", "hub_id": self.hub_b.id}
        )
        with self.assertRaisesRegex(ValidationError, "Abroad"):
            self.duty_till.point_ids = foreign

    # -- places ------------------------------------------------------------------------
    def test_never_more_than_needed(self):
        self._sign_up(self.till, self.families[0])
        with self.assertRaisesRegex(UserError, "people enough.*Hold the till"):
            self._sign_up(self.till, self.families[1])
        self.assertEqual(self.till.reserved_qty, 1)
        self.assertFalse(self.till.lacks_people)
        self.assertEqual(
            self.env["off.duty.shift"].search(
                [("lacks_people", "=", True), ("cycle_id", "=", self.cycle.id)]
            ),
            self.hand_out,
        )

    def test_who_signs_off_gives_the_place_back(self):
        volunteer = self._sign_up(self.till, self.families[0])
        volunteer.action_cancel()
        volunteer.action_cancel()
        self.assertEqual(self.till.reserved_qty, 0)
        self._sign_up(self.till, self.families[1])
        with self.assertRaisesRegex(UserError, "people enough"):
            volunteer.state = "signed"

    def test_who_moves_to_another_shift_takes_a_place_there(self):
        volunteer = self._sign_up(self.till, self.families[0])
        volunteer.shift_id = self.hand_out
        self.assertEqual((self.till.reserved_qty, self.hand_out.reserved_qty), (0, 1))
        volunteer.unlink()
        self.assertEqual(self.hand_out.reserved_qty, 0)

    @mute_logger("odoo.sql_db")
    def test_nobody_comes_twice_to_one_shift(self):
        self._sign_up(self.hand_out, self.families[0])
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._sign_up(self.hand_out, self.families[0])

    def test_fewer_are_not_needed_than_signed_up(self):
        for family in self.families[:2]:
            self._sign_up(self.hand_out, family)
        with self.assertRaisesRegex(UserError, "2 people signed up"):
            self.hand_out.declared_qty = 1
            self.hand_out.flush_recordset()

    def test_a_key_is_missed_until_somebody_brings_one(self):
        self.assertTrue(self.till.lacks_key)
        self.assertFalse(self.hand_out.lacks_key)
        self._sign_up(self.till, self.families[0])
        self.assertTrue(self.till.lacks_key)
        self.env["off.duty.member"].create(
            {
                "hub_id": self.hub_a.id,
                "partner_id": self.families[0].id,
                "has_key": True,
            }
        )
        self.till.invalidate_recordset()
        self.assertFalse(self.till.lacks_key)

    def test_a_pickup_that_people_come_to_is_not_deleted(self):
        self._sign_up(self.till, self.families[0])
        for records in (self.slot, self.till, self.cycle):
            with self.assertRaisesRegex(UserError, "[Vv]olunteers signed up"):
                records.unlink()

    def test_what_was_done_stays(self):
        volunteer = self._sign_up(self.till, self.families[0])
        volunteer.action_done()
        with self.assertRaisesRegex(UserError, "stays counted"):
            volunteer.unlink()

    # -- members -----------------------------------------------------------------------
    def _get_members(self):
        self.env["off.duty.member"]._ensure_members(self.hub_a)
        return self.env["off.duty.member"].search([("hub_id", "=", self.hub_a.id)])

    def test_who_orders_becomes_a_member_once(self):
        self.assertFalse(self._get_members())
        self._create_order({self.product: 1}, self.families[0])
        self._create_order({self.leeks: 1}, self.families[0])
        self._create_order({self.leeks: 1}, self.families[1], confirm=False)
        members = self._get_members()
        self.assertEqual(members.partner_id, self.families[0])
        self.assertEqual(members.company_id, self.company_a)
        members.active = False
        self.assertFalse(self._get_members())

    def test_duties_are_counted_in_the_period(self):
        self.hub_a.write({"duty_minimum": 2, "duty_period": "month"})
        for family in self.families:
            self._create_order({self.leeks: 1}, family)
        first, second, third = self._get_members()
        now = fields.Datetime.now()
        for shift in self.hand_out | self.till:
            # Of this month, whatever day it is.
            shift.write({"date_start": now, "date_end": now + timedelta(hours=1)})
        self._sign_up(self.hand_out, first.partner_id).action_done()
        self._sign_up(self.hand_out, second.partner_id)
        self._sign_up(self.till, third.partner_id).action_missed()
        self.env.invalidate_all()
        self.assertEqual(
            [
                (one.done_count, one.planned_count, one.missed_count)
                for one in (first, second, third)
            ],
            [(1, 0, 0), (0, 1, 0), (0, 0, 1)],
        )
        self.assertEqual(
            [one.missing_count for one in (first, second, third)], [1, 2, 2]
        )
        Member = self.env["off.duty.member"].with_user(self.coordinator_a)
        idle = Member.search([("is_idle", "=", True)])
        self.assertEqual(idle, third)
        self.assertEqual(
            Member.search([("missing_count", ">", 0)]), first | second | third
        )
        third.is_exempt = True
        third.flush_recordset()
        self.assertFalse(Member.search([("is_idle", "=", True)]))
        self.assertEqual(third.missing_count, 0)

    def test_duties_of_last_year_are_not_counted(self):
        self._create_order({self.leeks: 1}, self.families[0])
        member = self._get_members()
        past = fields.Datetime.now() - timedelta(days=400)
        self.till.write({"date_start": past, "date_end": past + timedelta(hours=1)})
        self._sign_up(self.till, member.partner_id).action_done()
        self.assertEqual(member.done_count, 0)
        self.assertTrue(member.is_idle)

    def test_counting_takes_the_same_queries_for_many(self):
        families = self.env["res.partner"].create(
            [{"name": f"Family {n}"} for n in range(30)]
        )
        members = self.env["off.duty.member"].create(
            [{"hub_id": self.hub_a.id, "partner_id": family.id} for family in families]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            members.mapped("done_count")

    # -- wrong users -------------------------------------------------------------------
    def test_another_operator_sees_nothing_of_the_roster(self):
        volunteer = self._sign_up(self.till, self.families[0])
        member = self.env["off.duty.member"].create(
            {"hub_id": self.hub_a.id, "partner_id": self.families[0].id}
        )
        for record in (volunteer, member, self.till, self.duty_till):
            theirs = self.env(user=self.coordinator_b)[record._name].browse(record.id)
            self.assertFalse(theirs.search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                theirs.read(["display_name"])
            with self.assertRaises(AccessError):
                theirs.unlink()

    def test_another_operator_adds_nothing_to_it(self):
        duty_b = self.env["off.duty"].create(
            {"name": "Theirs", "hub_id": self.hub_b.id}
        )
        as_b = self.env(user=self.coordinator_b)
        for model, vals in (
            ("off.duty", {"name": "Spy", "hub_id": self.hub_a.id}),
            ("off.duty.shift", {"duty_id": duty_b.id, "slot_id": self.slot.id}),
            (
                "off.duty.volunteer",
                {"shift_id": self.till.id, "partner_id": self.producer.id},
            ),
            (
                "off.duty.member",
                {"hub_id": self.hub_a.id, "partner_id": self.producer.id},
            ),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                with self.env.cr.savepoint():
                    as_b[model].create(vals).flush_recordset()
        with self.assertRaises(AccessError):
            duty_b.with_user(self.coordinator_b).hub_id = self.hub_a

    def test_who_only_reads_changes_nothing(self):
        reader = self._create_user(
            "reader_a", self.company_a, "off_hub_network.group_user"
        )
        till = self.till.with_user(reader)
        self.assertEqual(till.duty_id.name, "Hold the till")
        with self.assertRaises(AccessError):
            till.note = "Changed"
        with self.assertRaises(AccessError):
            self.env["off.duty.volunteer"].with_user(reader).create(
                {"shift_id": till.id, "partner_id": self.producer.id}
            )

    def test_what_is_found_is_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self.till.with_user(self.coordinator_a).reserved_qty = 1

    def test_a_coordinator_keeps_the_roster(self):
        self.families[0].off_company_ids = self.company_a
        volunteer = (
            self.env["off.duty.volunteer"]
            .with_user(self.coordinator_a)
            .create({"shift_id": self.till.id, "partner_id": self.families[0].id})
        )
        volunteer.action_confirm()
        volunteer.action_missed()
        self.assertEqual(volunteer.state, "missed")
