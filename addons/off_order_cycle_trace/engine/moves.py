"""What a move means for the goods of an operator, and whether all are accounted for."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

IN = ("received", "returned", "found", "made")
OUT = ("delivered", "supplied", "sent_back", "scrapped", "lost", "used")
_FROM = {
    "supplier": "received",
    "transit": "received",
    "customer": "returned",
    "inventory": "found",
    "production": "made",
}
_TO = {
    "supplier": "sent_back",
    "transit": "supplied",
    "customer": "delivered",
    "inventory": "lost",
    "production": "used",
}


def is_inside(usage: str, is_own: bool) -> bool:
    """Whether goods at such a place are an operator's stock.

    :param usage: as Odoo names uses of locations
    :param is_own: whether the place is of one operator; the transit that operators
        share is nobody's
    """
    return usage == "internal" or usage == "transit" and is_own


def get_kinds(
    source: str, own_source: bool, target: str, own_target: bool, is_scrap: bool
) -> tuple[str, ...]:
    """What a move is.

    :return: none for a move within the stock, two where goods pass by it
    """
    was_in, is_in = is_inside(source, own_source), is_inside(target, own_target)
    if was_in and is_in:
        return ()
    left = "scrapped" if is_scrap else _TO.get(target, "lost")
    came = _FROM.get(source, "found")
    if is_in:
        return (came,)
    if was_in:
        return (left,)
    return (came, left) if (source, target) == ("supplier", "customer") else ()


def balance(
    moved: Iterable[tuple[str, Decimal]], in_stock: Decimal
) -> Mapping[str, Decimal]:
    """Account for goods.

    :param moved: (kind, quantity), quantities of one unit
    :param in_stock: what is there
    :return: quantity by kind in the order of ``IN`` and ``OUT``, then ``in_stock`` and
        ``difference``: what came in, less what left, less what is there. 0 where
        every unit is accounted for.
    """
    told = dict.fromkeys((*IN, *OUT), Decimal(0))
    for kind, quantity in moved:
        told[kind] += quantity
    came = sum((told[kind] for kind in IN), Decimal(0))
    left = sum((told[kind] for kind in OUT), Decimal(0))
    return {**told, "in_stock": in_stock, "difference": came - left - in_stock}
