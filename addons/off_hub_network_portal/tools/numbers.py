"""Numbers as producers type them on a phone."""

from decimal import Decimal

from odoo.addons.off_hub_network.ofn.numbers import is_ambiguous, read_number


def read_quantity(text, maximum):
    """The number in ``text``, zero or more.

    :param maximum: as people write it: a float of 6.3 is 6.3, not a little less
    :return: ``(Decimal, None)``, or ``(None, problem)`` with a problem of ``none``,
        ``negative``, ``huge`` or ``unclear`` ("1,250" may be 1.25 or 1250)
    """
    text = str(text or "").strip()
    number = read_number(text) if len(text) < 40 else None
    if number is None:
        return None, "none"
    if number < 0:
        return None, "negative"
    if number > Decimal(str(maximum)):
        return None, "huge"
    if is_ambiguous(text):
        return None, "unclear"
    return number, None
