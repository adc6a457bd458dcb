"""What was counted of one product at the dock, as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

# Longer lot numbers are no lot numbers (GS1 has 20 characters).
LOT_LENGTH = 64


class BadCountError(ValueError):
    """What a phone sent is no count.

    :param reason: ``number``, ``negative``, ``date`` or ``lot``
    """

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Counted:
    """A part of what arrived, of one lot.

    :param lot: lot number, "" for none
    :param day: last day printed on it
    :param quantity: good ones, in the unit of the receipt
    :param weight: kilograms of all of them, 0 where nothing was weighed
    """

    quantity: Decimal
    lot: str = ""
    day: date | None = None
    weight: Decimal = Decimal(0)


def read_number(value) -> Decimal:
    """:raises BadCountError: unless it is a number of 0 or more"""
    try:
        number = Decimal(str(value or 0))
    except InvalidOperation as error:
        raise BadCountError("number") from error
    if not number.is_finite():
        raise BadCountError("number")
    if number < 0:
        raise BadCountError("negative")
    return number


def read_day(value) -> date | None:
    """:param value: ``YYYY-MM-DD``, or nothing"""
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise BadCountError("date") from error


def read_lot(value) -> str:
    lot = str(value or "").strip()
    if len(lot) > LOT_LENGTH:
        raise BadCountError("lot")
    return lot


def read_lines(lines: list[dict]) -> list[Counted]:
    """What a phone sent of one product; equal lots are added up.

    :param lines: dicts of ``lot``, ``date``, ``quantity``, ``weight``
    :raises BadCountError: one of them is no count
    """
    found: dict[tuple, Counted] = {}
    for line in lines:
        counted = Counted(
            read_number(line.get("quantity")),
            read_lot(line.get("lot")),
            read_day(line.get("date")),
            read_number(line.get("weight")),
        )
        key = counted.lot, counted.day
        if other := found.get(key):
            counted = Counted(
                other.quantity + counted.quantity,
                counted.lot,
                counted.day,
                other.weight + counted.weight,
            )
        found[key] = counted
    return list(found.values())


def weigh_up(
    before: tuple[Decimal, Decimal],
    now: tuple[Decimal, Decimal],
    unit: Decimal,
) -> Decimal:
    """Weight that is paid for a purchase line that arrives in several receipts: where
    nothing was weighed in one of them, its estimate counts.

    :param before: (quantity, kilograms or 0) of earlier receipts
    :param now: (quantity, kilograms or 0) of this one
    :param unit: kilograms that a unit is estimated at
    :return: kilograms of all, 0 where nothing was weighed at all
    """
    if not (before[1] or now[1]):
        return Decimal(0)
    return sum(
        (weight or quantity * unit for quantity, weight in (before, now)), Decimal(0)
    )
