"""When a volunteer is reminded of a duty: so many days before, each time once."""

MAX_DAYS = 60


def read_days(text):
    """Read days before a duty as a person writes them.

    :param text: such as ``"3, 1"``; nothing for no reminders
    :return: set of int
    :raise ValueError: it is something else, or a day is not between 0 and ``MAX_DAYS``
    """
    parts = (text or "").replace(";", ",").replace(",", " ").split()
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ValueError(text)
    # Beyond a few digits it is no number of days, however long it takes to read.
    if any(len(part) > 3 or int(part) > MAX_DAYS for part in parts):
        raise ValueError(text)
    return {int(part) for part in parts}


def get_reached(days_left, days):
    """The last reminder that is due by now.

    :param days_left: whole days until the duty, 0 on its day
    :param days: reminders, in days before the duty
    :return: the number of days of that reminder, None when none is due yet
    """
    return min((day for day in days if day >= days_left), default=None)


def get_due(days_left, days, last):
    """The reminder to send now, if any.

    What was missed while the machine stood still comes as one reminder, and none comes
    twice.

    :param last: days before of the last reminder that was sent, or that was past when
        the volunteer signed up; None for none
    :return: the number of days of the reminder, or None
    """
    if days_left < 0:
        return None
    reached = get_reached(days_left, days)
    if reached is None or (last is not None and reached >= last):
        return None
    return reached
