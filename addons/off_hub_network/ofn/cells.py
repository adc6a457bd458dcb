"""Check the cells of one record.

Each reader takes a ``Cells``, returns the value of its column, and reports what is
wrong to ``Cells.fault`` instead of raising, so that one pass finds all faults of a row.
A value returned beside a fault is only a stand-in.
"""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

from datetime import date, datetime
from decimal import Decimal

from .numbers import decimals, is_ambiguous, read_number
from .phrases import _
from .rows import RowError, make_error
from .schema import (
    MAX_LENGTH,
    MAX_LENGTHS,
    MAX_PRICE,
    MAX_QUANTITY,
    PROSE,
    REQUIRED_TEXTS,
    YEARS,
)
from .text import clean_line, clean_prose, forbidden_character, show, unprotect
from .units import ITEMS, UNIT_SCALES, Unit, find_code

TRUE_WORDS = frozenset({"1", "true", "yes", "oui", "vrai"})
FALSE_WORDS = frozenset({"", "-", "0", "false", "no", "non", "faux"})
DATE_FORMATS = ("%Y-%m-%d", "%d/%m/%Y")
# Open Food Network takes a lone hyphen for an empty cell in columns of numbers.
BLANKS = frozenset({"", "-"})


class Cells:
    """The cells of a record by column, and the faults found in them."""

    def __init__(self, row: int, cells: dict[str, str]):
        self.row = row
        self.cells = cells
        self.errors: list[RowError] = []

    def raw(self, column: str) -> str:
        return self.cells.get(column, "")

    def plain(self, column: str) -> str:
        """The cell as one line, without the apostrophe that guards a formula."""
        return _strip(self.raw(column), clean_line)

    def fault(self, column: str, expected: str, problem: str = "") -> None:
        error = make_error(self.row, column, self.raw(column), expected, problem)
        self.errors.append(error)


def _strip(raw: str, clean) -> str:
    """What a cell says, cleaned and without the apostrophe that guards a formula.

    The apostrophe may guard a blank, which cleaning would take away from behind it; and
    what it guards may start with blanks of its own.
    """
    bare = unprotect(raw)
    if bare == raw:
        raw = clean(raw)
        bare = unprotect(raw)
    return clean(bare) if bare != raw else raw


def read_text(cells: Cells, column: str) -> str:
    """A normalised text within its length, present where it is required."""
    raw = cells.raw(column)
    clean = clean_prose if column in PROSE else clean_line
    text = _strip(raw, clean)
    character = forbidden_character(raw)
    limit = MAX_LENGTHS.get(column, MAX_LENGTH)
    if character:
        cells.fault(
            column,
            _("plain text is expected"),
            _("the text holds the control character %(code)s", code=character),
        )
    elif len(text) > limit:
        cells.fault(
            column,
            _("at most %(limit)s characters are expected", limit=limit),
            _("the text has %(count)s characters", count=len(text)),
        )
    elif not text and column in REQUIRED_TEXTS:
        cells.fault(column, _("a text is required"))
    return text


def read_price(cells: Cells) -> Decimal:
    """An amount of money, at least 0, to the cent."""
    expected = _("a price such as 12.50 or 12,50 is required")
    return _read_quantity(cells, "price", expected, MAX_PRICE, 2) or Decimal(0)


def read_on_hand(cells: Cells) -> Decimal | None:
    """A stock, at least 0; None when not stated."""
    if cells.plain("on_hand") in BLANKS:
        return None
    expected = _("a number such as 40 or 2,5, or nothing, is expected")
    return _read_quantity(cells, "on_hand", expected, MAX_QUANTITY, 4)


def read_unit(cells: Cells) -> Unit | None:
    """The unit of sale, from ``units`` and ``unit_type`` or ``variant_unit_name``."""
    name = read_text(cells, "variant_unit_name")
    code = _read_unit_code(cells, name)
    quantity = _read_units(cells)
    return Unit(quantity, code, name) if code and quantity else None


def read_flag(cells: Cells, column: str) -> bool:
    word = cells.plain(column).lower()
    if word not in TRUE_WORDS | FALSE_WORDS:
        cells.fault(
            column, _("1 or 0 (yes or no, true or false, oui or non) is expected")
        )
    return word in TRUE_WORDS


def read_date(cells: Cells, column: str) -> date | None:
    text = cells.plain(column)
    if text in BLANKS:
        return None
    for form in DATE_FORMATS:
        try:
            day = datetime.strptime(text, form).date()
        except ValueError:
            continue
        if day.year in YEARS:
            return day
    cells.fault(column, _("a date such as 2026-05-31 or 31/05/2026 is expected"))
    return None


def _read_unit_code(cells, name):
    text = cells.plain("unit_type")
    code = find_code(text) if text else ITEMS
    if code is None:
        known = ", ".join(unit for unit in UNIT_SCALES if unit != ITEMS)
        cells.fault(
            "unit_type",
            _("one of %(units)s, or nothing for items, is expected", units=known),
        )
    elif code == ITEMS and not name:
        cells.fault(
            "variant_unit_name",
            _("a name (bunch, box of 6…) is required when unit_type is empty"),
        )
    return code


def _read_units(cells):
    # Three decimals are everyday for a weight: an ambiguous mark is a decimal mark.
    expected = _("a number more than 0 such as 500 or 1,5 is required")
    quantity = _read_quantity(
        cells, "units", expected, MAX_QUANTITY, 6, may_be_ambiguous=True
    )
    if quantity == 0:
        cells.fault("units", expected)
    return quantity


def _read_quantity(
    cells, column, expected, maximum, max_decimals, may_be_ambiguous=False
):
    """A number from 0 to ``maximum``; None beside a fault."""
    text = cells.plain(column)
    number = read_number(text)
    problem = None
    if text in BLANKS:
        problem = _("the cell is empty")
    elif number is None or number < 0:
        problem = ""
    elif number > maximum:
        problem = _(
            "“%(value)s” is more than %(limit)s", value=show(text), limit=maximum
        )
    elif not may_be_ambiguous and is_ambiguous(text):
        problem = _("“%(value)s” could be a thousand or a decimal number", value=text)
        expected = _(
            "write %(whole)s or %(fraction)s",
            whole=f"{text[:-4]}{text[-3:]}",
            fraction=f"{text}0",
        )
    elif decimals(number) > max_decimals:
        problem = _(
            "“%(value)s” has more than %(limit)s decimals",
            value=show(text),
            limit=max_decimals,
        )
    if problem is None:
        return number
    cells.fault(column, expected, problem)
    return None
