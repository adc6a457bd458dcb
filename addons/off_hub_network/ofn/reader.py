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
from .schema import DELIMITERS, Schema
from .text import clean_line, show

# First bytes of files that people choose by mistake.
OTHER_KINDS = {
    b"PK\x03\x04": _("a spreadsheet or another packed file (.xlsx, .ods, .zip)"),
    b"\xd0\xcf\x11\xe0": _("an old spreadsheet (.xls)"),
    b"%PDF": _("a PDF document"),
    b"\x89PNG": _("a picture"),
    b"\xff\xd8\xff": _("a picture"),
    codecs.BOM_UTF16_LE: _("a text saved as UTF-16 (“Unicode text”)"),
    codecs.BOM_UTF16_BE: _("a text saved as UTF-16 (“Unicode text”)"),
}


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

    @property
    def width(self) -> int:
        """Columns up to the last that has a name."""
        return max((i for i, name in enumerate(self.names, 1) if name), default=0)


def decode(data: bytes) -> str:
    """Text of a UTF-8 file, without its byte order mark.

    :raises UnreadableError: names the row and the position of the first wrong byte,
        the file's first byte being 1
    """
    _refuse_other_kinds(data)
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


def _refuse_other_kinds(data):
    """Say what a file is that is no text at all: the wrong file chosen."""
    for start, kind in OTHER_KINDS.items():
        if data.startswith(start):
            raise UnreadableError(
                make_error(
                    None,
                    "",
                    "",
                    _(
                        "a file saved as “CSV UTF-8” is expected (in a spreadsheet: "
                        "Save as)"
                    ),
                    _("this is %(kind)s, not a CSV file", kind=kind),
                )
            )


def read_records(text: str, schema: Schema):
    """Yield (row number, cells) of each record that is not empty.

    :raises UnreadableError: at a quote that does not close, or that closes before the
        end of its cell
    """
    records = _reader(text, _find_delimiter(text, schema), strict=True)
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


def read_header(row: int, cells: list[str], schema: Schema) -> Header:
    """Match the header's cells, trimmed and in any case, with the known columns."""
    header = Header(row, [show(clean_line(cell)).lower() for cell in cells])
    for name, count in Counter(filter(None, header.names)).items():
        if count > 1:
            problem = _("the column is there %(count)s times", count=count)
            expected = _("each column is expected once")
            header.errors.append(make_error(row, name, name, expected, problem))
        if name not in schema.columns:
            header.warnings.append(
                ColumnWarning(
                    name,
                    _("Column %(column)s is unknown and was left aside.", column=name),
                )
            )
    header.errors += _missing_columns(row, header.names, schema)
    return header


def _missing_columns(row, found, schema):
    missing = [name for name in schema.required if name not in found]
    if schema.one_of and not any(name in found for name in schema.one_of):
        missing.append(" or ".join(schema.one_of))
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


def _find_delimiter(text, schema):
    """The delimiter under which most cells of the first record are known columns."""

    def count_known(delimiter):
        return len(set(_first_record(text, delimiter)) & set(schema.columns))

    return max(DELIMITERS, key=count_known)


def _guess_delimiter(text):
    """The delimiter that stands most often in the first line."""
    return max(DELIMITERS, key=text.partition("\n")[0].count)


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
        # Any delimiter counts the rows alike: only quotes join lines.
        return sum(1 for _cells in _reader(text, _guess_delimiter(text)))
    except csv.Error:
        return text.count("\n") + 1


def _reader(text, delimiter, strict=False):
    # The line ends are left to the csv module, which knows those within quotes.
    lines = io.StringIO(text, newline="")
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)
