"""Standing orders: on which days they are due, until when they may be changed, what is
ordered of a basket when there is too little, and where it is collected."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

# What to do with a product of which there is too little.
SKIP, TAKE, REFUSE = "skip", "take", "refuse"


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


@dataclass
class Basket:
    """
    :ivar quantities: ``{key: quantity}`` to order, all more than 0
    :ivar short: ``{key: (wanted, what there was)}`` where it is less than wanted
    :ivar below: ``{key: (wanted, minimum)}`` where less is wanted than is sold
    """

    quantities: dict[Hashable, Decimal] = field(default_factory=dict)
    short: dict[Hashable, tuple[Decimal, Decimal]] = field(default_factory=dict)
    below: dict[Hashable, tuple[Decimal, Decimal]] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """Whether all that is wanted is ordered."""
        return not (self.short or self.below)


def fill_basket(
    wanted: Mapping[Hashable, Decimal],
    left: Mapping[Hashable, Decimal | None],
    policy: str,
    minimums: Mapping[Hashable, Decimal] | None = None,
) -> Basket:
    """What is ordered of what is wanted.

    :param left: what there is of each key, None for no limit; what is not there is not
        sold
    :param policy: ``SKIP`` leaves out what is short, ``TAKE`` orders what is left of
        it, ``REFUSE`` orders nothing at all when anything is short
    :param minimums: the least of a key in one order
    """
    basket = Basket()
    for key, quantity in wanted.items():
        if quantity <= 0:
            continue
        there = left.get(key, Decimal(0))
        minimum = (minimums or {}).get(key, Decimal(0))
        if there is not None and there < quantity:
            there = max(there, Decimal(0))
            basket.short[key] = (quantity, there)
            part = _get_part(quantity, there) if policy == TAKE else Decimal(0)
        elif quantity < minimum:
            basket.below[key] = (quantity, minimum)
            continue
        else:
            part = quantity
        if part > 0 and part >= minimum:
            basket.quantities[key] = part
    if policy == REFUSE and not basket.is_whole:
        basket.quantities.clear()
    return basket


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
