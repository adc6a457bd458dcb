"""On which days the sales of a schedule are handed over: rule 13 of docs/domain.md."""

from calendar import monthrange
from datetime import date, timedelta

LAST = -1


def list_every_weeks(first, weeks, until):
    """Every so many weeks, from ``first`` to ``until``, both included.

    :param first: date
    :param weeks: 1 or more
    :param until: date
    :return: list of dates in order
    :raises ValueError: on fewer weeks than one
    """
    if weeks < 1:
        raise ValueError(f"a schedule goes on every week or more: {weeks}")
    step = timedelta(weeks=weeks)
    count = max((until - first) // step + 1, 0)
    return [first + number * step for number in range(count)]


def list_nth_weekday(first, nth, weekday, until):
    """The nth such weekday of each month, from ``first`` to ``until``, both included.

    :param first: date
    :param nth: 1 to 4, or ``LAST``
    :param weekday: 0 for Monday to 6 for Sunday
    :param until: date
    :return: list of dates in order
    :raises ValueError: on another ``nth`` or ``weekday``
    """
    if nth not in (1, 2, 3, 4, LAST) or not 0 <= weekday <= 6:
        raise ValueError(f"no month has such a day: {nth}, {weekday}")
    days = []
    year, month = first.year, first.month
    while (year, month) <= (until.year, until.month):
        day = _get_nth_weekday(year, month, nth, weekday)
        if first <= day <= until:
            days.append(day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return days


def _get_nth_weekday(year, month, nth, weekday):
    if nth == LAST:
        end = date(year, month, monthrange(year, month)[1])
        return end - timedelta(days=(end.weekday() - weekday) % 7)
    start = date(year, month, 1)
    return start + timedelta(days=(weekday - start.weekday()) % 7, weeks=nth - 1)
