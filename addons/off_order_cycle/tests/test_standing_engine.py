from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.instalments import list_months, split_rest
from ..engine.standing import (
    REFUSE,
    SKIP,
    TAKE,
    Limit,
    Rhythm,
    Slot,
    choose_slot,
    fill_basket,
    get_last_day,
)
from .test_engine import thorough

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CENTS = st.integers(0, 10**7).map(lambda cents: Decimal(cents) / 100)
QUANTITIES = st.decimals(0, 50, places=1)


@tagged("post_install", "-at_install")
class TestRhythm(BaseCase):
    def test_every_second_week_counts_from_the_first_one(self):
        rhythm = Rhythm(date(2026, 3, 5), date(2026, 4, 30), weeks=2)
        thursdays = [date(2026, 3, 5) + timedelta(weeks=n) for n in range(-2, 12)]
        self.assertEqual(
            [day for day in thursdays if rhythm.takes(day)],
            [
                date(2026, 3, 5),
                date(2026, 3, 19),
                date(2026, 4, 2),
                date(2026, 4, 16),
                date(2026, 4, 30),
            ],
        )

    def test_a_day_moved_within_its_week_is_taken(self):
        rhythm = Rhythm(date(2026, 3, 5), weeks=2)
        self.assertTrue(rhythm.takes(date(2026, 3, 17)))
        self.assertFalse(rhythm.takes(date(2026, 3, 13)))

    def test_only_chosen_days_are_taken(self):
        chosen = frozenset([date(2026, 3, 12), date(2026, 5, 7)])
        rhythm = Rhythm(date(2026, 3, 5), date(2026, 4, 30), chosen=chosen)
        self.assertTrue(rhythm.takes(date(2026, 3, 12)))
        self.assertFalse(rhythm.takes(date(2026, 3, 19)))
        self.assertFalse(rhythm.takes(date(2026, 5, 7)))

    def test_no_weeks_at_all_is_refused(self):
        with self.assertRaises(ValueError):
            Rhythm(date(2026, 3, 5), weeks=0)

    @thorough
    @given(DAYS, st.integers(1, 8), st.integers(0, 200))
    def test_one_week_of_n_is_taken_whatever_the_day(self, start, weeks, number):
        rhythm = Rhythm(start, weeks=weeks)
        taken = [
            rhythm.takes(start + timedelta(weeks=number + index))
            for index in range(weeks)
        ]
        self.assertEqual(sum(taken), 1)

    def test_notice_counts_the_days_before(self):
        self.assertEqual(get_last_day(date(2026, 3, 5), 3), date(2026, 3, 2))
        self.assertEqual(get_last_day(date(2026, 3, 5), 0), date(2026, 3, 5))


def fill(wanted, left, policy, minimums=None):
    """Each product has a number of its own, None without limit."""
    limits = {key: [Limit(key)] if left[key] is not None else [] for key in left}
    return fill_basket(wanted, left, limits, policy, minimums)


