"""Of which receipts goods without lot may be: what was in stock when they left."""

from collections import deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple


class Event(NamedTuple):
    """Goods that came or left.

    :ivar key: unique
    :ivar group: what left together; goods that leave in one go cannot be told apart
    :ivar quantity: above 0 for what came, below 0 for what left
    """

    key: Hashable
    group: Hashable
    quantity: Decimal


@dataclass
class Window:
    """
    :ivar candidates: ``{key of what left: keys of what it may be of}``, first in first
    :ivar taken: ``{(key of what left, key of what came): quantity}``, counted first in,
        first out
    :ivar left: ``{key of what came: quantity that is still there}``
    """

    candidates: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)
    left: dict = field(default_factory=dict)


def find_candidates(events: Iterable[Event]) -> Window:
    """Goods are used up first in, first out: what was in stock when something left is
    what it may have been. What leaves before it came on paper is of what came next.

    :param events: of one product, in the order of time
    """
    window, stock, owed = Window(), deque(), deque()
    for together in _go_together(events):
        for event in together:
            if event.quantity > 0:
                _put(window, stock, owed, event)
        leaving = [event for event in together if event.quantity < 0]
        there = [key for key, _quantity in stock]
        for event in leaving:
            window.candidates[event.key] = list(there)
        for event in leaving:
            _take(window, stock, owed, event)
    window.left = dict(stock)
    return window


def _go_together(events):
    """Lists of events that follow each other and have the same group."""
    together = []
    for event in events:
        if together and together[-1].group != event.group:
            yield together
            together = []
        together.append(event)
    if together:
        yield together


def _put(window, stock, owed, event):
    rest = event.quantity
    while owed and rest:
        key, missing = owed.popleft()
        window.candidates[key].append(event.key)
        part = min(rest, missing)
        window.taken[key, event.key] = part
        rest -= part
        if missing > part:
            owed.appendleft((key, missing - part))
    if rest:
        stock.append((event.key, rest))


def _take(window, stock, owed, event):
    rest = -event.quantity
    while stock and rest:
        key, there = stock.popleft()
        part = min(rest, there)
        window.taken[event.key, key] = part
        rest -= part
        if there > part:
            stock.appendleft((key, there - part))
    if rest:
        owed.append((event.key, rest))
