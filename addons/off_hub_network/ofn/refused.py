"""The rows of a file that were refused, as a file to mend and read again."""

import codecs
import csv
import io

from .reader import UnreadableError, decode, read_header, read_records
from .schema import Schema
from .text import clean_line, protect, unprotect

ERROR_COLUMN = "error"


def write_refused(data: bytes, messages: dict[int, str], schema: Schema) -> bytes:
    """The header of ``data`` and those of its rows that ``messages`` names.

    What is wrong stands in a first column ``error``, where a row that is too long or
    too short cannot hide it; reading leaves that column aside. Cells stand as they
    were, but for an apostrophe before what a spreadsheet would run as a formula.

    :param messages: ``{row number: what is wrong}``
    :return: UTF-8 with the mark by which spreadsheets know it, commas; empty bytes
        when the file or its header is at fault, or none of its rows is named
    """
    try:
        records = list(read_records(decode(data), schema))
    except UnreadableError:
        return b""
    if not records or read_header(*records[0], schema).errors:
        return b""
    (_number, names), *records = records
    refused = [(number, cells) for number, cells in records if number in messages]
    if not refused:
        return b""
    old = _find_old(names)
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([ERROR_COLUMN, *_guard(names, old)])
    for number, cells in refused:
        writer.writerow([protect(messages[number]), *_guard(cells, old)])
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _find_old(names):
    """Where the file has such a column from a refusal before."""
    names = [clean_line(name).lower() for name in names]
    return names.index(ERROR_COLUMN) if ERROR_COLUMN in names else None


def _guard(cells, left_out):
    # Guarded cells stay guarded once; a lone CR would end the row.
    return [
        protect(unprotect(cell)).replace("\r\n", "\n").replace("\r", "\n")
        for index, cell in enumerate(cells)
        if index != left_out
    ]
