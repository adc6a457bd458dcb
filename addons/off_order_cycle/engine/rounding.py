"""Rounding of amounts: half-up, to the smallest amount of a currency."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def round_half_up(amount: Decimal, rounding: Decimal = CENT) -> Decimal:
    """Round to a multiple of ``rounding``, halves away from zero.

    :param rounding: as ``res.currency.rounding`` has it: 0.01, 0.05, 1…
    """
    steps = (Decimal(amount) / rounding).quantize(Decimal(1), ROUND_HALF_UP)
    return steps * rounding


def split(
    amount: Decimal, weights: Sequence[Decimal], rounding: Decimal = CENT
) -> list[Decimal]:
    """Parts of an amount in proportion to weights, by largest remainder.

    :param amount: a multiple of ``rounding``, of either sign
    :param weights: all at least 0, their sum more than 0
    :return: multiples of ``rounding`` that sum to ``amount`` exactly; the earlier part
        gets more among equal ones
    :raises ValueError: on a negative weight, or when all are 0
    """
    total = sum(weights, Decimal(0))
    if total <= 0 or min(weights) < 0:
        raise ValueError(f"cannot split by these weights: {weights}")
    sign = -1 if amount < 0 else 1
    steps = (abs(amount) / rounding).quantize(Decimal(1), ROUND_HALF_UP)
    exact = [steps * weight / total for weight in weights]
    parts = [value.quantize(Decimal(1), ROUND_FLOOR) for value in exact]
    by_remainder = sorted(
        range(len(parts)), key=lambda index: parts[index] - exact[index]
    )
    for index in by_remainder[: int(steps - sum(parts))]:
        parts[index] += 1
    return [sign * part * rounding for part in parts]


def scale(
    parts: Sequence[Decimal], amount: Decimal, rounding: Decimal = CENT
) -> list[Decimal]:
    """Parts of an amount in proportion to those of another, by largest remainder.

    :param parts: of the other amount, of either sign
    :param amount: a multiple of ``rounding``, of either sign
    :return: multiples of ``rounding`` that sum to ``amount`` exactly; all 0 where the
        other amount is
    """
    whole = sum(parts, Decimal(0))
    if not whole:
        return [Decimal(0) for _part in parts]
    exact = [part * amount / whole / rounding for part in parts]
    found = [value.quantize(Decimal(1), ROUND_FLOOR) for value in exact]
    missing = (amount / rounding).quantize(Decimal(1), ROUND_HALF_UP) - sum(found)
    by_remainder = sorted(
        range(len(found)), key=lambda index: found[index] - exact[index]
    )
    for index in by_remainder[: int(missing)]:
        found[index] += 1
    return [part * rounding for part in found]
