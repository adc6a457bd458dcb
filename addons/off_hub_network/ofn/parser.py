"""Read a catalogue: the whole of Open Food Network's product CSV, checked."""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

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
from .rows import CatalogueRow, ParseResult
from .schema import PRODUCTS, TEXTS
from .table import MAX_BYTES, MAX_ROWS, read_table
from .text import show


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
    table = read_table(data, PRODUCTS, max_bytes, max_rows)
    rows, errors, seen = [], [*table.errors], {}
    for cells in table.rows:
        if cells.errors:
            # Cells that stand in wrong columns would all be faults.
            errors += cells.errors
            continue
        row = _check_row(cells)
        _check_duplicate(cells, row, seen)
        errors += cells.errors
        if not cells.errors:
            rows.append(row)
    return ParseResult(tuple(rows), tuple(errors), table.warnings)


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
