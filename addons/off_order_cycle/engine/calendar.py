"""When the next sale of a hub opens, closes and is handed over."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True)
class Rhythm:
    """How a hub sells, in local time.

    :ivar every_weeks: weeks from one closing to the next, 1 or more
    :ivar open_days: days that orders are taken, 1 or more
    :ivar close_weekday: 0 for Monday to 6 for Sunday
    :ivar close_hour: hours since midnight, such as 20.5
    :ivar pickup_days: days from closing to the day of pickup, 0 or more
    :ivar pickup_from: hours since midnight
    :ivar pickup_to: hours since midnight, after ``pickup_from``
    """

    every_weeks: int
    open_days: int
    close_weekday: int
    close_hour: float
    pickup_days: int
    pickup_from: float
    pickup_to: float


@dataclass(frozen=True)
class Sale:
    """Moments with time zone."""

    opens: datetime
    closes: datetime
    pickup_from: datetime
    pickup_to: datetime


def plan_next(rhythm, now, last_close=None):
    """The next sale by ``rhythm``.

    It keeps the rhythm of the last one; without one, or when that would open in the
    past, it is the first that can still open at its hour.

    :param now: datetime with the hub's time zone
    :param last_close: closing of the last sale that was planned, datetime with any zone
    :return: Sale
    """
    zone = now.tzinfo
    first = now + timedelta(days=rhythm.open_days)
    day = _get_weekday(first.date(), rhythm.close_weekday)
    if _at(day, rhythm.close_hour, zone) < first:
        day += timedelta(weeks=1)
    if last_close:
        # The week counts, not the day: one closing may have been moved.
        last = last_close.astimezone(zone).date()
        last -= timedelta(days=last.weekday())
        next_ = _get_weekday(
            last + timedelta(weeks=rhythm.every_weeks), rhythm.close_weekday
        )
        while next_ < day:
            next_ += timedelta(weeks=rhythm.every_weeks)
        day = next_
    collected = day + timedelta(days=rhythm.pickup_days)
    return Sale(
        opens=_at(day - timedelta(days=rhythm.open_days), rhythm.close_hour, zone),
        closes=_at(day, rhythm.close_hour, zone),
        pickup_from=_at(collected, rhythm.pickup_from, zone),
        pickup_to=_at(collected, rhythm.pickup_to, zone),
    )


def _get_weekday(day, weekday):
    """The first such day of the week that is not before ``day``."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _at(day, hour, zone):
    """That hour by the clock on the wall, whatever summer time does."""
    minutes = round(hour * 60)
    moment = datetime.combine(day, time(minutes // 60 % 24, minutes % 60))
    return moment.replace(tzinfo=zone)
