"""Tables in the files that people keep: CSV, Excel (xlsx, xls), OpenDocument (ods)."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import xlrd
from lxml import etree

from .fault import Fault

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
DELIMITERS = ";,\t|"
XLS = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True)
class Table:
    """
    :param columns: headers as the file has them; the second of a name is "name (2)"
    :param rows: list of (number in the file, list of cells as long as ``columns``);
        a cell is a str, Decimal or date, "" where it is empty
    """

    columns: list
    rows: list

    def get_sample(self, column, count=3):
        """The first values of a column, as text."""
        values = (cells[column] for _number, cells in self.rows)
        found = []
        for value in values:
            if value != "" and str(value) not in found:
                found.append(str(value))
            if len(found) == count:
                break
        return found


def read_table(data):
    """
    :param data: bytes of a file, whose kind is found by its first bytes
    :raise Fault: it is no table that can be read
    """
    if len(data) > MAX_BYTES:
        raise Fault("too_large", limit=MAX_BYTES // 1024 // 1024)
    if data.startswith(XLS):
        records = _read_xls(data)
    elif data.startswith(ZIP):
        records = _read_packed(data)
    else:
        records = _read_csv(data)
    return _make_table(records)


def decode(data):
    """Text of a file, whatever encoding it was saved in.

    What is no UTF-8 is one of the two of Western Europe: Windows uses the bytes 80 to
    9F for letters, ISO 8859-15 does not, and only these differ in the euro sign.

    :raise Fault: it is no text
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    else:
        windows = any(0x80 <= byte <= 0x9F for byte in data)
        encodings = ["utf-8-sig", "cp1252" if windows else "iso-8859-15"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Fault("no_text")


def _make_table(records):
    """The first row with something in it is the header; empty rows are left out."""
    header, rows = None, []
    for number, cells in enumerate(records, 1):
        cells = [_tidy(cell) for cell in cells[:MAX_COLUMNS]]
        if not any(cell != "" for cell in cells):
            continue
        if header is None:
            header = _name_columns(cells)
            continue
        if len(rows) == MAX_ROWS:
            raise Fault("too_many_rows", limit=MAX_ROWS)
        beyond = [cell for cell in cells[len(header) :] if cell != ""]
        if beyond:
            raise Fault("beyond", row=number, value=beyond[0])
        cells += [""] * (len(header) - len(cells))
        rows.append((number, cells[: len(header)]))
    if header is None or not rows:
        raise Fault("no_rows")
    return Table(header, rows)


def _name_columns(cells):
    while cells and cells[-1] == "":
        cells.pop()
    names = []
    for place, cell in enumerate(cells, 1):
        name = stem = str(cell) if cell != "" else f"#{place}"
        count = 1
        while name in names:
            count += 1
            name = f"{stem} ({count})"
        names.append(name)
    return names


def _tidy(cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, float):
        # 12.3 is stored as 12.300000000000001: fifteen digits are what was typed.
        return Decimal(format(cell, ".15g"))
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, (Decimal, date)):
        return cell
    # Any space, and any run of them, is one: "1 L" often holds one that nobody sees.
    return " ".join(str(cell).replace("\u200b", "").replace("\ufeff", "").split())


# -- CSV -----------------------------------------------------------------------------
def _read_csv(data):
    text = decode(data)
    lines = io.StringIO(text, newline="")
    try:
        yield from csv.reader(lines, delimiter=find_delimiter(text), strict=True)
    except csv.Error as error:
        raise Fault("quotes", value=str(error)) from None


def find_delimiter(text):
    """The one under which the first rows have the same number of cells, and most."""

    def judge(delimiter):
        reader = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=delimiter)
        try:
            widths = [len(cells) for _n, cells in zip(range(20), reader, strict=False)]
        except csv.Error:
            return (0, 0)
        first = widths[0] if widths else 0
        return (sum(width == first for width in widths) if first > 1 else 0, first)

    return max(DELIMITERS, key=judge)


# -- spreadsheets --------------------------------------------------------------------
def _read_packed(data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(one.file_size for one in package.infolist()) > MAX_UNPACKED:
                raise Fault("too_large", limit=MAX_UNPACKED // 1024 // 1024)
            names = set(package.namelist())
            if "content.xml" in names:
                return list(_read_ods(package.read("content.xml")))
        if "xl/workbook.xml" in names:
            return list(_read_xlsx(data))
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError) as error:
        if isinstance(error, Fault):
            raise
        raise Fault("no_table") from None
    raise Fault("no_table")


def _read_xlsx(data):
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True)):
            if number > MAX_ROWS * 2:
                raise Fault("too_many_rows", limit=MAX_ROWS)
            yield list(cells)
    finally:
        book.close()


def _read_xls(data):
    try:
        book = xlrd.open_workbook(file_contents=data)
    except Exception:
        # xlrd raises whatever it stumbles upon in a broken file.
        raise Fault("no_table") from None
    sheet = book.sheet_by_index(0)
    for number in range(sheet.nrows):
        yield [_read_xls_cell(cell, book.datemode) for cell in sheet.row(number)]


def _read_xls_cell(cell, datemode):
    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def _read_ods(content):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    sheet = etree.fromstring(content, parser).find(f".//{_TABLE}table")
    if sheet is None:
        raise Fault("no_table")
    count = 0
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells = []
        for cell in row.iterchildren(
            f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
        ):
            times = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            cells += [_read_ods_cell(cell)] * min(times, MAX_COLUMNS - len(cells))
        times = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        if all(cell == "" for cell in cells):
            # The end of a sheet is one empty row, a million times.
            times = min(times, 1_000)
        count += times
        if count > MAX_ROWS * 2:
            raise Fault("too_many_rows", limit=MAX_ROWS)
        for _time in range(times):
            yield list(cells)


def _read_ods_cell(cell):
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in ("float", "currency", "percentage"):
        return float(cell.get(f"{_OFFICE}value"))
    if kind == "date":
        return date.fromisoformat(cell.get(f"{_OFFICE}date-value")[:10])
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return "\n".join("".join(p.itertext()) for p in cell.iter(f"{_TEXT}p"))
