"""Orders in a spreadsheet: written to be filled in, and read when they come back.

Faults are told by a code; whoever shows them has the words.
"""

import csv
import io
import re
import zipfile
from typing import NamedTuple

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 2_000_000
MAX_UNPACKED = 40_000_000
MAX_LINES = 20_000
MAX_COLUMNS = 300
MAX_QUANTITY = 99_999
NUMBER = re.compile(r"[+-]?[0-9]{1,12}([.,][0-9]{1,6})?")
# “3+2”: three, and two more where that fills a case.
ON_TOP = re.compile(r"([0-9]{1,12})\s*\+\s*([0-9]{1,12})")
REFERENCE = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")


class SheetError(Exception):
    """A file that cannot be read at all.

    :ivar code: ``large``, ``kind`` (no .xlsx, no .csv), ``empty``, ``columns`` (the
        one of references or those of quantities are missing) or ``sale`` (of another
        sale)
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Fault(NamedTuple):
    """What is wrong with a line.

    :ivar line: number of the line in the file, the header being line 1
    :ivar code: ``formula``, ``merged``, ``number``, ``negative``, ``fraction``,
        ``much``, ``unknown`` (reference) or ``twice``
    :ivar value: what stands there, text
    :ivar reference: of the line, text
    """

    line: int
    code: str
    value: str
    reference: str


class Amount(NamedTuple):
    """What a cell asks for.

    :ivar quantity: int
    :ivar on_top: int, accepted on top of it
    :ivar line: number in the file
    """

    quantity: int
    on_top: int
    line: int


class Formula(str):
    """A cell that holds no value but how to compute one."""


class Sheet(NamedTuple):
    """
    :ivar header: list of texts
    :ivar lines: ``[(number in the file, [values])]`` of lines that are not empty
    :ivar merged: set of (line, column from 0) of cells that were merged with others
    """

    header: list
    lines: list
    merged: set


# -- writing ---------------------------------------------------------------------------
def write(title, header, lines, numbers, widths):
    """A workbook of one sheet.

    Texts are written as texts: a product called “=1+1” computes nothing.

    :param lines: list of lists of values
    :param numbers: set of columns that hold numbers
    :param widths: ``{column: width in letters}``
    :return: bytes of an .xlsx file
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "1")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for column, text in enumerate(header):
            page.write_string(0, column, text, bold)
            page.set_column(column, column, widths.get(column, 12))
        for number, values in enumerate(lines, 1):
            for column, value in enumerate(values):
                if value in (None, ""):
                    continue
                if column in numbers and not isinstance(value, str):
                    page.write_number(number, column, value)
                else:
                    page.write_string(number, column, str(value))
        page.freeze_panes(1, 2)
    return out.getvalue()


# -- reading ---------------------------------------------------------------------------
def read(data):
    """Read a file, .xlsx or .csv whatever its name is.

    :param data: bytes
    :raise SheetError:
    """
    if len(data) > MAX_BYTES:
        raise SheetError("large")
    sheet = _read_book(data) if data.startswith(b"PK\x03\x04") else _read_text(data)
    if not sheet.lines:
        raise SheetError("empty")
    return sheet


def _read_book(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
                raise SheetError("large")
        book = openpyxl.load_workbook(io.BytesIO(data))
        page = book.active
    except SheetError:
        raise
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise SheetError("kind") from None
    except Exception:
        # Whatever else the library says of a broken file.
        raise SheetError("kind") from None
    if page is None or not hasattr(page, "iter_rows"):
        raise SheetError("kind")
    if page.max_row > MAX_LINES or page.max_column > MAX_COLUMNS:
        raise SheetError("large")
    merged = {
        (line, column - 1)
        for cells in page.merged_cells.ranges
        for line in range(cells.min_row, cells.max_row + 1)
        for column in range(cells.min_col, cells.max_col + 1)
    }
    lines = [
        (number, [_get_value(cell) for cell in cells])
        for number, cells in enumerate(page.iter_rows(), 1)
    ]
    return _make(lines, merged)


def _get_value(cell):
    if cell.data_type == "f":
        return Formula(cell.value if isinstance(cell.value, str) else "=")
    return cell.value


def _read_text(data):
    if b"\0" in data:
        raise SheetError("kind")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(";\t,", key=first.count)
    try:
        lines = []
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1
        ):
            if number > MAX_LINES or len(cells) > MAX_COLUMNS:
                raise SheetError("large")
            lines.append((number, cells))
    except csv.Error:
        raise SheetError("kind") from None
    return _make(lines, set())


