from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_order_cycle.engine.closing import (
    Minimum,
    Ordered,
    Terms,
    judge,
)
from odoo.addons.off_order_cycle.engine.packs import count_missing, packs_to_order
from odoo.addons.off_order_cycle.engine.slices import (
    Wish,
    change_slices,
    share_slices,
)

D = Decimal
thorough = settings(deadline=None, max_examples=200)
counts = st.integers(0, 12)


def wish(key, *quantities, tolerance=0, start=None):
    """A line placed at ``key``, raised at each later moment that is told."""
    start = key if start is None else start
    slices = tuple((start + 10 * n, D(q)) for n, q in enumerate(quantities) if q)
    return Wish(key, key, slices, D(tolerance))


@tagged("post_install", "-at_install")
class TestSlices(BaseCase):
    def test_r20_the_figures_of_the_rule(self):
        wishes = [
            wish(1, 3, tolerance=2),
            wish(2, 1, tolerance=3),
            wish(3, 1, tolerance=0),
        ]
        for available, expected in ((6, [4, 1, 1]), (4, [3, 1, 0]), (1, [1, 0, 0])):
            with self.subTest(available=available):
                shares = share_slices(D(available), wishes)
                self.assertEqual(list(shares.values()), expected)

    def test_r20_who_raises_an_order_waits_behind_the_others(self):
        shares = share_slices(D(5), [wish(1, 3, 2), wish(2, 2)])
        self.assertEqual(shares, {1: 3, 2: 2})

    def test_r20_shrinking_gives_up_the_newest_slice_first(self):
        slices = [(1, D(3)), (5, D(2)), (9, D(4))]
        self.assertEqual(change_slices(slices, 12, D(4)), [(1, 3), (5, 1)])
        self.assertEqual(change_slices(slices, 12, D(10)), [*slices, (12, 1)])
        self.assertEqual(change_slices(slices, 12, D(0)), [])
        with self.assertRaises(ValueError):
            change_slices(slices, 12, D(-1))

    @thorough
    @given(st.lists(st.tuples(counts, counts, counts), max_size=6), counts)
    def test_what_is_shared_is_what_there_is(self, asked, available):
        wishes = [
            wish(n, first, second, tolerance=tolerance)
            for n, (first, second, tolerance) in enumerate(asked)
        ]
        shares = share_slices(D(available), wishes)
        usable = sum(one.firm + (one.tolerance if one.slices else 0) for one in wishes)
        self.assertEqual(sum(shares.values()), min(available, usable))
        for one in wishes:
            self.assertLessEqual(shares[one.key], one.firm + one.tolerance)

    @thorough
    @given(st.lists(st.tuples(counts, counts), max_size=6), counts, counts)
    def test_sharing_again_what_was_shared_changes_nothing_by_order(
        self, asked, first, second
    ):
        """What closing leaves, shared again when less arrives, is what sharing that
        little at once would have given (tolerances aside)."""
        second = min(first, second)
        wishes = [wish(n, *pair) for n, pair in enumerate(asked)]
        closed = share_slices(D(first), wishes)
        left = [
            Wish(
                one.key,
                one.rank,
                tuple(change_slices(one.slices, 999, closed[one.key])),
            )
            for one in wishes
        ]
        self.assertEqual(share_slices(D(second), left), share_slices(D(second), wishes))


