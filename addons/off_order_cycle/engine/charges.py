"""Which fees an order bears: rules 16 to 18 of docs/domain.md.

An order touches several edges of its cycle: each producer's incoming one, its hub's
outgoing one and the coordinator. Each edge has fees; an edge charges the lines that go
through it, whatever the others charge.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .fees import CALCULATORS, FeeLine, compute_fee
from .rounding import CENT, round_half_up, split


@dataclass(frozen=True, slots=True)
class Terms:
    """How a fee is computed and taxed.

    :param key: its identity
    :param calculator: a key of ``fees.CALCULATORS``
    :param parameters: at least those that the calculator names
    :param inherits: whether it is taxed as the products that bear it
    """

    key: Hashable
    calculator: str
    parameters: Mapping[str, Decimal]
    inherits: bool = False


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """An order line on its way through the cycle.

    :param line: what calculators need to know of it
    :param edges: keys of the edges that it goes through
    :param tax: what its product is taxed by, any key
    """

    line: FeeLine
    edges: frozenset[Hashable]
    tax: Hashable = None


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee on an order.

    :param edge: key of the edge that charges it
    :param fee: key of the fee
    :param tax: that of the products where the fee inherits it, else None
    :param amount: rounded to the currency, never 0
    """

    edge: Hashable
    fee: Hashable
    tax: Hashable
    amount: Decimal


def charge(
    lines: Sequence[ChargedLine],
    edges: Mapping[Hashable, Sequence[Terms]],
    rounding: Decimal = CENT,
) -> list[Charge]:
    """Fees of one order.

    A fee bears on the lines that go through its edge and that are of some quantity: an
    edge that none goes through charges nothing, a flat fee is charged once by each of
    the others. Fees never see other fees.

    :param edges: the fees of each edge, in the order in which they are told
    :return: charges; those of an inheriting fee sum to its amount, one for each tax
    """
    lines = [one for one in lines if one.line.quantity]
    charges = []
    for edge, fees in edges.items():
        touched = [one for one in lines if edge in one.edges]
        if touched:
            for terms in fees:
                charges += _charge_one(edge, terms, touched, rounding)
    return charges


def _charge_one(edge, terms, touched, rounding):
    amount = compute_fee(
        terms.calculator, [one.line for one in touched], terms.parameters, rounding
    )
    if not amount:
        return []
    if not terms.inherits:
        return [Charge(edge, terms.key, None, amount)]
    return [
        Charge(edge, terms.key, tax, part)
        for tax, part in _split_by_tax(terms, touched, amount, rounding)
        if part
    ]


def _split_by_tax(terms, touched, amount, rounding):
    """(tax, part of the amount), in the order of the lines."""
    calculator = CALCULATORS[terms.calculator]
    if not calculator.by_line:
        raise ValueError(f"{terms.calculator} is no sum over lines: it has a tax")
    by_tax = {}
    for one in touched:
        by_tax.setdefault(one.tax, []).append(one.line)
    weights = [
        abs(
            calculator.compute(
                lines,
                # As the fee itself rounds: what each unit bears stays with its tax.
                lambda value: round_half_up(value, rounding),
                **{name: terms.parameters[name] for name in calculator.parameters},
            )
        )
        for lines in by_tax.values()
    ]
    return zip(by_tax, split(amount, weights, rounding), strict=True)


def charge_unit(
    line: FeeLine, fees: Iterable[Terms], rounding: Decimal = CENT
) -> list[tuple[Hashable, Decimal]]:
    """What one unit bears, to be shown in its price (rule 18).

    :param line: of one unit
    :param fees: of all the edges that it goes through
    :return: (fee key, amount) of the fees per item; the others depend on the order
    """
    return [
        (
            terms.key,
            compute_fee(terms.calculator, [line], terms.parameters, rounding),
        )
        for terms in fees
        if CALCULATORS[terms.calculator].per_item
    ]
