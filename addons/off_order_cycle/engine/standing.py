"""Standing orders: on which days they are due, until when they may be changed, what is
ordered of a basket when there is too little, and where it is collected."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

# What to do with a product of which there is too little.
SKIP, TAKE, REFUSE = "skip", "take", "refuse"
# The smallest part of a unit that is ordered.
QUANTUM = Decimal("0.0001")


@dataclass(frozen=True)
class Rhythm:
    """
    :ivar start: first day, also the week from which weeks are counted
    :ivar end: last day, None for no end
    :ivar weeks: every so many weeks; 1 takes every day that there is
    :ivar chosen: the only days taken, None for all
    """

    start: date
    end: date | None = None
    weeks: int = 1
    chosen: frozenset[date] | None = None

    def __post_init__(self):
        if self.weeks < 1:
            raise ValueError(f"weeks are counted from 1: {self.weeks}")

    def takes(self, day: date) -> bool:
        """Whether goods of ``day`` are ordered.

        Weeks are those of the calendar: a day that is moved within its week, or a cycle
        that is cancelled, does not shift the others.
        """
        if day < self.start or (self.end and day > self.end):
            return False
        if self.chosen is not None and day not in self.chosen:
            return False
        weeks = (_get_monday(day) - _get_monday(self.start)).days // 7
        return weeks % self.weeks == 0


def _get_monday(day):
    return day - timedelta(days=day.weekday())


def get_last_day(day: date, notice: int) -> date:
    """The last day on which something can be said about the delivery of ``day``.

    :param notice: days before, 0 for the day itself
    """
    return day - timedelta(days=notice)


@dataclass(frozen=True)
class Limit:
    """What a product draws on.

    :ivar counter: key of a number of which something is left
    :ivar each: how much of it one unit takes, more than 0
    :ivar once: one order takes ``each`` of it, whatever its quantity
    """

    counter: Hashable
    each: Decimal = Decimal(1)
    once: bool = False


@dataclass
class Basket:
    """
    :ivar quantities: ``{key: quantity}`` to order, all more than 0
    :ivar short: ``{key: (wanted, what there was)}`` where it is less than wanted
    :ivar causes: ``{key: counter}`` that keeps what is short, None where it is not sold
    :ivar below: ``{key: (wanted, minimum)}`` where less is wanted than is sold
    :ivar taken: ``{counter: how much the quantities take of it}``
    """

    quantities: dict[Hashable, Decimal] = field(default_factory=dict)
    short: dict[Hashable, tuple[Decimal, Decimal]] = field(default_factory=dict)
    causes: dict[Hashable, Hashable | None] = field(default_factory=dict)
    below: dict[Hashable, tuple[Decimal, Decimal]] = field(default_factory=dict)
    taken: dict[Hashable, Decimal] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all that is wanted is ordered."""
        return not (self.short or self.below)

    def take(self, key, quantity, limits):
        self.quantities[key] = quantity
        for limit in limits:
            if limit.once:
                self.taken[limit.counter] = limit.each
            else:
                more = quantity * limit.each
                self.taken[limit.counter] = self.taken.get(limit.counter, 0) + more

    def clear(self):
        self.quantities.clear()
        self.taken.clear()


def fill_basket(
    wanted: Mapping[Hashable, Decimal],
    left: Mapping[Hashable, Decimal],
    limits: Mapping[Hashable, Iterable[Limit]],
    policy: str,
    minimums: Mapping[Hashable, Decimal] | None = None,
) -> Basket:
    """What is ordered of what is wanted. Products that draw on the same number share
    what is left of it, in the order in which they are wanted.

    :param left: ``{counter: what there is of it}``, not changed here
    :param limits: of each key that is sold, none for no limit; what has no key is not
    :param policy: ``SKIP`` leaves out what is short, ``TAKE`` orders what is left of
        it, ``REFUSE`` orders nothing at all when anything is short
    :param minimums: the least of a key in one order
    """
    basket = Basket()
    for key, quantity in wanted.items():
        if quantity <= 0:
            continue
        there, cause = _get_most(left, limits.get(key), basket.taken)
        minimum = (minimums or {}).get(key, Decimal(0))
        if there is not None and there < quantity:
            basket.short[key], basket.causes[key] = (quantity, there), cause
            part = _get_part(quantity, there) if policy == TAKE else Decimal(0)
        elif quantity < minimum:
            basket.below[key] = (quantity, minimum)
            continue
        else:
            part = quantity
        if part > 0 and part >= minimum:
            basket.take(key, part, limits[key])
    if policy == REFUSE and not basket.is_whole:
        basket.clear()
    return basket


def _get_most(left, limits, taken):
    """:return: (how much can be had, counter that says so); None for no limit"""
    if limits is None:
        return Decimal(0), None
    most = cause = None
    for limit in limits:
        free = max(left[limit.counter] - taken.get(limit.counter, 0), Decimal(0))
        if not limit.once:
            units = (free / limit.each).quantize(QUANTUM, ROUND_FLOOR)
        elif limit.counter in taken or free >= limit.each:
            continue
        else:
            units = Decimal(0)
        if most is None or units < most:
            most, cause = units, limit.counter
    return most, cause


def _get_part(quantity, there):
    """Who wants whole units gets whole units."""
    is_whole = quantity == quantity.to_integral_value()
    return there.quantize(Decimal(1), ROUND_FLOOR) if is_whole else there


@dataclass(frozen=True)
class Slot:
    """
    :ivar weekday: 0 for Monday
    :ivar hour: of the clock on the wall, 17.5 for half past five
    :ivar places: left, None for no limit
    """

    key: Hashable
    weekday: int
    hour: float
    places: int | None = None


def choose_slot(
    slots: Iterable[Slot], weekday: int | None = None, hour: float | None = None
) -> Slot | None:
    """The pickup that comes closest to what a customer prefers, among those that are
    not full: the weekday first, then the hour; the first one when all are equal."""
    return min(
        (slot for slot in slots if slot.places is None or slot.places >= 1),
        key=lambda slot: (
            weekday is not None and slot.weekday != weekday,
            abs(slot.hour - hour) if hour is not None else 0,
        ),
        default=None,
    )
