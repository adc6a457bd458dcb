import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..engine.access import Rule, is_shown

GROUPS = st.frozensets(st.integers(0, 4), max_size=3)
RULES = st.lists(
    st.builds(
        Rule,
        st.booleans(),
        GROUPS,
        st.lists(
            st.tuples(st.sampled_from("ab"), st.frozensets(st.integers(0, 3))),
            max_size=2,
        ).map(tuple),
    ),
    max_size=6,
)
THINGS = st.fixed_dictionaries({"a": st.integers(0, 3), "b": st.integers(0, 3)})


# How long the machine takes is not what is tested.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def hide(targets=(), groups=()):
    return Rule(False, frozenset(groups), tuple(targets))


def show(targets=(), groups=()):
    return Rule(True, frozenset(groups), tuple(targets))


@tagged("post_install", "-at_install")
class TestAccessEngine(unittest.TestCase):
    def test_what_no_rule_covers_is_shown(self):
        self.assertTrue(is_shown([], {"a": 1}))
        self.assertTrue(is_shown([hide([("a", {2})])], {"a": 1}))

    def test_an_exception_stands_above_the_general_rule(self):
        packs = [("a", {1})]
        rules = [show(packs, groups=[7]), hide(packs)]
        for groups, shown in (({7}, True), ({8}, False), ((), False)):
            heard = [rule for rule in rules if rule.speaks_of(groups)]
            self.assertEqual(is_shown(heard, {"a": 1}), shown)

    def test_a_rule_covers_what_fits_all_that_it_names(self):
        rule = hide([("a", {1}), ("b", {2})])
        self.assertFalse(is_shown([rule], {"a": 1, "b": 2}))
        self.assertTrue(is_shown([rule], {"a": 1, "b": 3}))

    @unhurried
    @given(RULES, THINGS)
    def test_the_first_that_covers_decides(self, rules, thing):
        covering = [rule for rule in rules if rule.covers(thing)]
        expected = covering[0].shows if covering else True
        self.assertEqual(is_shown(rules, thing), expected)

    @unhurried
    @given(RULES, THINGS, GROUPS)
    def test_rules_for_other_groups_change_nothing(self, rules, thing, groups):
        heard = [rule for rule in rules if rule.speaks_of(groups)]
        others = [Rule(not one.shows, frozenset([9]), ()) for one in rules]
        mixed = [rule for rule in [*others, *rules] if rule.speaks_of(groups)]
        self.assertEqual(is_shown(heard, thing), is_shown(mixed, thing))
