from unittest import TestCase

from hypothesis import given, settings
from hypothesis import strategies as st

from ..engine.deposits import count_containers, take_oldest

LOTS = st.lists(st.integers(0, 20), max_size=8)


class TestDepositEngine(TestCase):
    def test_what_is_begun_is_in_a_container_too(self):
        self.assertEqual(count_containers(2.0, 6), 12)
        self.assertEqual(count_containers(1.2, 1), 2)
        self.assertEqual(count_containers(0.0, 3), 0)
        # A sum of floats is no further jar.
        self.assertEqual(count_containers(0.1 + 0.2 + 0.7, 1), 1)

    def test_the_oldest_come_back_first(self):
        lots = [("old", 2), ("gone", 0), ("new", 3)]
        self.assertEqual(take_oldest(lots, 1), [("old", 1)])
        self.assertEqual(take_oldest(lots, 4), [("old", 2), ("new", 2)])

    def test_no_more_comes_back_than_is_out(self):
        with self.assertRaises(ValueError):
            take_oldest([("old", 2)], 3)

    @settings(deadline=None)
    @given(LOTS, st.integers(0, 200))
    def test_what_is_taken_is_what_was_brought(self, out, quantity):
        lots = list(enumerate(out))
        if quantity > sum(out):
            with self.assertRaises(ValueError):
                take_oldest(lots, quantity)
            return
        taken = dict(take_oldest(lots, quantity))
        self.assertEqual(sum(taken.values()), quantity)
        self.assertTrue(all(0 < taken[key] <= dict(lots)[key] for key in taken))
