"""Amounts of fees: the calculators of rule 15 of docs/domain.md.

A calculator takes the lines that a fee bears on and its parameters, and returns one
amount; ``compute_fee`` rounds it half-up to the currency. Which lines a fee bears on
(rule 16), its tax (rule 17) and whether it is charged at all are the caller's matter:
fees never see other fees, and a flat one is due even for no lines.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .rounding import CENT, round_half_up

Round = Callable[[Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What a fee needs to know of an order line.

    :param price: of one unit, before any fee
    :param quantity: in units, ordered or delivered as the caller settles it
    :param unit_weight: estimated kilograms of one unit
    :param delivered_weight: kilograms of the whole line once weighed, else None
    :param weighed_amount: price of the whole line once weighed, where it is billed by
        weight (rule 24), else None
    """

    price: Decimal
    quantity: Decimal
    unit_weight: Decimal = Decimal(0)
    delivered_weight: Decimal | None = None
    weighed_amount: Decimal | None = None

    @property
    def amount(self) -> Decimal:
        if self.weighed_amount is not None:
            return self.weighed_amount
        return self.price * self.quantity

    @property
    def weight(self) -> Decimal:
        """Delivered kilograms, else ordered ones."""
        if self.delivered_weight is None:
            return self.unit_weight * self.quantity
        return self.delivered_weight


Lines = Sequence[FeeLine]


def percent_per_item(lines: Lines, to_currency: Round, *, percent) -> Decimal:
    """Σ round(p·pct/100)·q: each unit bears a whole number of cents. What is billed by
    weight has no price of a unit: it bears its part as one, unless it weighs what was
    estimated."""
    return sum(
        (
            to_currency(line.price * percent / 100) * line.quantity
            if line.weighed_amount in (None, to_currency(line.price * line.quantity))
            else to_currency(line.weighed_amount * percent / 100)
            for line in lines
        ),
        Decimal(0),
    )


def percent_of_total(lines: Lines, to_currency: Round, *, percent) -> Decimal:
    """round(Σ p·q·pct/100), the price being without fees."""
    return _total(lines) * percent / 100


def flat_per_order(lines: Lines, to_currency: Round, *, amount) -> Decimal:
    """The amount, whatever the lines."""
    return amount


def flat_per_item(lines: Lines, to_currency: Round, *, amount) -> Decimal:
    """amount·Σq."""
    return amount * _quantity(lines)


def flexible_rate(
    lines: Lines, to_currency: Round, *, first, additional, maximum
) -> Decimal:
    """first + (min(Σq, max) − 1)·additional; 0 when max is 0.

    No unit, no fee; less than one unit (a weight) bears the first one's.

    :param maximum: number of units beyond which the fee grows no more
    """
    count = min(_quantity(lines), maximum)
    if count <= 0:
        return Decimal(0)
    return first + max(count - 1, 0) * additional


def price_sack(
    lines: Lines, to_currency: Round, *, minimum, normal, discounted
) -> Decimal:
    """Σ p·q < minimum ? normal : discounted, both absolute amounts."""
    return normal if _total(lines) < minimum else discounted


def per_weight(lines: Lines, to_currency: Round, *, amount) -> Decimal:
    """round(amount per kg × delivered kg, else ordered kg)."""
    return amount * sum((line.weight for line in lines), Decimal(0))


@dataclass(frozen=True, slots=True)
class Calculator:
    """A way to compute a fee.

    :param label: its English name
    :param parameters: names of the amounts it needs
    :param per_item: whether each unit of a line bears its own part, whatever else is in
        the order: such a fee can be shown in the unit's price (rule 18)
    :param by_line: whether it is a sum over the lines: such a fee can be taxed as the
        products that bear it (rule 17), a per-order one cannot
    """

    label: str
    compute: Callable[..., Decimal]
    parameters: tuple[str, ...]
    per_item: bool = False
    by_line: bool = False


CALCULATORS: dict[str, Calculator] = {
    "percent_per_item": Calculator(
        "Percent per item", percent_per_item, ("percent",), per_item=True, by_line=True
    ),
    "percent_of_total": Calculator(
        "Percent of items total", percent_of_total, ("percent",), by_line=True
    ),
    "flat_per_order": Calculator("Flat per order", flat_per_order, ("amount",)),
    "flat_per_item": Calculator(
        "Flat per item", flat_per_item, ("amount",), per_item=True, by_line=True
    ),
    "flexible_rate": Calculator(
        "Flexible rate", flexible_rate, ("first", "additional", "maximum")
    ),
    "price_sack": Calculator(
        "Price sack", price_sack, ("minimum", "normal", "discounted")
    ),
    "per_weight": Calculator("Per kilogram", per_weight, ("amount",), by_line=True),
}


def selection() -> list[tuple[str, str]]:
    """(code, label) of each calculator, for a selection field."""
    return [(code, calculator.label) for code, calculator in CALCULATORS.items()]


def compute_fee(
    code: str,
    lines: Lines,
    parameters: Mapping[str, Decimal],
    rounding: Decimal = CENT,
) -> Decimal:
    """Amount of a fee, rounded half-up to the currency.

    :param code: a key of ``CALCULATORS``
    :param parameters: at least those that the calculator names; others are ignored, so
        that a record with the fields of all calculators can be passed as it is
    :param rounding: smallest amount of the currency
    :raises KeyError: on an unknown code or a missing parameter
    """
    calculator = CALCULATORS[code]
    needed = {name: parameters[name] for name in calculator.parameters}

    def to_currency(amount):
        return round_half_up(amount, rounding)

    return to_currency(calculator.compute(lines, to_currency, **needed))


def _total(lines):
    return sum((line.amount for line in lines), Decimal(0))


def _quantity(lines):
    return sum((line.quantity for line in lines), Decimal(0))
