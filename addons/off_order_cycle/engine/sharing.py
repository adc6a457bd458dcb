"""The rules by which what arrived is shared among the lines that asked for it (rule 20
of docs/domain.md)."""

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal

from .allocation import Claim, Quantity, allocate_pro_rata
from .slices import Wish, get_place, share_slices

SMALLEST = Decimal("0.0001")


def share_in_proportion(
    available: Quantity, wishes: Iterable[Wish]
) -> dict[Hashable, Quantity]:
    """Serve all in proportion to what they asked, by largest remainder.

    Nothing is handed out in smaller parts than was asked: who all asked whole pieces
    get whole pieces.

    :param available: quantity to share, at least 0
    :return: quantity per key, in the order in which the lines were placed
    """
    wishes = sorted(wishes, key=get_place)
    step = get_step(
        quantity for wish in wishes for quantity in (wish.firm, wish.tolerance)
    )
    claims = [
        # Who asks for nothing firm tolerates nothing.
        Claim(wish.key, wish.firm, wish.tolerance if wish.firm else 0)
        for wish in wishes
    ]
    return allocate_pro_rata(available, claims, step)


def share_by_groups(
    available: Quantity, wishes: Iterable[Wish], ranks: Mapping[Hashable, int]
) -> dict[Hashable, Quantity]:
    """Serve group after group, first come first served in each.

    :param available: quantity to share, at least 0
    :param ranks: place of the group of each key; the lowest is served first, keys that
        are not there last
    :return: quantity per key, in the order in which the lines were placed
    """
    wishes = sorted(wishes, key=get_place)
    last = max(ranks.values(), default=0) + 1
    groups = {}
    for wish in wishes:
        groups.setdefault(ranks.get(wish.key, last), []).append(wish)
    shares = dict.fromkeys((wish.key for wish in wishes), 0)
    for _rank, group in sorted(groups.items()):
        part = share_slices(available, group)
        available -= sum(part.values())
        shares |= part
    return shares


def get_step(quantities: Iterable[Quantity]) -> Decimal:
    """The largest power of ten, at most 1 and at least a ten thousandth, of which all
    are whole multiples."""
    step = Decimal(1)
    for quantity in quantities:
        while step > SMALLEST and quantity % step:
            step /= 10
    return step
