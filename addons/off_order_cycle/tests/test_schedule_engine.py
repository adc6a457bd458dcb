from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_order_cycle.engine.schedule import (
    LAST,
    list_every_weeks,
    list_nth_weekday,
)

from .test_engine import thorough

days = st.dates(date(2018, 1, 1), date(2030, 12, 31))
spans = st.integers(0, 800).map(lambda number: timedelta(days=number))


@tagged("post_install", "-at_install")
class TestScheduleEngine(BaseCase):
    def test_r13_every_three_weeks(self):
        self.assertEqual(
            list_every_weeks(date(2018, 10, 30), 3, date(2019, 1, 31)),
            [
                date(2018, 10, 30),
                date(2018, 11, 20),
                date(2018, 12, 11),
                date(2019, 1, 1),
                date(2019, 1, 22),
            ],
        )

    def test_r13_the_nth_weekday_of_each_month(self):
        self.assertEqual(
            list_nth_weekday(date(2026, 1, 10), 2, 4, date(2026, 4, 30)),
            [date(2026, 2, 13), date(2026, 3, 13), date(2026, 4, 10)],
        )
        self.assertEqual(
            list_nth_weekday(date(2026, 1, 1), LAST, 5, date(2026, 2, 28)),
            [date(2026, 1, 31), date(2026, 2, 28)],
        )

    def test_what_is_no_schedule_is_refused(self):
        with self.assertRaises(ValueError):
            list_every_weeks(date(2026, 1, 1), 0, date(2026, 2, 1))
        for nth, weekday in ((5, 1), (0, 1), (1, 7)):
            with self.assertRaises(ValueError):
                list_nth_weekday(date(2026, 1, 1), nth, weekday, date(2026, 2, 1))

    def test_a_schedule_that_ends_before_it_begins_has_no_day(self):
        self.assertEqual(list_every_weeks(date(2026, 2, 1), 1, date(2026, 1, 1)), [])
        self.assertEqual(list_nth_weekday(date(2026, 2, 1), 1, 0, date(2026, 1, 1)), [])

    @thorough
    @given(days, spans, st.sampled_from([1, 2, 3, 4, LAST]), st.integers(0, 6))
    def test_r13_there_is_one_such_day_in_each_whole_month(
        self, first, span, nth, weekday
    ):
        until = first + span
        found = list_nth_weekday(first, nth, weekday, until)
        self.assertEqual(sorted(set(found)), found)
        for day in found:
            self.assertEqual(day.weekday(), weekday)
            self.assertTrue(first <= day <= until)
        months = {(day.year, day.month) for day in found}
        self.assertEqual(len(months), len(found))
        between = (until.year - first.year) * 12 + until.month - first.month - 1
        self.assertGreaterEqual(len(found), between)

    @thorough
    @given(days, spans, st.integers(1, 9))
    def test_r13_weeks_keep_their_distance(self, first, span, weeks):
        found = list_every_weeks(first, weeks, first + span)
        self.assertEqual(found[0], first)
        self.assertLess(first + span - found[-1], timedelta(weeks=weeks))
        for one, next_ in zip(found, found[1:], strict=False):
            self.assertEqual(next_ - one, timedelta(weeks=weeks))
