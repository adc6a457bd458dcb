"""Reads a file of accounting entries (FEC) again, to check what was written.

Format: livre des procédures fiscales, article A. 47 A-1, VII: 18 columns, here
separated by ``|``, amounts with a decimal comma, dates as YYYYMMDD.
"""

import csv
import io
from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
OPENING = "OUV"


class Row(NamedTuple):
    journal: str
    number: str
    day: str
    account: str
    debit: Decimal
    credit: Decimal


def read(content):
    """:param content: bytes
    :return: list of Row
    :raise ValueError: with the line, where the file is not as the text wants it
    """
    lines = csv.reader(io.StringIO(content.decode()), delimiter="|")
    header = next(lines, None)
    if header is None or tuple(header) != COLUMNS:
        raise ValueError(f"line 1: the columns are {header}")
    rows = []
    for number, line in enumerate(lines, 2):
        if len(line) != len(COLUMNS):
            raise ValueError(f"line {number}: {len(line)} columns of {len(COLUMNS)}")
        cells = dict(zip(COLUMNS, line, strict=True))
        for name in ("JournalCode", "EcritureNum", "CompteNum", "EcritureLib"):
            if not cells[name].strip():
                raise ValueError(f"line {number}: {name} is empty")
        for name in ("EcritureDate", "PieceDate", "ValidDate"):
            if len(cells[name]) != 8 or not cells[name].isdigit():
                raise ValueError(f"line {number}: {name} is {cells[name]!r}")
        rows.append(
            Row(
                cells["JournalCode"],
                cells["EcritureNum"],
                cells["EcritureDate"],
                cells["CompteNum"],
                _amount(cells["Debit"]),
                _amount(cells["Credit"]),
            )
        )
    return rows


def _amount(text):
    return Decimal(text.strip().replace(",", "."))


def get_balances(rows, opening=True):
    """:param opening: with what was carried forward into the year
    :return: ``{account: balance}``, accounts without movement are left out"""
    sums = defaultdict(Decimal)
    for row in rows:
        if opening or row.journal != OPENING:
            sums[row.account] += row.debit - row.credit
    return {account: balance for account, balance in sums.items() if balance}


def get_unbalanced(rows):
    """:return: ``{(journal, number): difference}`` of entries that do not balance"""
    sums = defaultdict(Decimal)
    for row in rows:
        number = OPENING if row.journal == OPENING else row.number
        sums[row.journal, number] += row.debit - row.credit
    return {key: difference for key, difference in sums.items() if difference}
