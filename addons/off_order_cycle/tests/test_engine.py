from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.off_order_cycle.engine.allocation import (
    Claim,
    allocate_first_come,
    allocate_pro_rata,
    spread,
)
from odoo.addons.off_order_cycle.engine.fees import (
    CALCULATORS,
    FeeLine,
    compute_fee,
    selection,
)
from odoo.addons.off_order_cycle.engine.packs import (
    fill_packs,
    packs_to_order,
    reach_minimum,
)
from odoo.addons.off_order_cycle.engine.rounding import round_half_up, scale
from odoo.addons.off_order_cycle.engine.weights import (
    ImplausibleWeightError,
    ManualPrice,
    check_weight,
    price_of_weight,
)

D = Decimal
thorough = settings(deadline=None, max_examples=200)

counts = st.integers(0, 50)
weights = st.decimals(0, 50, places=3)


def claims_of(quantities):
    pairs = st.lists(st.tuples(quantities, quantities), max_size=8)
    return pairs.map(
        lambda found: [Claim(key, *pair) for key, pair in enumerate(found)]
    )


def lines_of(*pairs, **values):
    return [FeeLine(D(price), D(quantity), **values) for price, quantity in pairs]


class EngineCase(BaseCase):
    def assert_table(self, function, table):
        for arguments, expected in table:
            with self.subTest(arguments=arguments):
                self.assertEqual(function(*arguments), expected)