def _make(lines, merged):
    filled = [
        (number, cells)
        for number, cells in lines
        if any(cell not in (None, "") for cell in cells)
    ]
    if not filled:
        raise SheetError("empty")
    (_number, header), *rest = filled
    return Sheet([_to_text(cell) for cell in header], rest, merged)


def _to_text(value):
    return "" if value is None else " ".join(str(value).split())


def find_column(header, names):
    """:return: position of the column that has one of ``names``, or None"""
    wanted = {name.casefold() for name in names}
    return next(
        (at for at, text in enumerate(header) if text.casefold() in wanted), None
    )


def read_quantities(sheet, sale, known, reference, columns):
    """Quantities of a sheet.

    :param sale: id of the exchange whose list it is to be
    :param known: ids of its offers
    :param reference: position of the column of references
    :param columns: positions of the columns of quantities
    :return: (``{column: {offer id: Amount}}`` of cells that are filled, zero included,
        list of Fault)
    :raise SheetError: ``sale`` where it is the list of another one
    """
    quantities, faults, seen = {column: {} for column in columns}, [], set()
    references = [_get(cells, reference) for _line, cells in sheet.lines]
    sales = {found[1] for text in references if (found := _split(text))}
    if sales and str(sale) not in sales:
        raise SheetError("sale")
    for (line, cells), text in zip(sheet.lines, references, strict=True):
        filled = [at for at in columns if _get(cells, at) not in (None, "")]
        if not filled:
            continue
        found = _split(text)
        offer = int(found[2]) if found and found[1] == str(sale) else 0
        if offer not in known or isinstance(text, Formula):
            faults.append(Fault(line, "unknown", _to_text(text), _to_text(text)))
            continue
        if offer in seen:
            faults.append(Fault(line, "twice", _to_text(text), _to_text(text)))
            continue
        seen.add(offer)
        for at in filled:
            value = _get(cells, at)
            quantity, on_top, code = read_amount(value)
            if (line, at) in sheet.merged:
                code = "merged"
            if code:
                faults.append(Fault(line, code, _to_text(value), _to_text(text)))
            else:
                quantities[at][offer] = Amount(quantity, on_top, line)
    return quantities, faults


def _get(cells, at):
    return cells[at] if at < len(cells) else None


def _split(text):
    return REFERENCE.fullmatch(_to_text(text))


def write_amount(quantity, on_top):
    """“3+2”, or the quantity itself where nothing is accepted on top."""
    return f"{quantity:g}+{on_top:g}" if quantity and on_top else quantity


def read_amount(value):
    """:return: (int, int accepted on top, "") or (0, 0, code of what is wrong)"""
    found = isinstance(value, str) and ON_TOP.fullmatch(value.strip())
    if not found or isinstance(value, Formula):
        quantity, code = read_quantity(value)
        return quantity, 0, code
    numbers = [_judge(int(text)) for text in found.groups()]
    if code := next((code for _number, code in numbers if code), ""):
        return 0, 0, code
    quantity, on_top = (number for number, _code in numbers)
    # Who asks for nothing firm accepts nothing on top.
    return quantity, on_top if quantity else 0, ""


def read_quantity(value):
    """:return: (int, "") or (0, code of what is wrong)"""
    if isinstance(value, Formula):
        return 0, "formula"
    if isinstance(value, bool):
        return 0, "number"
    if isinstance(value, str):
        text = value.strip()
        if text.startswith("="):
            return 0, "formula"
        if not NUMBER.fullmatch(text):
            return 0, "number"
        value = float(text.replace(",", "."))
    if not isinstance(value, int | float):
        return 0, "number"
    return _judge(value)


def _judge(number):
    if number != number or number in (float("inf"), float("-inf")):
        return 0, "number"
    if number < 0:
        return 0, "negative"
    if number > MAX_QUANTITY:
        return 0, "much"
    if number % 1:
        return 0, "fraction"
    return int(number), ""
