"""From bytes to the cells of each row, whatever the columns are."""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

from dataclasses import dataclass
from itertools import zip_longest

from .cells import Cells
from .phrases import _
from .reader import Header, UnreadableError, decode, read_header, read_records
from .rows import make_error
from .schema import Schema
from .text import show

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Table:
    """A file read as far as it can be.

    :param errors: faults of the file or its header; there are no rows beside them
    :param rows: the ``Cells`` of each row, with the faults of its shape
    """

    errors: tuple = ()
    warnings: tuple = ()
    rows: tuple[Cells, ...] = ()


def read_table(
    data: bytes, schema: Schema, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS
) -> Table:
    if len(data) > max_bytes:
        problem = _("the file has %(count)s bytes", count=len(data))
        expected = _("at most %(limit)s bytes are expected", limit=max_bytes)
        return _refuse(make_error(None, "", "", expected, problem))
    try:
        records = list(read_records(decode(data), schema))
    except UnreadableError as unreadable:
        return _refuse(unreadable.error)
    if len(records) - 1 > max_rows:
        problem = _("the file has %(count)s rows", count=len(records) - 1)
        expected = _("at most %(limit)s rows are expected", limit=max_rows)
        return _refuse(make_error(None, "", "", expected, problem))
    if not records:
        return _refuse(_no_rows())
    header = read_header(*records[0], schema)
    warnings = tuple(header.warnings)
    # Under a wrong header each row would repeat the same fault.
    if header.errors or len(records) == 1:
        return Table(tuple(header.errors or [_no_rows()]), warnings)
    rows = [_take_cells(header, schema, *record) for record in records[1:]]
    return Table((), warnings, tuple(rows))


def _refuse(*errors):
    return Table(errors)


def _no_rows():
    expected = _("a header and at least one row below it are expected")
    return make_error(None, "", "", expected, _("it has no rows"))


def _take_cells(header: Header, schema, number, values):
    """The record's cells by known column. One under no column is a fault, and so is a
    row that breaks off, which would lose its last cells unseen."""
    named = list(zip_longest(header.names, values, fillvalue=""))
    columns = schema.columns
    cells = Cells(number, {name: value for name, value in named if name in columns})
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
    elif len(values) < header.width:
        cells.errors.append(
            make_error(
                number,
                "",
                "",
                _(
                    "%(count)s cells are expected, and a line break inside a cell in "
                    "quotation marks",
                    count=header.width,
                ),
                _("the row has only %(count)s cells", count=len(values)),
            )
        )
    return cells
