from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_order_cycle.engine.charges import (
    ChargedLine,
    Terms,
    charge,
    charge_unit,
)
from odoo.addons.off_order_cycle.engine.fees import CALCULATORS, FeeLine
from odoo.addons.off_order_cycle.engine.rounding import split

from .test_engine import thorough

PARAMETERS = {
    "percent": D("7.5"),
    "amount": D("0.35"),
    "first": D(2),
    "additional": D("0.5"),
    "maximum": D(5),
    "minimum": D(20),
    "normal": D(4),
    "discounted": D(1),
}
BY_LINE = sorted(code for code, one in CALCULATORS.items() if one.by_line)

cents = st.integers(0, 5000).map(lambda number: D(number) / 100)
lines = st.builds(
    lambda price, quantity, weight, edges, tax: ChargedLine(
        FeeLine(price, D(quantity), weight), frozenset({"coordinator", *edges}), tax
    ),
    cents,
    st.integers(0, 20),
    cents,
    st.sets(st.sampled_from(["farm", "mill", "hub"])),
    st.sampled_from(["5.5", "10", "20"]),
)


def flat(key, calculator, amount, inherits=False):
    return Terms(key, calculator, {"amount": D(amount)}, inherits)


def line_of(price, quantity, *edges, tax=None):
    return ChargedLine(FeeLine(D(price), D(quantity)), frozenset(edges), tax)


@tagged("post_install", "-at_install")
class TestCharges(BaseCase):
    def test_r17_fees_of_an_order_of_two_lines(self):
        fees = [
            flat("packing", "flat_per_item", 1),
            flat("transport", "flat_per_item", 2),
            flat("admin", "flat_per_order", 3),
            flat("shipping", "flat_per_item", 3),
        ]
        for quantity, total in ((1, 35), (3, 67)):
            goods = [line_of(10, quantity, "hub"), line_of(10, 1, "hub")]
            charges = charge(goods, {"hub": fees})
            amount = sum(one.line.amount for one in goods)
            self.assertEqual(amount + sum(one.amount for one in charges), total)

    def test_r16_a_line_bears_the_fees_of_the_edges_it_goes_through(self):
        goods = [
            line_of(10, 2, "farm", "hub", "coordinator"),
            line_of(5, 4, "mill", "hub", "coordinator"),
        ]
        edges = {
            "farm": [flat("farm", "flat_per_item", 1)],
            "mill": [flat("mill", "flat_per_item", "0.10")],
            "hub": [Terms("hub", "percent_of_total", {"percent": D(10)})],
            "coordinator": [flat("coordinator", "flat_per_order", 2)],
            "other": [flat("other", "flat_per_order", 50)],
        }
        self.assertEqual(
            {one.fee: one.amount for one in charge(goods, edges)},
            {"farm": D(2), "mill": D("0.40"), "hub": D(4), "coordinator": D(2)},
        )

    def test_r16_a_flat_fee_is_charged_once_by_each_edge(self):
        fee = flat("transport", "flat_per_order", 3)
        goods = [
            line_of(10, 1, "farm", "hub"),
            line_of(10, 1, "farm", "hub"),
            line_of(10, 1, "mill", "hub"),
        ]
        charges = charge(goods, {"farm": [fee], "mill": [fee], "hub": []})
        self.assertEqual([one.edge for one in charges], ["farm", "mill"])

    def test_r16_what_is_ordered_none_of_goes_through_no_edge(self):
        fee = flat("transport", "flat_per_order", 3)
        self.assertEqual(charge([line_of(10, 0, "farm")], {"farm": [fee]}), [])

    def test_r17_an_inheriting_fee_is_told_for_each_tax(self):
        goods = [
            line_of(10, 1, "hub", tax="5.5"),
            line_of("0.86", 8, "hub", tax="20"),
            line_of(5, 2, "hub", tax="5.5"),
        ]
        terms = Terms("margin", "percent_per_item", {"percent": D(20)}, inherits=True)
        self.assertEqual(
            {one.tax: one.amount for one in charge(goods, {"hub": [terms]})},
            {"5.5": D(4), "20": D("1.36")},
        )
        terms = Terms("share", "percent_of_total", {"percent": D("3.3")}, inherits=True)
        parts = [one.amount for one in charge(goods, {"hub": [terms]})]
        self.assertEqual(sum(parts), D("0.89"))

    def test_r17_a_per_order_fee_cannot_inherit(self):
        terms = flat("admin", "flat_per_order", 3, inherits=True)
        with self.assertRaisesRegex(ValueError, "flat_per_order"):
            charge([line_of(10, 1, "hub")], {"hub": [terms]})

    def test_r18_a_unit_shows_the_fees_per_item_only(self):
        fees = [
            Terms("margin", "percent_per_item", {"percent": D(20)}),
            flat("packing", "flat_per_item", "0.10"),
            flat("admin", "flat_per_order", 3),
            Terms("share", "percent_of_total", {"percent": D(2)}),
        ]
        self.assertEqual(
            charge_unit(FeeLine(D("0.86"), D(1)), fees),
            [("margin", D("0.17")), ("packing", D("0.10"))],
        )

    @thorough
    @given(st.lists(lines, max_size=8), st.sampled_from(BY_LINE))
    def test_r17_parts_by_tax_sum_to_the_fee(self, goods, calculator):
        edges = {
            key: [Terms("fee", calculator, PARAMETERS, inherits)]
            for key, inherits in (("farm", True), ("hub", True), ("coordinator", True))
        }
        whole = {key: [Terms("fee", calculator, PARAMETERS, False)] for key in edges}
        parts = {}
        for one in charge(goods, edges):
            parts[one.edge] = parts.get(one.edge, D(0)) + one.amount
        self.assertEqual(parts, {one.edge: one.amount for one in charge(goods, whole)})

    @thorough
    @given(
        st.lists(lines, max_size=8),
        st.permutations(["farm", "mill", "hub", "coordinator"]),
    )
    def test_r16_fees_never_compound(self, goods, order):
        """Whatever edges there are besides, and in which order, each charges alike."""
        edges = {
            key: [
                Terms(code, code, PARAMETERS) for code in ("percent_of_total", *BY_LINE)
            ]
            for key in order
        }
        together = {(one.edge, one.fee): one.amount for one in charge(goods, edges)}
        alone = {
            (one.edge, one.fee): one.amount
            for key in order
            for one in charge(goods, {key: edges[key]})
        }
        self.assertEqual(together, alone)

    @thorough
    @given(
        st.integers(-10_000, 10_000),
        st.lists(st.integers(0, 100), min_size=1, max_size=9),
    )
    def test_a_split_amount_sums_to_itself(self, steps, weights):
        weights = [D(weight) for weight in weights]
        amount = D(steps) / 100
        if not sum(weights):
            with self.assertRaises(ValueError):
                split(amount, weights)
            return
        parts = split(amount, weights)
        self.assertEqual(sum(parts), amount)
        for part, weight in zip(parts, weights, strict=True):
            self.assertLess(abs(part - amount * weight / sum(weights)), D("0.01"))
