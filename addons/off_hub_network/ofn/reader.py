"""From bytes to numbered records: encoding, delimiter, quotes, header.

The number of a record is the row that a spreadsheet shows for it: the header of a plain
file is row 1, an empty line counts, and a quoted cell that spans several lines is one
row. A text editor's line numbers are larger from such a cell on.
"""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass, field

from .phrases import _
from .rows import ColumnWarning, RowError, make_error
from .schema import COLUMNS, DELIMITERS, REQUIRED_COLUMNS, UNIT_COLUMNS
from .text import clean_line, show


class UnreadableError(Exception):
    """The file cannot be read any further; carries the fault to report."""

    def __init__(self, error: RowError):
        super().__init__(error.message)
        self.error = error


@dataclass(slots=True)
class Header:
    """Names of a file's columns by position, in lower case, unknown ones included."""

    row: int
    names: list[str]
    errors: list[RowError] = field(default_factory=list)
    warnings: list[ColumnWarning] = field(default_factory=list)


def decode(data: bytes) -> str:
    """Text of a UTF-8 file, without its byte order mark.

    :raises UnreadableError: names the row and the position of the first wrong byte,
        the file's first byte being 1
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        byte = f"0x{body[error.start]:02X}"
        position = len(data) - len(body) + error.start + 1
        raise UnreadableError(
            make_error(
                _count_rows(body[: error.start].decode()),
                "",
                byte,
                _("a file saved as UTF-8 (“CSV UTF-8” in a spreadsheet) is expected"),
                _(
                    "byte %(position)s of the file (%(byte)s) is not UTF-8",
                    position=position,
                    byte=byte,
                ),
            )
        ) from error


def read_records(text: str):
    """Yield (row number, cells) of each record that is not empty.

    :raises UnreadableError: at a quote that does not close, or that closes before the
        end of its cell
    """
    records = _reader(text, _find_delimiter(text), strict=True)
    row = 0
    while True:
        row += 1
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableError(
                make_error(
                    row,
                    "",
                    "",
                    _(
                        "a quotation mark inside a quoted cell must be doubled and "
                        "each opening one be closed"
                    ),
                    _(
                        "the quotation marks are wrong near line %(line)s of the file "
                        "(%(reason)s)",
                        line=records.line_num,
                        reason=error,
                    ),
                )
            ) from error
        if any(cell.strip() for cell in cells):
            yield row, cells


def read_header(row: int, cells: list[str]) -> Header:
    """Match the header's cells, trimmed and in any case, with the known columns."""
    header = Header(row, [show(clean_line(cell)).lower() for cell in cells])
    for name, count in Counter(filter(None, header.names)).items():
        if count > 1:
            problem = _("the column is there %(count)s times", count=count)
            expected = _("each column is expected once")
            header.errors.append(make_error(row, name, name, expected, problem))
        if name not in COLUMNS:
            header.warnings.append(
                ColumnWarning(
                    name,
                    _("Column %(column)s is unknown and was left aside.", column=name),
                )
            )
    header.errors += _missing_columns(row, header.names)
    return header


def _missing_columns(row, found):
    missing = [name for name in REQUIRED_COLUMNS if name not in found]
    if not any(name in found for name in UNIT_COLUMNS):
        missing.append(" or ".join(UNIT_COLUMNS))
    return [
        make_error(
            row,
            name,
            "",
            _("a column named %(column)s is required", column=name),
            _("the column is missing"),
        )
        for name in missing
    ]


def _find_delimiter(text):
    """The delimiter under which most cells of the first record are known columns."""

    def count_known(delimiter):
        return len(set(_first_record(text, delimiter)) & set(COLUMNS))

    return max(DELIMITERS, key=count_known)


def _first_record(text, delimiter):
    try:
        for cells in _reader(text, delimiter):
            if any(cell.strip() for cell in cells):
                return [clean_line(cell).lower() for cell in cells]
    except csv.Error:
        # Reading the records meets the same fault and reports it.
        return []
    return []


def _count_rows(text):
    """Rows up to and with the one in which ``text`` breaks off."""
    # A stand-in for what follows, in case the break is at the start of a row.
    text += "?"
    try:
        return sum(1 for _cells in _reader(text, _find_delimiter(text)))
    except csv.Error:
        return text.count("\n") + 1


def _reader(text, delimiter, strict=False):
    # The line ends are left to the csv module, which knows those within quotes.
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)
