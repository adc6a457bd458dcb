from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..engine.sharing import get_step, share_by_groups, share_in_proportion
from ..engine.slices import Wish


def make_wishes(rows):
    """:param rows: (firm, tolerance) in the order placed"""
    return [
        Wish(key, key, ((f"day {key:03}", firm),) if firm else (), tolerance)
        for key, (firm, tolerance) in enumerate(rows)
    ]


quantities = st.decimals(0, 50, places=2)
rows = st.lists(st.tuples(quantities, quantities), min_size=1, max_size=8)


@tagged("post_install", "-at_install")
class TestSharingEngine(BaseCase):
    def test_r20_in_proportion_by_largest_remainder(self):
        wishes = make_wishes([(3, 0), (2, 0), (1, 0)])
        self.assertEqual(share_in_proportion(6, wishes), {0: 3, 1: 2, 2: 1})
        self.assertEqual(share_in_proportion(3, wishes), {0: 2, 1: 1, 2: 0})
        self.assertEqual(share_in_proportion(1, wishes), {0: 1, 1: 0, 2: 0})

    def test_weights_are_shared_as_finely_as_they_were_asked(self):
        wishes = make_wishes([(Decimal("1.5"), 0), (Decimal("0.5"), 0)])
        self.assertEqual(
            share_in_proportion(Decimal(1), wishes),
            {0: Decimal("0.8"), 1: Decimal("0.2")},
        )

    def test_r20_groups_come_first_in_their_order(self):
        wishes = make_wishes([(3, 0), (2, 0), (2, 0), (1, 0)])
        ranks = {2: 1, 3: 0}
        self.assertEqual(share_by_groups(8, wishes, ranks), {0: 3, 1: 2, 2: 2, 3: 1})
        self.assertEqual(share_by_groups(4, wishes, ranks), {0: 1, 1: 0, 2: 2, 3: 1})
        self.assertEqual(share_by_groups(1, wishes, ranks), {0: 0, 1: 0, 2: 0, 3: 1})

    def test_step(self):
        self.assertEqual(get_step([2, Decimal("3.00")]), 1)
        self.assertEqual(get_step([2, Decimal("0.25")]), Decimal("0.01"))
        self.assertEqual(get_step([Decimal("0.00001")]), Decimal("0.0001"))

    @settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(rows, quantities, st.dictionaries(st.integers(0, 7), st.integers(0, 2)))
    def test_nothing_is_invented_and_nobody_gets_more_than_asked(
        self, rows, available, ranks
    ):
        wishes = make_wishes(rows)
        most = sum(firm + (tolerance if firm else 0) for firm, tolerance in rows)
        for shares in (
            share_in_proportion(available, wishes),
            share_by_groups(available, wishes, ranks),
        ):
            self.assertEqual(shares.keys(), set(range(len(rows))))
            self.assertLessEqual(sum(shares.values()), available)
            for key, share in shares.items():
                firm, tolerance = rows[key]
                self.assertTrue(0 <= share <= firm + (tolerance if firm else 0))
        self.assertEqual(sum(shares.values()), min(available, most))
