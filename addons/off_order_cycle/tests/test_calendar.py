from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_order_cycle.engine.calendar import Rhythm, plan_next

PARIS = ZoneInfo("Europe/Paris")
RHYTHM = Rhythm(
    every_weeks=2,
    open_days=6,
    close_weekday=6,
    close_hour=20.0,
    pickup_days=4,
    pickup_from=17.5,
    pickup_to=19.5,
)


def at(*parts):
    return datetime(*parts, tzinfo=PARIS)


@tagged("post_install", "-at_install")
class TestCalendar(BaseCase):
    def test_the_first_sale_is_the_first_that_can_still_open(self):
        sale = plan_next(RHYTHM, at(2026, 11, 24, 9))  # a Tuesday
        self.assertEqual(sale.opens, at(2026, 11, 30, 20))
        self.assertEqual(sale.closes, at(2026, 12, 6, 20))
        self.assertEqual(sale.pickup_from, at(2026, 12, 10, 17, 30))
        self.assertEqual(sale.pickup_to, at(2026, 12, 10, 19, 30))

    def test_the_next_sale_keeps_the_rhythm_though_one_closing_was_moved(self):
        for day in (4, 6):  # Friday instead of Sunday
            sale = plan_next(RHYTHM, at(2026, 11, 24, 9), at(2026, 12, day, 20))
            self.assertEqual(sale.closes, at(2026, 12, 20, 20))

    def test_after_a_long_pause_the_rhythm_goes_on(self):
        sale = plan_next(RHYTHM, at(2026, 11, 24, 9), at(2026, 9, 13, 20))
        self.assertEqual((sale.closes - at(2026, 9, 13, 19)).days % 14, 0)
        self.assertEqual(sale.closes, at(2026, 12, 6, 20))

    def test_summer_time_keeps_the_hour_on_the_wall(self):
        sale = plan_next(RHYTHM, at(2027, 3, 21, 12))
        self.assertEqual(sale.opens.astimezone(UTC).hour, 19)
        self.assertEqual(sale.closes.astimezone(UTC).hour, 18)

    # The first draw of a run looks through every module that is loaded, for constants.
    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        rhythm=st.tuples(
            st.integers(1, 8),
            st.integers(1, 40),
            st.integers(0, 6),
            st.sampled_from([0, 8.25, 12, 20.5, 23.75]),
            st.integers(0, 20),
            st.just(6.5),
            st.just(7.0),
        ),
        minutes=st.integers(0, 60 * 24 * 400),
        last=st.none() | st.integers(-100, 100),
    )
    def test_a_sale_never_opens_in_the_past(self, rhythm, minutes, last):
        rhythm = Rhythm(*rhythm)
        now = at(2026, 1, 1) + timedelta(minutes=minutes)
        last = None if last is None else now + timedelta(days=last)
        sale = plan_next(rhythm, now, last)
        self.assertGreaterEqual(sale.opens, now)
        self.assertEqual(sale.closes.weekday(), rhythm.close_weekday)
        self.assertLess(sale.opens, sale.closes)
        if last:
            weeks = (_monday(sale.closes) - _monday(last)).days // 7
            self.assertEqual(weeks % rhythm.every_weeks, 0)
            self.assertGreater(weeks, 0)
        else:
            once = plan_next(replace(rhythm, every_weeks=1), now)
            self.assertEqual(sale, once)


def _monday(moment):
    return moment.date() - timedelta(days=moment.weekday())
