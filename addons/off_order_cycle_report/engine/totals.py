"""Rows in their order become heads, rows, sums of groups and one total."""

from typing import NamedTuple

from .layout import COUNTED

DIGITS = 6  # beyond what is stored: sums of floats end in noise


class Event(NamedTuple):
    """
    :ivar kind: ``head``, ``row``, ``sum`` (of a group that ends) or ``total``
    :ivar level: of the group, 0 for the outermost
    :ivar row: the row itself; the first row of the group, of a head or a sum; None of
        the total
    :ivar sums: ``{place of a column: sum or None}`` of a sum or total, None where
        there is nothing, or quantities in different units that cannot be added
    """

    kind: str
    level: int
    row: tuple | None
    sums: dict | None = None


class Sums:
    """Sums of the rows of one group."""

    def __init__(self, layout):
        self._layout = layout
        self._sums = {
            place: 0.0 for place, one in enumerate(layout.columns) if one.total
        }
        self._counted_in = {}
        self._seen = set()
        self.count = 0
        self.first = None

    def add(self, row):
        self.count += 1
        if self.first is None:
            self.first = row
        for place in self._sums:
            value = row[place]
            if value is None:
                continue
            self._sums[place] += value
            self._seen.add(place)
            name = COUNTED.get(self._layout.columns[place].kind)
            if name in self._layout.places:
                unit = row[self._layout.places[name]]
                self._counted_in.setdefault(place, set()).add(unit)

    def get(self):
        return {
            place: round(value, DIGITS)
            if place in self._seen and len(self._counted_in.get(place, ())) < 2
            else None
            for place, value in self._sums.items()
        }


def walk(rows, layout):
    """
    :param rows: iterable of tuples, those of a group beside each other
    :return: generator of ``Event``. A group of one row within another has no sum: the
        row says it already
    """
    depth = len(layout.groups)
    open_groups = []
    keys = []
    total = Sums(layout)
    for row in rows:
        now = [layout.get_key(row, level) for level in range(depth)]
        same = 0
        while same < len(keys) and keys[same] == now[same]:
            same += 1
        yield from _close(open_groups, same)
        for level in range(same, depth):
            open_groups.append(Sums(layout))
            yield Event("head", level, row)
        keys = now
        for sums in open_groups:
            sums.add(row)
        total.add(row)
        yield Event("row", depth, row)
    yield from _close(open_groups, 0)
    if total.count:
        yield Event("total", 0, None, total.get())


def _close(open_groups, until):
    while len(open_groups) > until:
        sums = open_groups.pop()
        level = len(open_groups)
        if sums.get() and (sums.count > 1 or not level):
            yield Event("sum", level, sums.first, sums.get())


class Page(NamedTuple):
    """
    :ivar events: of the page. One that begins within a group repeats its heads; sums
        are those of the whole group, and come where it ends
    :ivar count: rows of the whole report
    :ivar total: its ``Event``, None where there is nothing
    :ivar used: places of the values that some row of the report has
    """

    events: list
    count: int
    total: Event | None
    used: set


def cut(events, number, size):
    """One page of a report.

    :param number: of the page, from 1
    :param size: rows of a page
    :return: Page
    """
    first, last = (number - 1) * size, number * size
    shown, heads, total = [], {}, None
    count, used = 0, set()
    for event in events:
        if event.kind == "total":
            total = event
        elif event.kind == "head":
            heads = {
                level: head for level, head in heads.items() if level < event.level
            }
            heads[event.level] = event
            # Shown with its first row: it may be that of the next page.
        elif event.kind == "row":
            used.update(
                place
                for place, value in enumerate(event.row)
                if place not in used and value is not None
            )
            if first <= count < last:
                begins = count == first
                shown += [
                    head
                    for _level, head in sorted(heads.items())
                    if begins or head.row is event.row
                ]
                shown.append(event)
            count += 1
        elif first < count <= last:
            shown.append(event)
    return Page(shown, count, total, used)
