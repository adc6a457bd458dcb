"""What reading a catalogue gives back: rows, errors, warnings."""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .phrases import Phrase, _
from .text import show
from .units import Unit


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One variant of a producer's product, checked and normalised.

    :param row: number of the row in the spreadsheet, the header being row 1. It says
        where the variant was found, so it does not take part in comparisons.
    :param price: for one unit as sold, tax included or not as the file's owner has it
    :param on_hand: quantity available, in units as sold; None when the cell is blank,
        which is "not stated" and not zero
    :param on_demand: True when the producer sets no limit, whatever ``on_hand`` says
    :param available_on: first day of sale; None when blank
    """

    row: int = field(compare=False)
    producer: str
    sku: str
    name: str
    display_name: str
    category: str
    description: str
    unit: Unit
    price: Decimal
    on_hand: Decimal | None
    on_demand: bool
    available_on: date | None
    shipping_category: str
    tax_category: str

    @property
    def identity(self) -> tuple:
        """What tells a variant from the others: its producer and SKU; without a SKU its
        producer, name, display name and unit, "1000 g" and "1 kg" being the same."""
        if self.sku:
            return (self.producer, self.sku)
        unit = (self.unit.measure, self.unit.base_quantity, self.unit.unit_name)
        return (self.producer, self.name, self.display_name, unit)


@dataclass(frozen=True, slots=True)
class RowError:
    """One fault, in words that let its reader find and mend it.

    :param row: number of the row in the spreadsheet; None when the whole file is at
        fault
    :param column: name of the column; empty when the whole row or file is at fault
    :param value: the cell as it stands in the file, made one line and shortened
    :param expected: what the cell should hold
    :param message: one sentence that says all of the above, a ``Phrase``
    """

    row: int | None
    column: str
    value: str
    expected: str
    message: Phrase


@dataclass(frozen=True, slots=True)
class ColumnWarning:
    """Something in the file that was left aside, without harm to its rows."""

    column: str
    message: Phrase


@dataclass(frozen=True, slots=True)
class ParseResult:
    """Outcome of reading a file.

    :param rows: the rows without fault, in the order of the file
    :param errors: every fault found, in the order of the file
    :param warnings: unknown columns
    """

    rows: tuple[CatalogueRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[ColumnWarning, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


def make_error(
    row: int | None, column: str, value: str, expected: str, problem: str = ""
) -> RowError:
    """Word a fault.

    :param problem: what is wrong, as the end of "Row 3, column price: …"; when empty,
        the value is quoted as not being what is expected.
    """
    shown = show(value)
    if not problem:
        problem = (
            _("“%(value)s” is not valid", value=shown)
            if shown
            else _("the cell is empty")
        )
    message = _(
        "%(place)s: %(problem)s; %(expected)s.",
        place=_place(row, column),
        problem=problem,
        expected=expected,
    )
    return RowError(row, column, shown, expected, message)


def _place(row, column):
    if row is None:
        return _("Column %(column)s", column=column) if column else _("File")
    if column:
        return _("Row %(row)s, column %(column)s", row=row, column=column)
    return _("Row %(row)s", row=row)
