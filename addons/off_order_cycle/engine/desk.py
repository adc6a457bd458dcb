"""Orders typed together: who gets what of the last units, first come, first served."""

from decimal import Decimal
from typing import NamedTuple


class Wish(NamedTuple):
    """What an order is to become.

    :ivar had: ``{offer: Decimal}``, what it has of each offer now
    :ivar wanted: ``{offer: Decimal}``, what it is to have
    :ivar slot_had: key of the pickup where it has a place, or None
    :ivar slot: key of the pickup where it is to have one, or None
    """

    had: dict
    wanted: dict
    slot_had: object
    slot: object

    def get_more(self):
        """:return: ``{offer: Decimal}``, what it takes in addition or gives back"""
        more = {
            offer: self.wanted.get(offer, Decimal(0)) - self.had.get(offer, Decimal(0))
            for offer in {**self.had, **self.wanted}
        }
        return {offer: quantity for offer, quantity in more.items() if quantity}


class Answer(NamedTuple):
    """Whether a wish can be had, whole.

    :ivar most: ``{offer: Decimal}``, what it could have of those that are short
    :ivar is_full: whether no place is left at its pickup
    """

    most: dict
    is_full: bool

    @property
    def is_granted(self):
        return not self.most and not self.is_full


def answer(wishes, left, places):
    """Serve wishes in their order, those that only give back before the others.

    A wish is granted whole or takes and gives nothing.

    :param wishes: list of Wish
    :param left: ``{offer: Decimal, None without limit}``; what has no key is not sold
    :param places: ``{slot: int, None without limit}``
    :return: list of Answer, one for each wish
    """
    left, places = dict(left), dict(places)
    answers = [None] * len(wishes)
    for index in sorted(range(len(wishes)), key=lambda i: _takes(wishes[i])):
        answers[index] = _serve(wishes[index], left, places)
    return answers


def _takes(wish):
    moves = wish.slot is not None and wish.slot != wish.slot_had
    return moves or any(quantity > 0 for quantity in wish.get_more().values())


def _serve(wish, left, places):
    more = wish.get_more()
    most = {}
    for offer, quantity in more.items():
        available = left.get(offer, Decimal(0))
        if quantity > 0 and available is not None and quantity > available:
            most[offer] = wish.had.get(offer, Decimal(0)) + max(available, Decimal(0))
    moves = wish.slot != wish.slot_had
    is_full = False
    if moves and wish.slot is not None:
        free = places.get(wish.slot, 0)
        is_full = free is not None and free < 1
    result = Answer(most, is_full)
    if result.is_granted:
        for offer, quantity in more.items():
            _move(left, offer, -quantity)
        if moves:
            _move(places, wish.slot, -1)
            _move(places, wish.slot_had, 1)
    return result


def _move(counters, key, quantity):
    if counters.get(key) is not None:
        counters[key] += quantity
