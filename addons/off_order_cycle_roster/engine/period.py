"""Periods in which the duties of a member are counted."""

from datetime import date

MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def get_period(day, kind):
    """The calendar period around a day.

    :param kind: a key of ``MONTHS``
    :return: (date of its first day, date of the first day after it)
    """
    months = MONTHS[kind]
    first = (day.month - 1) // months * months
    return _month(day.year, first), _month(day.year, first + months)


def _month(year, number):
    """The first day of a month, counted from 0 for January of ``year``."""
    return date(year + number // 12, number % 12 + 1, 1)