@tagged("post_install", "-at_install")
class TestAllocation(EngineCase):
    claims = [Claim("a", 3, 2), Claim("b", 1, 3), Claim("c", 1, 0)]

    def test_r20_firm_quantities_then_tolerances_in_the_order_placed(self):
        table = [
            (6, [4, 1, 1]),
            (4, [3, 1, 0]),
            (1, [1, 0, 0]),
            (0, [0, 0, 0]),
            (9, [5, 3, 1]),
            (99, [5, 4, 1]),
        ]
        for available, expected in table:
            with self.subTest(available=available):
                shares = allocate_first_come(available, self.claims)
                self.assertEqual(list(shares), ["a", "b", "c"])
                self.assertEqual(list(shares.values()), expected)

    def test_r20_weights_are_shared_exactly(self):
        claims = [Claim(1, D("0.7")), Claim(2, D("0.2"), D("0.5"))]
        shares = allocate_first_come(D("1.1"), claims)
        self.assertEqual(shares, {1: D("0.7"), 2: D("0.4")})

    def test_r20_pro_rata_gives_steps_left_over_to_the_largest_remainders(self):
        claims = [Claim("a", 5), Claim("b", 3), Claim("c", 1)]
        # Exact parts of 7: 3.89, 2.33, 0.78.
        self.assertEqual(allocate_pro_rata(7, claims), {"a": 4, "b": 2, "c": 1})

    def test_r20_pro_rata_serves_the_earlier_of_equal_remainders(self):
        claims = [Claim("a", 1), Claim("b", 1), Claim("c", 1)]
        self.assertEqual(allocate_pro_rata(2, claims), {"a": 1, "b": 1, "c": 0})

    def test_r20_pro_rata_serves_tolerances_after_firm_quantities(self):
        claims = [Claim("a", 2, 4), Claim("b", 2, 2)]
        self.assertEqual(allocate_pro_rata(7, claims), {"a": 4, "b": 3})

    def test_r20_pro_rata_hands_out_whole_steps(self):
        claims = [Claim("a", D("1.5")), Claim("b", D("1.0"))]
        shares = allocate_pro_rata(D("2.2"), claims, D("0.5"))
        self.assertEqual(shares, {"a": D("1.0"), "b": D("1.0")})

    def test_r20_quantities_that_make_no_sense_are_refused(self):
        for available, claims in (
            (-1, []),
            (1, [Claim("a", -1)]),
            (1, [Claim("a", 1, -1)]),
            (1, [Claim("a", 1), Claim("a", 1)]),
        ):
            for allocate in (allocate_first_come, allocate_pro_rata):
                with self.subTest(available=available, claims=claims):
                    with self.assertRaises(ValueError):
                        allocate(available, claims)
        with self.assertRaises(ValueError):
            allocate_pro_rata(1, [Claim("a", D("0.5"))], step=1)

    @thorough
    @given(st.one_of(counts, weights), claims_of(st.one_of(counts, weights)))
    def test_r20_first_come_shares_all_there_is_and_no_more(self, available, claims):
        shares = allocate_first_come(available, claims)
        claimed = sum(claim.total for claim in claims)
        self.assertEqual(sum(shares.values()), min(available, claimed))
        for claim in claims:
            self.assertTrue(0 <= shares[claim.key] <= claim.total)

    @thorough
    @given(counts, claims_of(counts))
    def test_r20_first_come_never_passes_over_an_earlier_claim(self, available, claims):
        shares = allocate_first_come(available, claims)
        for earlier, later in zip(claims, claims[1:], strict=False):
            if shares[later.key]:
                self.assertGreaterEqual(shares[earlier.key], earlier.firm)
            if shares[later.key] > later.firm:
                self.assertEqual(shares[earlier.key], earlier.total)
        if any(shares[claim.key] > claim.firm for claim in claims):
            self.assertTrue(all(shares[claim.key] >= claim.firm for claim in claims))

    @thorough
    @given(counts, counts, claims_of(counts))
    def test_r20_first_come_gives_nobody_less_when_more_arrives(
        self, available, more, claims
    ):
        before = allocate_first_come(available, claims)
        after = allocate_first_come(available + more, claims)
        for claim in claims:
            self.assertLessEqual(before[claim.key], after[claim.key])

    @thorough
    @given(counts, claims_of(counts), st.sampled_from([1, D("0.001"), D("0.25")]))
    def test_r20_pro_rata_stays_within_a_step_of_the_exact_part(
        self, available, claims, step
    ):
        shares = allocate_pro_rata(available, claims, step)
        claimed = sum(claim.total for claim in claims)
        firm = sum(claim.firm for claim in claims)
        self.assertEqual(sum(shares.values()), min(available, claimed))
        for claim in claims:
            share = shares[claim.key]
            self.assertTrue(0 <= share <= claim.total)
            if available < firm:
                exact = Fraction(available * claim.firm, firm)
                self.assertLess(abs(Fraction(share) - exact), Fraction(step))
                self.assertLessEqual(share, claim.firm)

    def test_r20_lots_are_used_up_in_order(self):
        triples = spread(
            [("lot 1", 5), ("lot 2", 0), ("lot 3", 4)], [("a", 3), ("b", 4), ("c", 1)]
        )
        expected = [
            ("lot 1", "a", 3),
            ("lot 1", "b", 2),
            ("lot 3", "b", 2),
            ("lot 3", "c", 1),
        ]
        self.assertEqual(triples, expected)

    def test_r20_a_negative_lot_or_share_is_refused(self):
        for lots, shares in (([("l", -1)], [("a", 1)]), ([("l", 1)], [("a", -1)])):
            with self.assertRaises(ValueError):
                spread(lots, shares)

    @thorough
    @given(st.lists(weights, max_size=8), st.lists(weights, max_size=8))
    def test_r20_spread_keeps_every_sum(self, lots, shares):
        triples = spread(enumerate(lots), enumerate(shares))
        self.assertEqual(
            sum(quantity for _lot, _line, quantity in triples),
            min(sum(lots), sum(shares)),
        )
        self.assertTrue(all(quantity > 0 for _lot, _line, quantity in triples))
        self.assertEqual(
            [triple[:2] for triple in triples],
            sorted({triple[:2] for triple in triples}),
        )
        for side, index in ((lots, 0), (shares, 1)):
            for key, limit in enumerate(side):
                used = sum(triple[2] for triple in triples if triple[index] == key)
                self.assertLessEqual(used, limit)


