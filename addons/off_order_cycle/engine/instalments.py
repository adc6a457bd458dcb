"""Instalments of a contract: amounts that sum to its total, whatever was paid."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from .rounding import CENT, split


def split_rest(
    total: Decimal, paid: Sequence[Decimal], count: int, rounding: Decimal = CENT
) -> list[Decimal]:
    """Equal amounts of what is still to be paid; cents that are left go to the first.

    :param total: a multiple of ``rounding``
    :param paid: instalments that are kept as they are
    :param count: of the others
    :return: ``count`` amounts; with ``paid`` they sum to ``total`` exactly. Zeros where
        more was paid than the total: the rest is the customer's credit
    :raises ValueError: where something is to be paid and ``count`` is not positive
    """
    rest = total - sum(paid, Decimal(0))
    if rest <= 0:
        return [Decimal(0)] * max(count, 0)
    if count < 1:
        raise ValueError(f"{rest} is left to pay and no instalment to pay it with")
    return split(rest, [Decimal(1)] * count, rounding)


def list_months(first: date, count: int) -> list[date]:
    """The same day of ``count`` months, or the last one of shorter months."""
    days = []
    for number in range(count):
        months = first.year * 12 + first.month - 1 + number
        year, month = divmod(months, 12)
        last = monthrange(year, month + 1)[1]
        days.append(date(year, month + 1, min(first.day, last)))
    return days
