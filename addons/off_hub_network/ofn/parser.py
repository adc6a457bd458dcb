"""Read a catalogue: the whole of Open Food Network's product CSV, checked."""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

from itertools import zip_longest

from .cells import (
    Cells,
    read_date,
    read_flag,
    read_on_hand,
    read_price,
    read_text,
    read_unit,
)
from .phrases import _
from .reader import Header, UnreadableError, decode, read_header, read_records
from .rows import CatalogueRow, ParseResult, make_error
from .schema import COLUMNS, TEXTS
from .text import show

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000


def parse(
    data: bytes, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS
) -> ParseResult:
    """Read and check a product CSV.

    UTF-8 with or without byte order mark; comma, semicolon or tab; any line ends;
    columns in any order, their names in any case. Numbers are read as ``numbers``
    states, texts normalised as ``text`` states, rows counted as ``reader`` states.
    Every fault of every row is reported, and nothing is raised for what a file holds.

    :param data: content of the file
    :param max_bytes: a longer file is refused unread
    :param max_rows: a file with more rows, header and empty lines aside, is refused
    """
    if len(data) > max_bytes:
        problem = _("the file has %(count)s bytes", count=len(data))
        expected = _("at most %(limit)s bytes are expected", limit=max_bytes)
        return _refuse(make_error(None, "", "", expected, problem))
    try:
        records = list(read_records(decode(data)))
    except UnreadableError as unreadable:
        return _refuse(unreadable.error)
    if len(records) - 1 > max_rows:
        problem = _("the file has %(count)s rows", count=len(records) - 1)
        expected = _("at most %(limit)s rows are expected", limit=max_rows)
        return _refuse(make_error(None, "", "", expected, problem))
    if not records:
        return _refuse(_no_rows())
    return _check_records(read_header(*records[0]), records[1:])


def _refuse(*errors):
    return ParseResult(errors=errors)


def _no_rows():
    expected = _("a header and at least one product are expected")
    return make_error(None, "", "", expected, _("it has no rows"))


def _check_records(header: Header, records) -> ParseResult:
    # Under a wrong header each row would repeat the same fault.
    if header.errors or not records:
        errors = header.errors or [_no_rows()]
        return ParseResult(errors=tuple(errors), warnings=tuple(header.warnings))
    rows, errors, seen = [], [], {}
    for number, values in records:
        cells = _take_cells(header, number, values)
        row = _check_row(cells)
        _check_duplicate(cells, row, seen)
        errors += cells.errors
        if not cells.errors:
            rows.append(row)
    return ParseResult(tuple(rows), tuple(errors), tuple(header.warnings))


def _take_cells(header, number, values):
    """The record's cells by known column; one under no column is a fault."""
    named = list(zip_longest(header.names, values, fillvalue=""))
    cells = Cells(number, {name: value for name, value in named if name in COLUMNS})
    outside = [value for name, value in named if not name and value.strip()]
    if outside:
        cells.errors.append(
            make_error(
                number,
                "",
                outside[0],
                _("a cell that holds the delimiter must be in quotation marks"),
                _("“%(value)s” stands under no column", value=show(outside[0])),
            )
        )
    return cells


def _check_row(cells: Cells) -> CatalogueRow:
    texts = {
        column: read_text(cells, column)
        for column in TEXTS
        if column != "variant_unit_name"
    }
    return CatalogueRow(
        row=cells.row,
        unit=read_unit(cells),
        price=read_price(cells),
        on_hand=read_on_hand(cells),
        on_demand=read_flag(cells, "on_demand"),
        available_on=read_date(cells, "available_on"),
        **texts,
    )


def _check_duplicate(cells: Cells, row: CatalogueRow, seen: dict) -> None:
    """Report a row that describes a variant already described above."""
    column = "sku" if row.sku else "name"
    if not row.producer or not (row.sku or (row.name and row.unit)):
        return
    first = seen.setdefault(row.identity, cells.row)
    if first != cells.row:
        what = _("SKU") if row.sku else _("name, display name and unit")
        cells.fault(
            column,
            _("each variant is expected once"),
            _(
                "rows %(first)s and %(row)s have the same producer and %(what)s "
                "(“%(producer)s”, “%(value)s”)",
                first=first,
                row=cells.row,
                what=what,
                producer=show(row.producer),
                value=show(getattr(row, column)),
            ),
        )