@tagged("post_install", "-at_install")
class TestPacks(EngineCase):
    def test_r19_packs_are_filled_with_tolerance(self):
        table = [
            ((2, 2, 4), 1),
            ((4, 4, 4), 1),
            ((5, 3, 4), 2),
            ((0, 5, 4), 0),
            ((5, 2, 4), 1),
            ((3, 0, 4), 0),
            ((D("0.8"), D("0.2"), D("0.5")), 2),
        ]
        self.assert_table(fill_packs, table)

    def test_r19_a_pack_of_nothing_is_refused(self):
        with self.assertRaises(ValueError):
            fill_packs(1, 0, 0)

    def test_r23_a_minimum_is_reached_with_tolerance(self):
        table = [((4, 0, 10), 0), ((9, 1, 10), 10), ((12, 1, 10), 12)]
        self.assert_table(reach_minimum, table)

    def test_r23_tolerance_alone_reaches_no_minimum(self):
        self.assertEqual(reach_minimum(0, 10, 10), 0)

    def test_r23_packs_and_minimum_together(self):
        table = [
            ((9, 3, 4, 10), 3),
            ((9, 2, 4, 10), 0),
            ((12, 0, 4, 10), 3),
            ((5, 3, 4, 0), 2),
            ((0, 12, 4, 10), 0),
        ]
        self.assert_table(packs_to_order, table)

    @thorough
    @given(counts, counts, st.integers(1, 12))
    def test_r19_nothing_is_ordered_that_nobody_accepts(self, firm, tolerance, pack):
        packs = fill_packs(firm, tolerance, pack)
        self.assertLessEqual(packs * pack, firm + tolerance)
        self.assertGreater(packs * pack, firm - pack)
        self.assertLess((packs - 1) * pack, max(firm, 1))

    @thorough
    @given(counts, counts, counts, st.integers(1, 12))
    def test_r19_more_firm_demand_never_orders_less(self, firm, more, tolerance, pack):
        self.assertLessEqual(
            fill_packs(firm, tolerance, pack), fill_packs(firm + more, tolerance, pack)
        )

    @thorough
    @given(counts, counts, st.integers(1, 12), st.integers(0, 60))
    def test_r23_what_is_ordered_reaches_the_minimum(
        self, firm, tolerance, pack, minimum
    ):
        for ordered in (
            reach_minimum(firm, tolerance, minimum),
            packs_to_order(firm, tolerance, pack, minimum) * pack,
        ):
            self.assertTrue(ordered == 0 or ordered >= minimum)
            self.assertLessEqual(ordered, firm + tolerance)


