"""Numbers as people write them in spreadsheets.

Digits are 0 to 9. The decimal mark is a point or a comma, the thousands mark a space of
any kind, a point, a comma or an apostrophe, and the rule is:

- two different marks: the last one is the decimal mark, the others must stand before
  groups of three digits: "1.234,56", "1,234.56", "1 234,56" are all 1234.56;
- the same point or comma more than once: thousands, "1.234.567";
- one point or comma alone: the decimal mark, "1,5" and "1.5";
- but one alone, before exactly three digits and after one to three digits other than 0
  ("1,234", "12.500"), could be either. It is a decimal mark where three decimals are
  everyday (a weight of 1,250 kg) and refused where a mistake would be a thousandfold (a
  price, a stock). "0,125" and "1,2340" cannot be thousands and are read.

Signs other than "-", exponents, currency signs and the words for infinity are refused.
"""

import re
from decimal import Decimal

_PLAIN = re.compile(r"-?([0-9]+([.,][0-9]+)?|[.,][0-9]+)")
_SPACED = re.compile(r"-?[0-9]{1,3}([\s'’][0-9]{3})+([.,][0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}((\.[0-9]{3})+(,[0-9]+)?|(,[0-9]{3})+(\.[0-9]+)?)")
_AMBIGUOUS = re.compile(r"-?(?!0+[.,])[0-9]{1,3}[.,][0-9]{3}")


def read_number(text: str) -> Decimal | None:
    """The number written in a cell, or None when the text is not one.

    An ambiguous mark (see ``is_ambiguous``) is read as a decimal mark.
    """
    text = text.strip()
    if _SPACED.fullmatch(text):
        text = re.sub(r"[\s'’]", "", text)
    elif _GROUPED.fullmatch(text) and not _PLAIN.fullmatch(text):
        text = _drop_group_marks(text)
    return Decimal(text.replace(",", ".")) if _PLAIN.fullmatch(text) else None


def is_ambiguous(text: str) -> bool:
    """Whether the only mark could be a decimal or a thousands mark: "1,234"."""
    return bool(_AMBIGUOUS.fullmatch(text.strip()))


def decimals(number: Decimal) -> int:
    """How many decimals a finite number needs, trailing zeros left out."""
    return len(format(number, "f").partition(".")[2].rstrip("0"))


def format_number(number: Decimal, places: int = 0) -> str:
    """Write a number so that ``read_number`` gives it back, unambiguously.

    Without exponent or trailing zeros, but for one zero after exactly three decimals,
    which would be ambiguous.

    :param places: decimals to write at least: 2 gives "2.50"
    """
    text = f"{number:.{max(places, decimals(number))}f}"
    return f"{text}0" if is_ambiguous(text) else text


def _drop_group_marks(text):
    """Take out the thousands mark, which is the first: "1.234,5" gives "1234,5"."""
    return text.replace(re.search("[.,]", text)[0], "")
