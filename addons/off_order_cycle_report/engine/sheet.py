"""A report as a spreadsheet, written line by line: the memory that it takes does not
grow with it."""

import re
from datetime import datetime, time
from functools import lru_cache

import xlsxwriter

from .layout import NUMBERS
from .rows import RowSheet, Style
from .totals import walk

FORMATS = {
    "weight": "#,##0.000",
    "money": "#,##0.00",
    "price": "#,##0.00##",
    "integer": "0",
    "moment": "dd/mm/yyyy hh:mm",
    "day": "dd/mm/yyyy",
}
MAX_CELL = 32_000  # letters, of Excel
MAX_LINES = 1_048_000  # of a sheet


class SheetFullError(Exception):
    """More lines than spreadsheets open."""


def write_sheet(path, rows, layout, words, texts, on_row=None):
    """
    :param path: where the file goes
    :param rows: iterable of tuples, as ``walk`` takes them
    :param words: ``Words``, for words of choices and the clock
    :param texts: dict of ``title``, ``total`` (the word) and ``info`` (list of texts)
    :param on_row: called with the number of rows that are written
    :return: number of rows
    :raise SheetFullError: there are more lines than a sheet takes
    """
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        page = book.add_worksheet(_get_name(texts["title"]), RowSheet)
        sheet = _Sheet(book, page, layout, words)
        sheet.write_header()
        count = 0
        for event in walk(rows, layout):
            if event.kind == "row":
                sheet.write_row(event.row)
                count += 1
                if on_row:
                    on_row(count)
            elif event.kind != "head":
                sheet.write_sums(event, texts["total"])
            if sheet.line >= MAX_LINES:
                raise SheetFullError(MAX_LINES)
        sheet.write_info(texts["info"])
    return count


def _get_name(title):
    """Excel takes 31 letters, none of which means something in a formula."""
    return re.sub(r"[\[\]:*?/\\']", " ", title)[:31].strip() or "1"


class _Sheet:
    def __init__(self, book, page, layout, words):
        self.page, self.layout, self.words = page, layout, words
        self.line = 0
        self.bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.columns = [
            (place, column, "number" if column.kind in NUMBERS else column.kind)
            for place, column in enumerate(layout.columns)
        ]
        self.plain = [
            Style(place, self._make_format(book, column.kind))
            for place, column in enumerate(layout.columns)
        ]
        self.strong = [
            Style(place, self._make_format(book, column.kind, bold=True, top=1))
            for place, column in enumerate(layout.columns)
        ]
        self.note = Style(0, book.add_format())
        # Moments of pickups and orders come again and again.
        self._to_local = lru_cache(maxsize=8192)(words.to_local)

    def _make_format(self, book, kind, **style):
        if kind in FORMATS:
            style["num_format"] = FORMATS[kind]
        return book.add_format(style)

    def write_header(self):
        for place, column in enumerate(self.layout.columns):
            self.page.set_column(place, place, column.width)
            self.page.write_string(0, place, str(column.label), self.bold)
        self.page.freeze_panes(1, 0)
        self.page.repeat_rows(0)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.line = 1

    def write_row(self, row):
        line, write = self.line, self._write
        self.page.write_line(
            line,
            [
                write(self.plain[place], kind, column, line, row[place])
                for place, column, kind in self.columns
                if row[place] is not None and row[place] != ""
            ],
        )
        self.line += 1

    def write_sums(self, event, total):
        """Beside the sums stands of what they are."""
        heads = self.layout.get_heads(event.level) if event.kind == "sum" else []
        told = [
            self.words.tell(self.layout.columns[place], event.row[place])
            for place in heads
        ]
        told = " ".join([total, *filter(None, told)])[:MAX_CELL]
        cells = []
        for place, style in enumerate(self.strong):
            if event.sums.get(place) is not None:
                cells.append(style.number(self.line, event.sums[place]))
            elif place == (heads[0] if heads else 0):
                cells.append(style.text(self.line, told))
            else:
                cells.append(style.blank(self.line))
        self.page.write_line(self.line, cells)
        self.line += 1

    def _write(self, style, kind, column, line, value):
        if kind == "number":
            return style.number(line, value)
        if kind == "moment":
            return style.moment(line, self._to_local(value))
        if kind == "day":
            return style.moment(line, datetime.combine(value, time.min))
        # As a text: a product called “=1+1” computes nothing.
        return style.text(line, self.words.tell(column, value)[:MAX_CELL])

    def write_info(self, info):
        """What the report is limited to, below it."""
        for number, text in enumerate(info, 1):
            line = self.line + number
            self.page.write_line(line, [self.note.text(line, text[:MAX_CELL])])
