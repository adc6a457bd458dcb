from datetime import date
from decimal import Decimal
from unittest import TestCase

from odoo.tests import tagged

from ..engine.count import BadCountError, Counted, read_lines, weigh_up


@tagged("post_install", "-at_install")
class TestCount(TestCase):
    def test_lines_are_read_with_lots_days_and_weights(self):
        (line,) = read_lines(
            [{"lot": " L1 ", "date": "2027-03-31", "quantity": "2.5", "weight": 1}]
        )
        self.assertEqual(
            line, Counted(Decimal("2.5"), "L1", date(2027, 3, 31), Decimal(1))
        )

    def test_equal_lots_are_added_up(self):
        lines = read_lines(
            [
                {"lot": "L1", "quantity": 2, "weight": 0.5},
                {"lot": "L2", "quantity": 1},
                {"lot": "L1", "quantity": 3, "weight": 0.7},
            ]
        )
        self.assertEqual(
            [(one.lot, one.quantity, one.weight) for one in lines],
            [("L1", 5, Decimal("1.2")), ("L2", 1, 0)],
        )

    def test_what_is_no_count_says_why(self):
        for line, reason in (
            ({"quantity": "x"}, "number"),
            ({"quantity": "NaN"}, "number"),
            ({"quantity": "Infinity"}, "number"),
            ({"quantity": -1}, "negative"),
            ({"quantity": 1, "weight": -1}, "negative"),
            ({"quantity": 1, "date": "31/03/2027"}, "date"),
            ({"quantity": 1, "date": 7}, "date"),
            ({"quantity": 1, "lot": "L" * 65}, "lot"),
        ):
            with self.assertRaises(BadCountError) as caught:
                read_lines([line])
            self.assertEqual(caught.exception.reason, reason, line)

    def test_a_receipt_that_was_not_weighed_counts_by_its_estimate(self):
        unit = Decimal("0.7")
        for before, now, kilograms in (
            ((0, 0), (2, 0), 0),
            ((0, 0), (2, "1.5"), "1.5"),
            ((3, "2.0"), (2, "1.5"), "3.5"),
            ((3, "2.0"), (2, 0), "3.4"),
            ((3, 0), (2, "1.5"), "3.6"),
        ):
            decimals = [tuple(map(Decimal, pair)) for pair in (before, now)]
            self.assertEqual(weigh_up(*decimals, unit), Decimal(kilograms))
