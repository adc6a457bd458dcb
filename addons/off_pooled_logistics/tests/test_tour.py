from datetime import datetime

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon

COORDINATOR = "off_hub_network.group_coordinator"


class TourCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier, cls.operator, cls.stranger = cls.env["res.company"].create(
            [{"name": "Carrier"}, {"name": "Operator"}, {"name": "Stranger"}]
        )
        cls.farm, cls.shop = cls.env["res.partner"].create(
            [{"name": "Farm"}, {"name": "Shop"}]
        )
        cls.carrier_user = cls._new_user("carrier", cls.carrier)
        cls.operator_user = cls._new_user("operator", cls.operator)
        cls.stranger_user = cls._new_user("stranger", cls.stranger)

    @classmethod
    def _new_user(cls, login, company, groups=COORDINATOR):
        return new_test_user(
            cls.env,
            f"tour_{login}",
            groups=groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _stop(cls, company, place=None, **values):
        return {
            "partner_id": (place or cls.farm).id,
            "company_id": company.id,
            **values,
        }

    @classmethod
    def _tour(cls, *stops, **values):
        return cls.env["off.tour"].create(
            {
                "name": "Valley",
                "company_id": cls.carrier.id,
                "stop_ids": [Command.create(stop) for stop in stops],
                **values,
            }
        )


@tagged("post_install", "-at_install")
class TestTour(TourCommon):
    def test_a_tour_is_planned_started_and_done(self):
        tour = self._tour(self._stop(self.carrier))
        self.assertEqual(tour.state, "draft")
        tour.action_plan()
        self.assertEqual(tour.state, "planned")
        tour.action_start()
        self.assertEqual(tour.state, "started")
        tour.action_done()
        self.assertEqual(tour.state, "done")

    def test_a_planned_tour_goes_back_to_draft_and_is_cancelled(self):
        tour = self._tour(self._stop(self.carrier))
        tour.action_plan()
        tour.action_draft()
        self.assertEqual(tour.state, "draft")
        tour.action_cancel()
        self.assertEqual(tour.state, "cancel")
        tour.action_draft()
        self.assertEqual(tour.state, "draft")

    def test_a_step_out_of_turn_says_what_to_do(self):
        tour = self._tour(self._stop(self.carrier))
        with self.assertRaisesRegex(UserError, "Valley.*Draft.*Planned.*Plan it first"):
            tour.action_start()
        with self.assertRaises(UserError):
            tour.action_done()
        tour.action_plan()
        with self.assertRaises(UserError):
            tour.action_plan()
        tour.action_start()
        for step in (tour.action_cancel, tour.action_draft, tour.action_start):
            with self.assertRaisesRegex(UserError, "Finish it"):
                step()

    def test_a_tour_without_stops_is_not_planned(self):
        with self.assertRaisesRegex(UserError, "add at least one"):
            self._tour().action_plan()

    def test_only_drafts_and_cancelled_tours_are_deleted(self):
        tour = self._tour(self._stop(self.carrier))
        tour.action_plan()
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            tour.unlink()
        tour.action_cancel()
        tour.unlink()
        self.assertFalse(tour.exists())

    def test_participants_are_the_carrier_and_the_operators_of_the_stops(self):
        tour = self._tour(self._stop(self.operator), self._stop(self.carrier))
        self.assertEqual(tour.company_ids, self.carrier | self.operator)
        self.assertEqual(tour.stop_count, 2)
        tour.stop_ids.filtered(lambda stop: stop.company_id == self.operator).unlink()
        self.assertEqual(tour.company_ids, self.carrier)
        self.assertEqual(tour.stop_count, 1)

    def test_counting_stops_takes_one_query(self):
        tours = self._tour(self._stop(self.carrier)) | self._tour()
        self.env.flush_all()
        tours.invalidate_recordset()
        with self.assertQueryCount(1):
            self.assertEqual(tours.mapped("stop_count"), [1, 0])

    def test_a_window_ends_after_it_starts(self):
        start, end = datetime(2030, 5, 7, 8), datetime(2030, 5, 7, 9)
        tour = self._tour(self._stop(self.carrier, window_start=start, window_end=end))
        for wrong in (start, datetime(2030, 5, 7, 7)):
            with (
                self.subTest(end=wrong),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                tour.stop_ids.window_end = wrong
                self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(tour.stop_ids.window_end, end)


@tagged("post_install", "-at_install")
class TestTourIsolation(TourCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tour = cls._tour(
            cls._stop(cls.carrier), cls._stop(cls.operator, cls.shop, kind="drop")
        )
        cls.own_stop, cls.their_stop = cls.tour.stop_ids.sorted("id")
        cls.env.flush_all()
        cls.env.invalidate_all()

    def test_a_participant_reads_the_tour_and_does_not_change_it(self):
        tour = self.tour.with_user(self.operator_user)
        self.assertEqual(tour.name, "Valley")
        with self.assertRaises(AccessError):
            tour.name = "Mine"
        with self.assertRaises(AccessError):
            tour.action_plan()
        with self.assertRaises(AccessError):
            tour.unlink()

    def test_a_participant_sees_and_changes_its_own_stops_only(self):
        tour = self.tour.with_user(self.operator_user)
        self.assertEqual(tour.stop_ids, self.their_stop)
        self.assertEqual(tour.stop_count, 1)
        self.their_stop.with_user(self.operator_user).note = "Ring twice"
        stop = self.own_stop.with_user(self.operator_user)
        with self.assertRaises(AccessError):
            stop.read(["note"])
        with self.assertRaises(AccessError):
            stop.note = "Changed"

    def test_a_stranger_sees_nothing_of_the_tour(self):
        tour = self.tour.with_user(self.stranger_user)
        self.assertFalse(tour.search([("id", "=", tour.id)]))
        with self.assertRaises(AccessError):
            tour.read(["name"])
        with self.assertRaises(AccessError):
            tour.name = "Mine"
        stops = self.tour.stop_ids.with_user(self.stranger_user)
        with self.assertRaises(AccessError):
            stops.read(["note"])
        with self.assertRaises(AccessError):
            stops.write({"note": "Changed"})

    def test_the_carrier_changes_every_stop_of_its_tour(self):
        tour = self.tour.with_user(self.carrier_user)
        self.assertEqual(len(tour.stop_ids), 2)
        tour.stop_ids.write({"note": "Early"})
        tour.action_plan()
        self.assertEqual(tour.state, "planned")

    def test_an_operator_does_not_let_itself_into_a_tour(self):
        stops = self.env["off.tour.stop"].with_user(self.stranger_user)
        with self.assertRaises(AccessError):
            stops.create({"tour_id": self.tour.id, **self._stop(self.stranger)})
        mine = self._tour(self._stop(self.stranger), company_id=self.stranger.id)
        with self.assertRaises(AccessError):
            mine.stop_ids.with_user(self.stranger_user).tour_id = self.tour.id
        self.assertNotIn(self.stranger, self.tour.company_ids)

    def test_a_participant_adds_its_own_stops_and_none_for_others(self):
        stops = self.env["off.tour.stop"].with_user(self.operator_user)
        stop = stops.create({"tour_id": self.tour.id, **self._stop(self.operator)})
        self.assertEqual(stop.carrier_id, self.carrier)
        with self.assertRaises(AccessError):
            stops.create({"tour_id": self.tour.id, **self._stop(self.stranger)})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            stop.company_id = self.stranger.id

    def test_a_user_reads_and_a_coordinator_changes(self):
        user = self._new_user("user", self.carrier, "off_hub_network.group_user")
        tour = self.tour.with_user(user)
        self.assertEqual(tour.name, "Valley")
        with self.assertRaises(AccessError):
            tour.name = "Changed"
        with self.assertRaises(AccessError):
            tour.stop_ids.note = "Changed"