@tagged("post_install", "-at_install")
class TestBasket(BaseCase):
    wanted = {"leek": Decimal(3), "egg": Decimal(2), "honey": Decimal("0.5")}
    left = {"leek": Decimal("1.8"), "egg": None, "honey": Decimal("0.3")}

    def test_what_is_short_is_left_out(self):
        basket = fill(self.wanted, self.left, SKIP)
        self.assertEqual(basket.quantities, {"egg": 2})
        self.assertEqual(basket.short["leek"], (3, Decimal("1.8")))

    def test_what_is_left_is_taken_in_whole_units_where_wanted_so(self):
        basket = fill(self.wanted, self.left, TAKE)
        self.assertEqual(
            basket.quantities, {"leek": 1, "egg": 2, "honey": Decimal("0.3")}
        )

    def test_less_than_the_minimum_is_not_taken(self):
        basket = fill(self.wanted, self.left, TAKE, {"leek": Decimal(2)})
        self.assertNotIn("leek", basket.quantities)
        basket = fill(self.wanted, {}, TAKE, {"egg": Decimal(6)})
        self.assertEqual(basket.below, {})
        basket = fill(self.wanted, self.left, TAKE, {"egg": Decimal(6)})
        self.assertEqual(basket.below, {"egg": (2, 6)})
        self.assertEqual(basket.quantities, {"leek": 1, "honey": Decimal("0.3")})
        self.assertFalse(fill(self.wanted, {}, REFUSE, {"egg": Decimal(6)}).quantities)

    def test_all_or_nothing(self):
        self.assertEqual(fill(self.wanted, self.left, REFUSE).quantities, {})
        plenty = dict.fromkeys(self.wanted)
        basket = fill(self.wanted, plenty, REFUSE)
        self.assertEqual(basket.quantities, self.wanted)

    def test_what_is_not_sold_is_short(self):
        basket = fill({"leek": Decimal(1)}, {}, TAKE)
        self.assertEqual((basket.quantities, basket.short), ({}, {"leek": (1, 0)}))

    def test_the_number_that_keeps_it_is_named(self):
        left = {"stock": Decimal(9), "van": Decimal(5), "desk": Decimal(1)}
        limits = {
            "leek": [Limit("stock"), Limit("van", Decimal(2))],
            "egg": [Limit("van"), Limit("desk", once=True)],
            "honey": [Limit("desk", once=True)],
        }
        wanted = {"leek": Decimal(3), "egg": Decimal(2), "honey": Decimal(7)}
        basket = fill_basket(wanted, left, limits, TAKE)
        # Two leeks leave room for one egg; an order is one order.
        self.assertEqual(basket.quantities, {"leek": 2, "egg": 1, "honey": 7})
        self.assertEqual(basket.causes, {"leek": "van", "egg": "van"})
        self.assertEqual(basket.taken, {"stock": 2, "van": 5, "desk": 1})
        basket = fill_basket({"honey": Decimal(1)}, {"desk": Decimal(0)}, limits, TAKE)
        self.assertEqual(basket.causes, {"honey": "desk"})
        self.assertEqual(fill_basket({"x": Decimal(1)}, {}, {}, TAKE).causes["x"], None)

    @thorough
    @given(
        st.dictionaries(st.sampled_from("abc"), QUANTITIES),
        st.tuples(QUANTITIES, QUANTITIES, QUANTITIES),
        st.sampled_from([SKIP, TAKE, REFUSE]),
    )
    def test_what_is_shared_is_never_taken_twice(self, wanted, numbers, policy):
        left = dict(zip("pqr", numbers, strict=True))
        limits = {
            "a": [Limit("p"), Limit("q", Decimal("0.7"))],
            "b": [Limit("p", Decimal(3))],
            "c": [Limit("r", once=True), Limit("q")],
        }
        basket = fill_basket(wanted, left, limits, policy)
        for counter, taken in basket.taken.items():
            self.assertLessEqual(taken, left[counter])
        self.assertEqual(set(basket.causes), set(basket.short))

    @thorough
    @given(
        st.dictionaries(st.sampled_from("abcd"), QUANTITIES),
        st.dictionaries(st.sampled_from("abcd"), st.none() | QUANTITIES),
        st.sampled_from([SKIP, TAKE, REFUSE]),
    )
    def test_never_more_than_wanted_nor_than_there_is(self, wanted, left, policy):
        basket = fill(wanted, left, policy)
        for key, quantity in basket.quantities.items():
            there = left.get(key, Decimal(0))
            self.assertTrue(0 < quantity <= wanted[key])
            self.assertTrue(there is None or quantity <= there)
        for key, quantity in wanted.items():
            whole = basket.quantities.get(key, 0) == quantity
            self.assertTrue(whole or basket.short)
            self.assertTrue(whole or policy == REFUSE or key in basket.short)


@tagged("post_install", "-at_install")
class TestChooseSlot(BaseCase):
    def test_the_weekday_comes_before_the_hour(self):
        slots = [Slot("thu", 3, 17.0), Slot("fri", 4, 10.0), Slot("late", 4, 18.0)]
        self.assertEqual(choose_slot(slots, 4, 17.0).key, "late")
        self.assertEqual(choose_slot(slots, hour=16.0).key, "thu")
        self.assertEqual(choose_slot(slots).key, "thu")

    def test_a_full_one_is_passed_over(self):
        slots = [Slot("full", 3, 17.0, 0), Slot("other", 4, 10.0, 1)]
        self.assertEqual(choose_slot(slots, 3).key, "other")
        self.assertIsNone(choose_slot(slots[:1]))


@tagged("post_install", "-at_install")
class TestInstalments(BaseCase):
    def test_cents_that_are_left_go_to_the_first(self):
        parts = split_rest(Decimal("100"), [], 3)
        self.assertEqual(parts, [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")])

    def test_what_was_paid_stays(self):
        parts = split_rest(Decimal("100"), [Decimal("40")], 2)
        self.assertEqual(parts, [Decimal("30"), Decimal("30")])
        self.assertEqual(split_rest(Decimal("30"), [Decimal("40")], 2), [0, 0])

    def test_a_rest_needs_an_instalment(self):
        with self.assertRaises(ValueError):
            split_rest(Decimal("100"), [Decimal("40")], 0)

    @thorough
    @given(CENTS, st.lists(CENTS, max_size=4), st.integers(1, 24))
    def test_they_sum_to_the_total_and_differ_by_a_cent(self, total, paid, count):
        parts = split_rest(total, paid, count)
        self.assertEqual(len(parts), count)
        self.assertEqual(sum(parts) + sum(paid), max(total, sum(paid)))
        self.assertLessEqual(max(parts) - min(parts), Decimal("0.01"))

    def test_months_keep_their_day(self):
        self.assertEqual(
            list_months(date(2026, 11, 30), 4),
            [
                date(2026, 11, 30),
                date(2026, 12, 30),
                date(2027, 1, 30),
                date(2027, 2, 28),
            ],
        )

    @thorough
    @given(DAYS, st.integers(0, 30))
    def test_a_month_each(self, first, count):
        days = list_months(first, count)
        self.assertEqual(len({(day.year, day.month) for day in days}), count)
        self.assertEqual(days, sorted(days))
