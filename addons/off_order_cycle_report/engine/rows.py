"""Rows of a spreadsheet, written faster than cell by cell.

xlsxwriter checks and wraps each cell: of a report with 30,000 lines that is most of the
time. Here a row is one text in the file of rows that xlsxwriter keeps with
``constant_memory``; all the rest of the workbook stays its own.
"""

import re
from datetime import datetime
from functools import lru_cache

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

EPOCH = datetime(1899, 12, 30)
DAY = 86_400
SPECIAL = re.compile(r"[&<>\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "\n", "\t": "\t"}


class RowSheet(Worksheet):
    """A sheet of a workbook with ``constant_memory``."""

    def write_line(self, line, cells):
        """
        :param line: from 0; lines are written in their order
        :param cells: list of texts of XML, see ``Style``
        """
        if self.previous_row != line:
            self._write_single_row(line)  # what was written before cell by cell
        self.row_data_fh.write(f'<row r="{line + 1}">{"".join(cells)}</row>')
        self.dim_rowmin = 0
        self.dim_rowmax = line


class Style:
    """How the cells of a column are written.

    :param column: from 0
    :param style: a format of the workbook
    """

    def __init__(self, column, style):
        self._place = f'<c r="{xl_col_to_name(column)}'
        self._style = f'" s="{style._get_xf_index()}"'

    def number(self, line, value):
        return f"{self._place}{line + 1}{self._style}><v>{value!r}</v></c>"

    def moment(self, line, value):
        """:param value: datetime without zone"""
        return self.number(line, (value - EPOCH).total_seconds() / DAY)

    def text(self, line, value):
        return (
            f'{self._place}{line + 1}{self._style} t="inlineStr"><is>'
            f'<t xml:space="preserve">{escape(value)}</t></is></c>'
        )

    def blank(self, line):
        return f"{self._place}{line + 1}{self._style}/>"


@lru_cache(maxsize=8192)
def escape(text):
    """What XML takes; letters that it does not are left out."""
    if not SPECIAL.search(text):
        return text
    return SPECIAL.sub(lambda found: ENTITIES.get(found[0], ""), text)
