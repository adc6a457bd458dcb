"""The file of all accounting entries of a year (fichier des écritures comptables, FEC).

Source: article A47 A-1 of the livre des procédures fiscales, from the decree of 29 July
2013: eighteen columns, separated by tabs or pipes; days as YYYYMMDD; a decimal comma
and no thousands mark; Debit and Credit, or Montant and Sens (D or C, +1 or -1).
"""

import csv
import hashlib
import io
import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .fault import Fault
from .table import decode

MAX_BYTES = 150 * 1024 * 1024
MAX_FAULTS = 20
NEEDED = (
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
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
AMOUNTS = ("Debit", "Credit")
SIGNED = ("Montant", "Sens")
SENSES = {"D": 1, "+1": 1, "1": 1, "C": -1, "-1": -1}
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_AMOUNT = re.compile(r"[+-]?[0-9]+([,.][0-9]{1,2})?0*")
_NAME = re.compile(r"(\d{9})FEC(\d{4})(\d{2})(\d{2})", re.IGNORECASE)


@dataclass
class Fec:
    """What a FEC holds, summed up.

    :param sums: ``{(account number, auxiliary number): [debit, credit]}``
    :param labels: ``{account number: label}``
    :param people: ``{(account number, auxiliary number): label}``: a customer and a
        supplier may have the same number
    :param fingerprint: of what was read, whatever encoding and separator it had
    """

    sums: dict = field(default_factory=lambda: defaultdict(lambda: [Decimal()] * 2))
    labels: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    date_from: date | None = None
    date_to: date | None = None
    lines: int = 0
    entries: int = 0
    debit: Decimal = Decimal()
    credit: Decimal = Decimal()
    fingerprint: str = ""
    faults: list = field(default_factory=list)


def read_name(filename):
    """What the name of the file says: SIREN and last day of the year.

    :return: (SIREN, date), ("", None) where it is not named as the law says
    """
    match = _NAME.search(filename or "")
    if not match:
        return "", None
    try:
        return match[1], date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return match[1], None


def read_fec(data):
    """
    :return: Fec, with ``faults`` where it is not one that can be taken over
    """
    fec = Fec()
    try:
        _read_lines(fec, data)
    except Fault as fault:
        fec.faults.append(fault)
    return fec


def _read_lines(fec, data):
    if len(data) > MAX_BYTES:
        raise Fault("too_large", limit=MAX_BYTES // 1024 // 1024)
    text = decode(data)
    header = text.partition("\n")[0]
    delimiter = "\t" if header.count("\t") >= header.count("|") else "|"
    # Quotation marks are letters here: labels hold single ones.
    records = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE
    )
    try:
        places = _find_columns(next(records, []))
        reader = _Reader(fec, places)
        for row, cells in enumerate(records, 2):
            if any(cell.strip() for cell in cells):
                reader.take(row, [cell.strip() for cell in cells])
    except csv.Error as error:
        raise Fault("quotes", value=str(error)) from None
    reader.finish()


def _find_columns(cells):
    """:return: ``{name: place}``"""
    found = {cell.strip().strip('"').lower(): n for n, cell in enumerate(cells)}
    signed = all(name.lower() in found for name in SIGNED)
    names = (*NEEDED, *(SIGNED if signed else AMOUNTS))
    missing = [name for name in names if name.lower() not in found]
    if missing:
        raise Fault("fec_columns", row=1, value=", ".join(missing))
    return {name: found[name.lower()] for name in names}


class _Reader:
    """Adds line by line to a Fec; entries are checked when all are read, since their
    lines need not follow each other."""

    def __init__(self, fec, places):
        self.fec = fec
        self.places = places
        self.signed = "Sens" in places
        self.open = defaultdict(Decimal)
        self.first_rows = {}
        self.digest = hashlib.sha256()

    def take(self, row, cells):
        width = max(self.places.values()) + 1
        if len(cells) < width:
            self._fault(Fault("fec_width", row=row, value=len(cells), width=width))
            return
        line = {name: cells[place] for name, place in self.places.items()}
        self.digest.update("\x1f".join(line.values()).encode() + b"\n")
        try:
            self._add(row, line)
        except Fault as fault:
            fault.row = row
            self._fault(fault)

    def _add(self, row, line):
        for name in ("JournalCode", "EcritureNum", "CompteNum"):
            if not line[name]:
                raise Fault("fec_empty", column=name)
        day = _read_day(line["EcritureDate"], "EcritureDate")
        debit, credit = self._read_amounts(line)
        account = line["CompteNum"]
        person = line["CompAuxNum"]
        fec = self.fec
        fec.labels.setdefault(account, line["CompteLib"])
        if not person and account[:3] in ("401", "411") and not account.isdigit():
            # Some programs keep an account for each: 411DUPONT.
            person = account
            fec.people.setdefault((account, person), line["CompteLib"])
        elif person:
            fec.people.setdefault((account, person), line["CompAuxLib"] or person)
        sums = fec.sums[account, person]
        fec.sums[account, person] = [sums[0] + debit, sums[1] + credit]
        fec.debit += debit
        fec.credit += credit
        fec.lines += 1
        fec.date_from = min(fec.date_from or day, day)
        fec.date_to = max(fec.date_to or day, day)
        entry = (line["JournalCode"], line["EcritureNum"])
        self.open[entry] += debit - credit
        self.first_rows.setdefault(entry, row)

    def _read_amounts(self, line):
        if not self.signed:
            return [_read_amount(line[name], name) for name in AMOUNTS]
        amount = _read_amount(line["Montant"], "Montant")
        sense = SENSES.get(line["Sens"].upper())
        if not sense:
            raise Fault("fec_sense", column="Sens", value=line["Sens"])
        return (amount, Decimal()) if sense > 0 else (Decimal(), amount)

    def finish(self):
        fec = self.fec
        fec.entries = len(self.open)
        fec.fingerprint = self.digest.hexdigest()
        if not fec.lines and not fec.faults:
            self._fault(Fault("no_rows"))
        for entry, difference in self.open.items():
            # A line that could not be read makes its entry unbalanced as well.
            if difference and not fec.faults[MAX_FAULTS:]:
                journal, number = entry
                self._fault(
                    Fault(
                        "fec_unbalanced",
                        row=self.first_rows[entry],
                        column="EcritureNum",
                        value=f"{journal} {number}",
                        difference=f"{difference:.2f}",
                    )
                )

    def _fault(self, fault):
        if len(self.fec.faults) > MAX_FAULTS:
            raise fault
        self.fec.faults.append(fault)


def _read_day(text, column):
    match = _DAY.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else _raise_day(text, column)
    except ValueError as error:
        if isinstance(error, Fault):
            raise
        _raise_day(text, column)


def _raise_day(text, column):
    raise Fault("fec_day", column=column, value=text)


def _read_amount(text, column):
    if not text:
        return Decimal()
    if not _AMOUNT.fullmatch(text):
        raise Fault("fec_amount", column=column, value=text)
    return Decimal(text.replace(",", ".")).quantize(Decimal("0.01"))
