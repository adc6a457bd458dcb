"""Share what arrived among those who ordered it: rule 20 of docs/domain.md."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Quantity = int | Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """What one order line asks for.

    :param key: the line's identity, unique within a call
    :param firm: quantity wanted, at least 0
    :param tolerance: accepted beyond ``firm`` if there is some left, at least 0
    """

    key: Hashable
    firm: Quantity
    tolerance: Quantity = 0

    @property
    def total(self) -> Quantity:
        return self.firm + self.tolerance


def allocate_first_come(
    available: Quantity, claims: Sequence[Claim]
) -> dict[Hashable, Quantity]:
    """Serve firm quantities in the order placed, then tolerances in the same order.

    :param available: quantity to share, at least 0, in the claims' unit
    :param claims: in the order placed
    :return: quantity per key, in the claims' order. They sum to the lesser of
        ``available`` and all that is claimed, and none exceeds its claim.
    :raises ValueError: on a negative quantity or a key that is there twice
    """
    _check(available, claims)
    shares = {}
    for claim in claims:
        shares[claim.key] = min(claim.firm, available)
        available -= shares[claim.key]
    for claim in claims:
        more = min(claim.tolerance, available)
        shares[claim.key] += more
        available -= more
    return shares


def allocate_pro_rata(
    available: Quantity, claims: Sequence[Claim], step: Quantity = 1
) -> dict[Hashable, Quantity]:
    """Serve firm quantities in proportion, then tolerances in proportion.

    Shares are whole numbers of steps; the steps that proportion leaves over go to the
    largest remainders, the earlier claim first among equal ones.

    :param available: quantity to share, at least 0; what exceeds a whole number of
        steps is given to nobody
    :param claims: in the order placed, their quantities whole numbers of steps
    :param step: the smallest quantity handed out, more than 0
    :return: quantity per key, in the claims' order. They sum to the lesser of
        ``available`` in whole steps and all that is claimed; none exceeds its claim.
    :raises ValueError: on a negative quantity, a key that is there twice, or a claim
        that is not a whole number of steps
    """
    _check(available, claims)
    steps = int(available // step)
    firm = _share_steps(steps, [_count_steps(claim.firm, step) for claim in claims])
    tolerance = _share_steps(
        steps - sum(firm), [_count_steps(claim.tolerance, step) for claim in claims]
    )
    return {
        claim.key: (first + second) * step
        for claim, first, second in zip(claims, firm, tolerance, strict=True)
    }


def spread(
    lots: Iterable[tuple[Hashable, Quantity]],
    shares: Iterable[tuple[Hashable, Quantity]],
) -> list[tuple[Hashable, Hashable, Quantity]]:
    """Say which lot each share is taken from.

    Lots are used up in order, so that the caller's order (first expired first, say)
    decides who gets which. A single pass over both.

    :param lots: (lot key, quantity received)
    :param shares: (order line key, quantity allocated)
    :return: (lot key, order line key, quantity), each quantity more than 0. Per lot and
        per line they sum to its quantity as far as the other side reaches; what exceeds
        it is in no triple.
    :raises ValueError: on a negative quantity
    """
    triples = []
    lots = iter(lots)
    lot, in_lot = None, 0
    for line, wanted in shares:
        _check_not_negative(wanted)
        while wanted:
            if not in_lot:
                lot, in_lot = next(lots, (None, None))
                if in_lot is None:
                    return triples
                _check_not_negative(in_lot)
                continue
            taken = min(in_lot, wanted)
            triples.append((lot, line, taken))
            in_lot -= taken
            wanted -= taken
    return triples


def _check(available, claims):
    _check_not_negative(available)
    for claim in claims:
        _check_not_negative(claim.firm)
        _check_not_negative(claim.tolerance)
    if len({claim.key for claim in claims}) < len(claims):
        raise ValueError("each claim needs a key of its own")


def _check_not_negative(quantity):
    if quantity < 0:
        raise ValueError(f"a quantity must not be negative: {quantity}")


def _count_steps(quantity, step):
    if quantity % step:
        raise ValueError(f"{quantity} is not a whole number of steps of {step}")
    return int(quantity // step)


def _share_steps(available, wanted):
    """Largest remainder in whole numbers, hence exact.

    A share exceeds its part by less than one, so that it never exceeds what is wanted.
    """
    total = sum(wanted)
    if available >= total:
        return list(wanted)
    parts = [divmod(available * count, total) for count in wanted]
    shares = [whole for whole, _remainder in parts]
    by_remainder = sorted(range(len(parts)), key=lambda index: -parts[index][1])
    for index in by_remainder[: available - sum(shares)]:
        shares[index] += 1
    return shares
