from datetime import datetime, timedelta
from decimal import Decimal
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from ..engine.crates import MAX_LABELS, split_crates
from ..engine.reminders import get_deadline, get_step

TOLD = datetime(2026, 11, 26, 20)
PLANNED = datetime(2026, 11, 30, 8)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
amounts = st.decimals(0, 10**5, places=4, allow_nan=False)


class TestReminders(TestCase):
    def _get_step(self, now, last=TOLD, count=0, pause=DAY, most=2):
        deadline = get_deadline(TOLD, PLANNED, DAY)
        return get_step(now, last, count, pause, most, deadline)

    def test_a_producer_is_reminded_after_each_pause_as_often_as_is_said(self):
        self.assertIsNone(self._get_step(TOLD + 23 * HOUR))
        self.assertEqual(self._get_step(TOLD + DAY), "remind")
        self.assertIsNone(self._get_step(TOLD + DAY, last=TOLD + DAY, count=1))
        now = TOLD + 2 * DAY
        self.assertEqual(self._get_step(now, last=TOLD + DAY, count=1), "remind")

    def test_after_the_last_reminder_who_ordered_is_told(self):
        last = TOLD + DAY
        self.assertIsNone(self._get_step(last + HOUR, last, count=1, most=1))
        self.assertEqual(self._get_step(last + DAY, last, count=1, most=1), "tell")

    def test_at_the_deadline_who_ordered_is_told_whatever_was_sent(self):
        self.assertEqual(self._get_step(PLANNED - DAY), "tell")
        self.assertEqual(self._get_step(PLANNED - DAY, pause=timedelta()), "tell")

    def test_no_reminders_where_none_are_wanted(self):
        now = PLANNED - DAY - HOUR
        self.assertIsNone(self._get_step(now, pause=timedelta()))
        self.assertIsNone(self._get_step(now, most=0))

    def test_a_sale_that_closes_late_leaves_half_of_the_time(self):
        told = PLANNED - 12 * HOUR
        self.assertEqual(get_deadline(told, PLANNED, DAY), PLANNED - 6 * HOUR)


class TestCrates(TestCase):
    def _split(self, quantity, size):
        return [float(one) for one in split_crates(Decimal(quantity), Decimal(size))]

    def test_full_crates_come_first(self):
        self.assertEqual(self._split(13, 6), [6, 6, 1])
        self.assertEqual(self._split(12, 6), [6, 6])
        self.assertEqual(self._split(5, 6), [5])
        self.assertEqual(self._split("2.5", 0), [2.5])
        self.assertEqual(self._split(0, 6), [])

    @given(amounts, amounts)
    def test_crates_hold_all_and_never_are_too_many(self, quantity, size):
        crates = split_crates(quantity, size)
        self.assertEqual(sum(crates), quantity)
        self.assertLessEqual(len(crates), MAX_LABELS)
        self.assertTrue(all(crate > 0 for crate in crates))