@tagged("post_install", "-at_install")
class TestJudge(BaseCase):
    def _line(self, key, firm, tolerance=0, offer="o", places=("p", "h"), **unit):
        values = {
            (place, measure): D(str(value))
            for place in places
            for measure, value in unit.items()
        }
        return Ordered(wish(key, firm, tolerance=tolerance), offer, places, values)

    def test_r19_packs_are_filled_by_the_tolerance_of_many(self):
        for quantities, packs, shares in (
            ([(2, 2)], 1, [4]),
            ([(4, 4)], 1, [4]),
            ([(5, 3)], 2, [8]),
            ([(0, 5)], 0, [0]),
            ([(3, 0), (2, 0)], 1, [3, 1]),
            ([(3, 0), (2, 2), (1, 1)], 2, [3, 4, 1]),
        ):
            with self.subTest(quantities=quantities):
                lines = [
                    self._line(key, firm, more)
                    for key, (firm, more) in enumerate(quantities)
                ]
                outcome = judge(lines, {"o": Terms(D(4))}, [])
                self.assertEqual(outcome.packs, {"o": packs})
                got = [outcome.shares[line.wish.key] for line in lines]
                self.assertEqual(got, shares)

    def test_r23_the_least_quantity_of_all_orders(self):
        for firm, tolerance, expected in ((4, 0, 0), (9, 1, 10), (12, 1, 12)):
            lines = [self._line(1, firm, tolerance)]
            outcome = judge(lines, {"o": Terms(minimum=D(10))}, [])
            self.assertEqual(outcome.shares, {1: expected})
            self.assertFalse(outcome.packs)

    def test_r23_a_minimum_between_two_packs_takes_the_next_pack(self):
        for tolerance, packs in ((1, 0), (3, 2)):
            number = packs_to_order(D(1), D(tolerance), D(2), D(3))
            self.assertEqual(number, packs)

    def test_r22_exactly_the_minimum_is_enough(self):
        lines = [self._line(1, 3, amount=2.5), self._line(2, 1, amount=2.5)]
        minimum = Minimum("m", "p", "amount", D(10), cancels=True)
        outcome = judge(lines, {}, [minimum])
        self.assertEqual((outcome.reached, outcome.missed), ({"m": 10}, set()))
        outcome = judge(lines[:1], {}, [minimum])
        self.assertEqual(outcome.reached, {"m": D("7.5")})
        self.assertEqual((outcome.missed, outcome.dropped), ({"m"}, {"p": "m"}))
        self.assertEqual(outcome.shares, {1: 0})

    def test_r22_sent_anyway_keeps_all(self):
        lines = [self._line(1, 3, quantity=1)]
        outcome = judge(lines, {}, [Minimum("m", "p", "quantity", D(5))])
        self.assertEqual((outcome.missed, outcome.dropped), ({"m"}, {}))
        self.assertEqual(outcome.shares, {1: 3})

    def test_r22_a_hub_that_falls_takes_its_part_of_the_packs_along(self):
        lines = [
            self._line(1, 2, places=("p", "h"), quantity=1),
            self._line(2, 2, places=("p", "g"), quantity=1),
        ]
        minimum = Minimum("m", "g", "quantity", D(3), cancels=True)
        outcome = judge(lines, {"o": Terms(D(4))}, [minimum])
        self.assertEqual(outcome.packs, {"o": 0})
        self.assertEqual(outcome.shares, {1: 0, 2: 0})

    def test_r22_a_producer_that_falls_makes_a_hub_fall(self):
        lines = [
            self._line(1, 2, places=("p", "h"), quantity=1),
            self._line(2, 2, offer="q", places=("q", "h"), quantity=1),
        ]
        minimums = [
            Minimum("p", "p", "quantity", D(3), cancels=True),
            Minimum("h", "h", "quantity", D(4), cancels=True),
        ]
        outcome = judge(lines, {}, minimums)
        self.assertEqual(outcome.dropped, {"p": "p", "h": "h"})
        self.assertEqual(outcome.reached, {"p": 2, "h": 2})

    def test_a_place_of_which_nothing_is_asked_misses_nothing(self):
        outcome = judge([], {}, [Minimum("m", "p", "amount", D(5), cancels=True)])
        self.assertEqual((outcome.missed, outcome.reached), (set(), {}))

    @thorough
    @given(st.lists(st.tuples(counts, counts), max_size=6), st.integers(1, 6), counts)
    def test_r19_whole_packs_are_shared_and_nothing_else(self, asked, pack, least):
        lines = [
            self._line(key, firm, tolerance)
            for key, (firm, tolerance) in enumerate(asked)
        ]
        outcome = judge(lines, {"o": Terms(D(pack), D(least))}, [])
        total = sum(outcome.shares.values())
        self.assertEqual(total, outcome.packs.get("o", 0) * pack)
        self.assertTrue(total == 0 or total >= least)
        firm = sum(one for one, _more in asked)
        self.assertTrue(total == 0 or firm > 0)


@tagged("post_install", "-at_install")
class TestMissing(BaseCase):
    def test_r21_units_missing_for_the_pack_that_was_begun(self):
        for firm, tolerance, missing in (
            (0, 0, 0),
            (0, 3, 0),
            (1, 0, 3),
            (2, 1, 1),
            (2, 2, 0),
            (4, 0, 0),
            (5, 9, 0),
        ):
            with self.subTest(firm=firm, tolerance=tolerance):
                self.assertEqual(count_missing(firm, tolerance, 4), missing)
