import unittest
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..engine.period import MONTHS, get_period
from ..engine.reminders import MAX_DAYS, get_due, read_days

DAYS = st.sets(st.integers(0, MAX_DAYS), max_size=6)


class TestReminders(unittest.TestCase):
    def test_days_are_read_as_people_write_them(self):
        for text, days in (
            ("3, 1", {3, 1}),
            ("3;1", {3, 1}),
            (" 7 3 1 ", {7, 3, 1}),
            ("", set()),
            (False, set()),
            ("0", {0}),
        ):
            with self.subTest(text=text):
                self.assertEqual(read_days(text), days)

    def test_what_are_no_days_is_refused(self):
        for text in ("three", "-1", "1.5", "61", "1" * 5000, "²"):
            with self.subTest(text=text[:9]), self.assertRaises(ValueError):
                read_days(text)

    def test_three_days_and_one_day_before(self):
        sent, last = [], None
        for left in range(10, -1, -1):
            due = get_due(left, {3, 1}, last)
            if due is not None:
                sent.append(left)
                last = due
        self.assertEqual(sent, [3, 1])

    def test_after_a_downtime_one_reminder_comes_for_all_that_were_missed(self):
        self.assertEqual(get_due(2, {3, 1}, None), 3)
        self.assertEqual(get_due(1, {3, 1}, None), 1)
        self.assertIsNone(get_due(1, {3, 1}, 1))
        self.assertIsNone(get_due(-1, {3, 1}, None))

    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(DAYS, st.lists(st.integers(0, 90), max_size=9))
    def test_no_reminder_is_sent_twice_whenever_it_is_looked_at(self, days, looks):
        last, sent = None, []
        for left in sorted(looks, reverse=True):
            due = get_due(left, days, last)
            if due is not None:
                self.assertGreaterEqual(due, left)
                sent.append(due)
                last = due
        self.assertEqual(len(sent), len(set(sent)))
        self.assertLessEqual(set(sent), days)
        if looks and any(day >= min(looks) for day in days):
            self.assertEqual(sent[-1], min(day for day in days if day >= min(looks)))


class TestPeriod(unittest.TestCase):
    def test_periods_are_those_of_the_calendar(self):
        day = date(2026, 11, 26)
        for kind, bounds in (
            ("month", (date(2026, 11, 1), date(2026, 12, 1))),
            ("quarter", (date(2026, 10, 1), date(2027, 1, 1))),
            ("half", (date(2026, 7, 1), date(2027, 1, 1))),
            ("year", (date(2026, 1, 1), date(2027, 1, 1))),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(get_period(day, kind), bounds)

    @given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(list(MONTHS)))
    def test_a_day_is_in_its_period_and_the_next_begins_where_it_ends(self, day, kind):
        start, end = get_period(day, kind)
        self.assertTrue(start <= day < end)
        self.assertEqual(get_period(end, kind)[0], end)
        self.assertEqual(get_period(end - timedelta(days=1), kind)[0], start)
