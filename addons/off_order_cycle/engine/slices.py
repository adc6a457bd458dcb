"""The slices of an order: when how much of a product was asked (rule 20 of
docs/domain.md).

Raising an order adds a slice that takes its place behind what others asked meanwhile;
shrinking it gives up the newest slice first.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from .allocation import Claim, Quantity, allocate_first_come

# When, as anything that can be compared, and how much.
Slice = tuple


@dataclass(frozen=True, slots=True)
class Wish:
    """What an order line asks for.

    :param key: the line's identity, unique within a call
    :param rank: its place among those who asked at the same moment
    :param slices: (moment, quantity more than 0), the oldest first
    :param tolerance: accepted beyond all slices, at least 0
    """

    key: Hashable
    rank: Hashable
    slices: tuple[Slice, ...]
    tolerance: Quantity = 0

    @property
    def firm(self) -> Quantity:
        return sum(quantity for _moment, quantity in self.slices)


def change_slices(slices: Sequence[Slice], moment, quantity: Quantity) -> list[Slice]:
    """The slices of an order that asks for ``quantity`` from ``moment`` on.

    :param slices: the oldest first
    :param quantity: of all slices together, at least 0
    :return: the oldest first, none of them empty
    :raises ValueError: on a negative quantity
    """
    if quantity < 0:
        raise ValueError(f"a quantity must not be negative: {quantity}")
    kept = []
    left = quantity
    for when, asked in slices:
        taken = min(asked, left)
        if taken:
            kept.append((when, taken))
        left -= taken
    return [*kept, (moment, left)] if left else kept


def share_slices(
    available: Quantity, wishes: Iterable[Wish]
) -> dict[Hashable, Quantity]:
    """Serve slices in the order in which they were asked, then tolerances in the order
    in which the lines were.

    :param available: quantity to share, at least 0
    :return: quantity per key, in the order in which the lines were placed
    """
    wishes = sorted(wishes, key=get_place)
    pieces = sorted(
        (
            (moment, number, wish.rank, wish, quantity)
            for wish in wishes
            for number, (moment, quantity) in enumerate(wish.slices)
        ),
        key=lambda piece: piece[:3],
    )
    claims = [
        # Who asks for nothing firm tolerates nothing.
        Claim((wish.key, number), quantity, 0 if number else wish.tolerance)
        for _moment, number, _rank, wish, quantity in pieces
    ]
    shares = dict.fromkeys((wish.key for wish in wishes), 0)
    for (key, _number), quantity in allocate_first_come(available, claims).items():
        shares[key] += quantity
    return shares


def get_place(wish):
    first = [moment for moment, _quantity in wish.slices[:1]]
    # Lines without any slice come last, whatever a moment is.
    return (not first, first, wish.rank)
