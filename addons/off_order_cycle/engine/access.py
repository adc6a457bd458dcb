"""Who sees what: customer groups and rules with priority (rule 2 of docs/domain.md).

A hub lists its rules in order. Of the rules that speak of somebody, the first that
covers a thing decides whether it is shown; what no rule covers is shown. So a general
rule ("hide the wholesale packs") stands below its exceptions ("show them to
restaurants").
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Rule(NamedTuple):
    """One line of a hub's list.

    :ivar shows: whether what it covers is shown or hidden
    :ivar groups: ids of the groups of customers that it speaks of, none for everybody
    :ivar targets: ``((kind, ids), …)``: it covers what has one of the ids of each kind;
        without targets it covers everything
    """

    shows: bool
    groups: frozenset
    targets: tuple

    def speaks_of(self, groups: Iterable) -> bool:
        return not self.groups or not self.groups.isdisjoint(groups)

    def covers(self, thing: dict) -> bool:
        """:param thing: ``{kind: id}``"""
        return all(thing[kind] in ids for kind, ids in self.targets)


def is_shown(rules: Sequence[Rule], thing: dict) -> bool:
    """Whether ``thing`` is shown to whom all these rules speak of.

    :param rules: by priority, the first one first
    :param thing: ``{kind: id}``, with each kind that the rules name
    """
    for rule in rules:
        if rule.covers(thing):
            return rule.shows
    return True
