from decimal import Decimal

from odoo.tests import BaseCase, tagged

from ..engine.moves import balance, get_kinds
from ..engine.window import Event, find_candidates


@tagged("post_install", "-at_install")
class TestTraceEngine(BaseCase):
    def _find(self, *events):
        return find_candidates(
            [Event(key, group, Decimal(quantity)) for key, group, quantity in events]
        )

    def test_one_receipt_is_certain(self):
        window = self._find(("r1", 1, 10), ("d1", 2, -4))
        self.assertEqual(window.candidates, {"d1": ["r1"]})
        self.assertEqual(window.left, {"r1": 6})

    def test_what_was_in_stock_together_is_mixed(self):
        window = self._find(("r1", 1, 5), ("r2", 2, 5), ("d1", 3, -4), ("d2", 4, -6))
        self.assertEqual(window.candidates, {"d1": ["r1", "r2"], "d2": ["r1", "r2"]})
        self.assertEqual(
            window.taken, {("d1", "r1"): 4, ("d2", "r1"): 1, ("d2", "r2"): 5}
        )
        self.assertFalse(window.left)

    def test_what_was_used_up_before_is_no_candidate(self):
        window = self._find(("r1", 1, 5), ("d1", 2, -5), ("r2", 3, 5), ("d2", 4, -1))
        self.assertEqual(window.candidates, {"d1": ["r1"], "d2": ["r2"]})

    def test_what_left_together_cannot_be_told_apart(self):
        window = self._find(("r1", 1, 2), ("r2", 2, 2), ("d1", 3, -2), ("d2", 3, -2))
        self.assertEqual(window.candidates, {"d1": ["r1", "r2"], "d2": ["r1", "r2"]})

    def test_what_left_before_it_came_on_paper_is_of_what_came_next(self):
        window = self._find(("d1", 1, -3), ("r1", 2, 2), ("r2", 3, 4))
        self.assertEqual(window.candidates, {"d1": ["r1", "r2"]})
        self.assertEqual(window.taken, {("d1", "r1"): 2, ("d1", "r2"): 1})
        self.assertEqual(window.left, {"r2": 3})

    def test_kinds_of_moves(self):
        for source, own, target, own_target, scrap, kinds in (
            ("supplier", False, "internal", True, False, ("received",)),
            ("internal", True, "customer", False, False, ("delivered",)),
            ("customer", False, "internal", True, False, ("returned",)),
            ("internal", True, "inventory", True, True, ("scrapped",)),
            ("internal", True, "inventory", True, False, ("lost",)),
            ("internal", True, "transit", False, False, ("supplied",)),
            ("internal", True, "transit", True, False, ()),
            ("internal", True, "internal", True, False, ()),
            ("supplier", False, "customer", False, False, ("received", "delivered")),
        ):
            with self.subTest(source=source, target=target):
                self.assertEqual(
                    get_kinds(source, own, target, own_target, scrap), kinds
                )

    def test_the_difference_is_exact(self):
        told = balance(
            [("received", Decimal("1.1")), ("delivered", Decimal("0.8"))],
            Decimal("0.2"),
        )
        self.assertEqual(told["difference"], Decimal("0.1"))
