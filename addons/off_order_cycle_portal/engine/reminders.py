"""When a producer that does not answer is reminded, and when who ordered is told."""

from datetime import datetime, timedelta


def get_deadline(told: datetime, planned: datetime, before: timedelta) -> datetime:
    """Until when an answer is waited for.

    :param told: when the producer was written to
    :param planned: when the goods are expected
    :param before: how long before that an answer is needed
    :return: half of the time that there is where the sale closed later than that
    """
    return max(planned - before, told + (planned - told) / 2)


def get_step(
    now: datetime,
    last: datetime,
    count: int,
    pause: timedelta,
    most: int,
    deadline: datetime,
) -> str | None:
    """What is to be done about a producer that has not answered.

    :param last: when it was written to last
    :param count: how many times it was reminded
    :param pause: between two mails; none is sent where it is not more than 0
    :param most: how many reminders there are at most
    :param deadline: what :func:`get_deadline` returns
    :return: ``remind``, ``tell`` (who ordered), or nothing yet
    """
    if now >= deadline:
        return "tell"
    if most <= 0 or pause <= timedelta() or now < last + pause:
        return None
    return "remind" if count < most else "tell"
