"""Rounding of amounts: half-up, to the smallest amount of a currency."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def round_half_up(amount: Decimal, rounding: Decimal = CENT) -> Decimal:
    """Round to a multiple of ``rounding``, halves away from zero.

    :param rounding: as ``res.currency.rounding`` has it: 0.01, 0.05, 1…
    """
    steps = (Decimal(amount) / rounding).quantize(Decimal(1), ROUND_HALF_UP)
    return steps * rounding
