"""What is paid at a pickup, without a database."""

import math
from collections.abc import Hashable, Sequence
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10**7)


class BadNumberError(ValueError):
    """What a phone sent is no number that can be true."""


def read_number(value) -> Decimal:
    """A quantity, a weight or an amount from 0 on, as a phone sends it.

    :raises BadNumberError: for what is none, and for what nobody hands over
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BadNumberError(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise BadNumberError(value)
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise BadNumberError(value) from error
    if not number.is_finite() or not 0 <= number <= LARGEST:
        raise BadNumberError(value)
    return number


def spread_payment(
    amount: Decimal, dues: Sequence[tuple[Hashable, Decimal]]
) -> list[tuple[Hashable, Decimal]]:
    """Spread what a household pays over what it owes, the oldest first.

    :param amount: more than 0
    :param dues: (what is owed for, amount), the oldest first; what is not above 0 is
        owed for nothing
    :return: (what is paid, amount) that sum up to ``amount``. What is more than all
        that is owed is paid for the last one, and is a credit of the household.
    :raises ValueError: when nothing is there to pay for
    """
    if not dues:
        raise ValueError("nothing to pay for")
    parts, left = [], amount
    for key, due in dues:
        part = min(max(due, Decimal(0)), left)
        if part:
            parts.append((key, part))
            left -= part
    if not left:
        return parts
    last = dues[-1][0]
    if parts and parts[-1][0] == last:
        left += parts.pop()[1]
    return [*parts, (last, left)]
