"""What closing a cycle does with its orders: rules 19, 20, 22 and 23 of docs/domain.md.

Packs are filled, minimums are judged, and who loses what follows. Nothing is written
here: the preview of a closing and the closing itself compute the same.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .packs import packs_to_order, reach_minimum
from .slices import Wish, share_slices


@dataclass(frozen=True, slots=True)
class Terms:
    """How a producer hands a product over.

    :param pack: units in a pack, 0 where it is handed over by the unit
    :param minimum: least quantity of all orders together, 0 for none
    """

    pack: Decimal = Decimal(0)
    minimum: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A line of an order.

    :param wish: its ``key`` is the line
    :param offer: what the producer supplies
    :param places: the exchanges that it goes through, producer's and hub's
    :param values: ``{(place, measure): what one unit counts there}``
    """

    wish: Wish
    offer: Hashable
    places: tuple[Hashable, ...]
    values: Mapping = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Minimum:
    """What has to be ordered at a place.

    :param key: its identity
    :param place: an exchange
    :param measure: a key of ``Ordered.values``
    :param least: reached by exactly as much
    :param cancels: nothing of the place is ordered where it is missed
    """

    key: Hashable
    place: Hashable
    measure: str
    least: Decimal
    cancels: bool = False


@dataclass
class Outcome:
    """
    :ivar shares: ``{line: quantity that it gets}``, a key for each
    :ivar packs: ``{offer: number of packs}`` of those that are handed over in packs
    :ivar reached: ``{minimum key: value}``: what it came to, or had come to when
        its place was left out. Places of which nothing is asked have no key.
    :ivar missed: minimum keys, those that were not reached
    :ivar dropped: ``{place: minimum key}`` of what is left out because of it
    """

    shares: dict = field(default_factory=dict)
    packs: dict = field(default_factory=dict)
    reached: dict = field(default_factory=dict)
    missed: set = field(default_factory=set)
    dropped: dict = field(default_factory=dict)


def judge(
    lines: Sequence[Ordered],
    terms: Mapping[Hashable, Terms],
    minimums: Sequence[Minimum],
) -> Outcome:
    """Fill packs and judge minimums, until nothing more falls.

    A place that is left out takes its lines with it: what remains may fill fewer packs
    or miss another minimum. In the order of ``minimums``, one place falls at a time, so
    that none falls because of another that falls as well: give producers first.
    """
    outcome = Outcome()
    while True:
        left = [
            line for line in lines if outcome.dropped.keys().isdisjoint(line.places)
        ]
        outcome.shares, outcome.packs = _fill(left, terms)
        fallen = _measure(outcome, left, minimums)
        if fallen is None:
            break
        outcome.dropped[fallen.place] = fallen.key
    for line in lines:
        outcome.shares.setdefault(line.wish.key, Decimal(0))
    return outcome


def measure(lines: Iterable[Ordered], shares: Mapping, minimum: Minimum):
    """What is ordered at the place of a minimum; None where nothing is."""
    key = minimum.place, minimum.measure
    at_place = [
        (shares[line.wish.key], line)
        for line in lines
        if minimum.place in line.places and shares[line.wish.key]
    ]
    if not at_place:
        return None
    return sum((share * line.values[key] for share, line in at_place), Decimal(0))


def _measure(outcome, left, minimums):
    """Fill in what the minimums came to.

    :return: the first that makes its place fall
    """
    fallen = set(outcome.dropped.values())
    for minimum in minimums:
        if minimum.key in fallen or minimum.place in outcome.dropped:
            continue
        value = measure(left, outcome.shares, minimum)
        outcome.missed.discard(minimum.key)
        if value is None:
            outcome.reached.pop(minimum.key, None)
            continue
        outcome.reached[minimum.key] = value
        if value < minimum.least:
            outcome.missed.add(minimum.key)
            if minimum.cancels:
                return minimum
    return None


def _fill(lines, terms):
    """:return: ({line: quantity}, {offer: number of packs})"""
    by_offer = {}
    for line in lines:
        by_offer.setdefault(line.offer, []).append(line.wish)
    shares, packs = {}, {}
    for offer, wishes in by_offer.items():
        total, number = _get_total(wishes, terms.get(offer) or Terms())
        if number is not None:
            packs[offer] = number
        shares |= share_slices(total, wishes)
    return shares, packs


def _get_total(wishes, terms):
    """:return: (quantity to order, number of packs or None)"""
    firm = sum((wish.firm for wish in wishes), Decimal(0))
    tolerance = sum(
        (wish.tolerance for wish in wishes if wish.slices), start=Decimal(0)
    )
    if terms.pack:
        number = packs_to_order(firm, tolerance, terms.pack, terms.minimum)
        return number * terms.pack, number
    return reach_minimum(firm, tolerance, terms.minimum), None
