import random
from decimal import Decimal
from unittest import TestCase

from ..engine.spread import BadNumberError, read_number, spread_payment

CASES = 2000


class TestSpread(TestCase):
    def test_the_oldest_is_paid_first(self):
        dues = [("old", Decimal(5)), ("credit", Decimal(-2)), ("new", Decimal(7))]
        self.assertEqual(spread_payment(Decimal(3), dues), [("old", 3)])
        self.assertEqual(spread_payment(Decimal(8), dues), [("old", 5), ("new", 3)])

    def test_what_is_more_is_a_credit_of_the_last(self):
        dues = [("old", Decimal(5)), ("new", Decimal(7))]
        self.assertEqual(spread_payment(Decimal(20), dues), [("old", 5), ("new", 15)])
        self.assertEqual(
            spread_payment(Decimal(9), [("old", Decimal(5)), ("new", Decimal(-1))]),
            [("old", 5), ("new", 4)],
        )
        with self.assertRaises(ValueError):
            spread_payment(Decimal(1), [])

    def test_all_of_it_is_spread_and_nothing_is_paid_twice(self):
        dice = random.Random(1)
        for _case in range(CASES):
            amount = Decimal(dice.randint(1, 10**6)) / 100
            dues = [
                Decimal(dice.randint(-5000, 50000)) / 100
                for _order in range(dice.randint(1, 8))
            ]
            parts = spread_payment(amount, list(enumerate(dues)))
            self.assertEqual(sum(part for _key, part in parts), amount)
            self.assertTrue(all(part > 0 for _key, part in parts))
            keys = [key for key, _part in parts]
            self.assertEqual(keys, sorted(set(keys)))
            for key, part in parts:
                if key != len(dues) - 1:
                    self.assertLessEqual(part, max(dues[key], 0))

    def test_what_is_no_number_is_refused(self):
        self.assertEqual(read_number("2.50"), Decimal("2.5"))
        self.assertEqual(read_number(0.1), Decimal("0.1"))
        for wrong in (-1, "", "a", None, [], {}, True, float("nan"), "1e99", 10**8):
            with self.subTest(wrong=wrong), self.assertRaises(BadNumberError):
                read_number(wrong)
