"""Products sold by the piece and billed by weight: rule 24 of docs/domain.md."""

from dataclasses import dataclass
from decimal import Decimal

from .rounding import CENT, round_half_up

# A delivered weight this many times off its estimate is a typing mistake.
PLAUSIBLE_FACTOR = 100


class ImplausibleWeightError(ValueError):
    """A delivered weight too far from its estimate to be true.

    :param weight: as entered
    :param lowest: smallest weight accepted, in the same unit
    :param highest: largest weight accepted
    """

    def __init__(self, weight: Decimal, lowest: Decimal, highest: Decimal):
        super().__init__(f"{weight} is not between {lowest} and {highest}")
        self.weight = weight
        self.lowest = lowest
        self.highest = highest


@dataclass(frozen=True, slots=True)
class ManualPrice:
    """A price set by hand.

    :param amount: in the currency
    :param weight: the delivered weight it was set for
    """

    amount: Decimal
    weight: Decimal


def check_weight(weight: Decimal, estimate: Decimal) -> None:
    """Refuse a weight under a hundredth or over a hundred times its estimate.

    That nothing was delivered is a shortage, a quantity of 0, and no weight.

    :param weight: delivered, in any unit
    :param estimate: for the same quantity, in the same unit, more than 0
    :raises ImplausibleWeightError: with the bounds, which themselves are accepted
    """
    lowest, highest = estimate / PLAUSIBLE_FACTOR, estimate * PLAUSIBLE_FACTOR
    if not lowest <= weight <= highest:
        raise ImplausibleWeightError(weight, lowest, highest)


def price_of_weight(
    unit_price: Decimal,
    unit_amount: Decimal,
    weight: Decimal,
    rounding: Decimal = CENT,
    manual: ManualPrice | None = None,
) -> Decimal:
    """Price of a delivered weight, tax included if the unit price is.

    :param unit_price: price of ``unit_amount``, as 1.50 in "1.50 per 100 g"
    :param unit_amount: weight that the unit price is for, more than 0
    :param weight: delivered, in the unit of ``unit_amount``
    :param rounding: smallest amount of the currency
    :param manual: a price set by hand, which holds until the weight changes
    """
    if manual and manual.weight == weight:
        return manual.amount
    return round_half_up(unit_price * weight / unit_amount, rounding)
