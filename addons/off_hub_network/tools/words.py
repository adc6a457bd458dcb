"""Numbers in sentences that people read."""

from odoo.tools import float_repr

DIGITS = 6


def write_number(env, number, digits=DIGITS):
    """``number`` as the reader of ``env`` writes it: "1,5" in French, "12" for 12.0.

    :param number: Decimal, float or int
    :param digits: decimals at most
    """
    return mark_number(number, get_mark(env), digits)


def get_mark(env):
    """:return: what stands before the decimals in the language of ``env``"""
    lang = env["res.lang"]._get_data(code=env.lang or "en_US")
    return lang.decimal_point or "."


def mark_number(number, mark, digits=DIGITS):
    """``number`` without idle zeros.

    :param mark: as ``get_mark`` gives it
    """
    text = float_repr(float(number), digits)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", mark)