@tagged("post_install", "-at_install")
class TestFees(EngineCase):
    def assert_fee(self, code, lines, expected, **parameters):
        parameters = {name: D(value) for name, value in parameters.items()}
        self.assertEqual(compute_fee(code, lines, parameters), D(expected))

    def test_r15_percent_per_item_rounds_each_unit(self):
        lines = lines_of(("0.86", 8))
        self.assert_fee("percent_per_item", lines, "1.36", percent=20)

    def test_r15_what_was_weighed_bears_its_part_as_one(self):
        line = FeeLine(
            D("5.25"), D(2), D("0.35"), D("0.800584"), weighed_amount=D("12.01")
        )
        self.assert_fee("percent_per_item", [line], "2.40", percent=20)
        self.assert_fee("percent_of_total", [line], "6.01", percent=50)
        self.assert_fee("flat_per_item", [line], "0.20", amount="0.10")
        self.assert_fee("per_weight", [line], "4.00", amount=5)
        sack = {"minimum": 12, "normal": 5, "discounted": 1}
        self.assert_fee("price_sack", [line], "1", **sack)

    def test_r15_percent_of_total_rounds_once(self):
        lines = lines_of(("0.86", 8))
        self.assert_fee("percent_of_total", lines, "1.38", percent=20)

    def test_r15_flat_fees(self):
        lines = lines_of((10, 2), (5, 3))
        self.assert_fee("flat_per_order", lines, "1.50", amount="1.50")
        self.assert_fee("flat_per_item", lines, "7.50", amount="1.50")

    def test_r15_flexible_rate(self):
        rate = {"first": 2, "additional": 1}
        for quantity, maximum, expected in (
            (4, 3, "4.0"),
            (2, 3, "3.0"),
            (1, 3, "2.0"),
            (0, 3, "0"),
            ("0.5", 3, "2.0"),
            (4, 0, "0"),
        ):
            with self.subTest(quantity=quantity, maximum=maximum):
                lines = lines_of((1, quantity))
                self.assert_fee(
                    "flexible_rate", lines, expected, maximum=maximum, **rate
                )

    def test_r15_price_sack(self):
        sack = {"minimum": "16.5", "normal": 5, "discounted": 1}
        self.assert_fee("price_sack", lines_of((8, 2)), "5", **sack)
        self.assert_fee("price_sack", lines_of(("8.5", 2)), "1", **sack)
        self.assert_fee("price_sack", lines_of(("8.25", 2)), "1", **sack)

    def test_r15_weight_is_the_ordered_one_until_delivery(self):
        lines = [
            FeeLine(D(1), D(1), unit_weight=D(10)),
            FeeLine(D(1), D(3), unit_weight=D(20)),
        ]
        self.assert_fee("per_weight", lines, "350", amount=5)
        delivered = FeeLine(D(1), D(3), D(20), delivered_weight=D("58.5"))
        self.assert_fee("per_weight", [lines[0], delivered], "342.50", amount=5)

    def test_r15_halves_are_rounded_away_from_zero_to_the_currency(self):
        table = [
            ((D("0.125"),), D("0.13")),
            ((D("-0.125"),), D("-0.13")),
            ((D("1.0250"), D("0.05")), D("1.05")),
            ((D("2.5"), D(1)), D(3)),
        ]
        self.assert_table(round_half_up, table)
        lines = lines_of(("0.50", 1))
        self.assertEqual(
            compute_fee("percent_of_total", lines, {"percent": D(5)}, D("0.05")),
            D("0.05"),
        )

    @given(
        st.lists(st.decimals(-50, 50, places=2), min_size=1, max_size=6),
        st.decimals(-50, 50, places=2),
    )
    @thorough
    def test_parts_of_another_amount_add_up_to_it(self, parts, amount):
        found = scale(parts, amount)
        whole = sum(parts)
        if not whole:
            self.assertEqual(found, [0] * len(parts))
            return
        self.assertEqual(sum(found), amount)
        for one, part in zip(found, parts, strict=True):
            self.assertLess(abs(one - part * amount / whole), D("0.0101"))

    def test_parts_are_scaled_by_largest_remainder(self):
        for parts, amount, expected in (
            (("7.50", "5.00"), "12.00", ["7.20", "4.80"]),
            (("1", "1", "1"), "0.02", ["0.01", "0.01", "0"]),
            (("-1", "-1", "-1"), "-0.01", ["0", "0", "-0.01"]),
            (("-2.50", "10"), "6", ["-2", "8"]),
            (("1", "-1"), "0", ["0", "0"]),
        ):
            with self.subTest(parts=parts, amount=amount):
                self.assertEqual(
                    scale([D(part) for part in parts], D(amount)),
                    [D(one) for one in expected],
                )

    def test_r15_the_selection_names_every_calculator(self):
        codes = [code for code, _label in selection()]
        self.assertEqual(codes, list(CALCULATORS))
        self.assertEqual(len(set(codes)), 7)

    def test_r15_unknown_calculators_and_missing_parameters_are_errors(self):
        for code, parameters in (("other", {}), ("flat_per_item", {"percent": D(1)})):
            with self.assertRaises(KeyError):
                compute_fee(code, [], parameters)

    @thorough
    @given(
        st.sampled_from([code for code, fee in CALCULATORS.items() if fee.per_item]),
        st.lists(st.tuples(st.decimals(0, 99, places=2), counts), max_size=6),
        st.decimals(0, 30, places=2),
    )
    def test_r16_per_item_fees_are_the_sum_of_those_of_each_line(
        self, code, pairs, rate
    ):
        parameters = {"percent": rate, "amount": rate}
        lines = lines_of(*pairs)
        alone = sum(compute_fee(code, [line], parameters) for line in lines)
        self.assertEqual(compute_fee(code, lines, parameters), alone)

    @thorough
    @given(
        st.sampled_from(list(CALCULATORS)),
        st.lists(st.tuples(st.decimals(0, 99, places=2), weights), max_size=6),
    )
    def test_r15_every_fee_is_whole_cents_and_not_negative(self, code, pairs):
        parameters = dict.fromkeys(
            {name for fee in CALCULATORS.values() for name in fee.parameters}, D("3.30")
        )
        fee = compute_fee(code, lines_of(*pairs, unit_weight=D("0.35")), parameters)
        self.assertGreaterEqual(fee, 0)
        self.assertEqual(fee % D("0.01"), 0)


@tagged("post_install", "-at_install")
class TestWeights(EngineCase):
    def test_r24_the_price_follows_the_delivered_weight(self):
        table = [
            ((D("1.50"), D(100), D(700)), D("10.50")),
            ((D("1.50"), D(100), D("800.584")), D("12.01")),
        ]
        self.assert_table(price_of_weight, table)

    def test_r24_a_weight_far_from_its_estimate_is_refused(self):
        for weight in (D(7), D(700), D(70_000)):
            check_weight(weight, D(700))
        for weight in (D(0), D("6.999"), D("70000.001")):
            with self.subTest(weight=weight):
                with self.assertRaises(ImplausibleWeightError) as refused:
                    check_weight(weight, D(700))
                self.assertEqual(refused.exception.lowest, 7)
                self.assertEqual(refused.exception.highest, 70_000)

    def test_r24_a_price_set_by_hand_stays_until_the_weight_changes(self):
        manual = ManualPrice(D("11.00"), D(700))
        kept = price_of_weight(D("1.50"), D(100), D("700.000"), manual=manual)
        self.assertEqual(kept, D("11.00"))
        changed = price_of_weight(D("1.50"), D(100), D("800.584"), manual=manual)
        self.assertEqual(changed, D("12.01"))
