"""Open Food Network's enterprises as CSV: read them, check them, write them.

Open Food Network has no import of enterprises; the columns are the names of the fields
that its own forms and interface give them (``sells``, ``is_primary_producer``,
``visible``, ``zipcode``…), so that an export from its database or interface fits.
"""

# There is no environment here: phrases.py says how these texts are translated.
# pylint: disable=prefer-env-translation

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .cells import Cells, read_flag, read_text
from .contacts import is_email, read_website
from .numbers import read_number
from .phrases import _
from .rows import ColumnWarning, RowError
from .schema import ENTERPRISES
from .table import MAX_BYTES, MAX_ROWS, read_table
from .text import protect, show

ENTERPRISE_TEXTS = tuple(
    column
    for column in ENTERPRISES.columns
    if column
    not in ("is_primary_producer", "sells", "visible", "latitude", "longitude")
)
# What Open Food Network stores, in the order of its form; "unspecified" is what it
# gives an enterprise that has not chosen yet.
SELLS = ("none", "own", "any", "unspecified")
VISIBLE = {
    "public": "public",
    "only_through_links": "only_through_links",
    "hidden": "hidden",
    # Older versions had a yes or no.
    "true": "public",
    "false": "hidden",
    "1": "public",
    "0": "hidden",
}
FRANCE = ("", "fr", "france")
LA_POSTE = "356000000"
_SIRET = re.compile(r"[0-9]{14}")


@dataclass(frozen=True, slots=True)
class EnterpriseRow:
    """One enterprise, checked and normalised. Texts are empty when not stated.

    :param row: number of the row in the spreadsheet, no part of comparisons
    :param is_primary_producer: grows or makes what it sells
    :param sells: one of ``SELLS``; "any" is a hub, "own" a producer's own shop
    :param visible: "public", "only_through_links" or "hidden"; empty when not stated
    :param latitude: with ``longitude`` in degrees; both None when not stated
    """

    row: int = field(compare=False)
    name: str
    is_primary_producer: bool
    sells: str
    visible: str
    email_address: str
    phone: str
    website: str
    address1: str
    address2: str
    zipcode: str
    city: str
    state_name: str
    country: str
    latitude: Decimal | None
    longitude: Decimal | None
    description: str
    long_description: str
    abn: str
    acn: str

    @property
    def siret(self) -> str:
        """The French number of an establishment, from ``abn`` or ``acn``, which are
        what Open Food Network calls the business numbers of any country."""
        for number in (self.abn, self.acn):
            digits = _digits(number)
            if _SIRET.fullmatch(digits):
                return digits
        return ""


@dataclass(frozen=True, slots=True)
class EnterpriseResult:
    """Outcome of reading a file, as ``rows.ParseResult``."""

    rows: tuple[EnterpriseRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    warnings: tuple[ColumnWarning, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.errors


def parse_enterprises(
    data: bytes, max_bytes: int = MAX_BYTES, max_rows: int = MAX_ROWS
) -> EnterpriseResult:
    """Read and check a CSV of enterprises, as ``parse`` does one of products."""
    table = read_table(data, ENTERPRISES, max_bytes, max_rows)
    rows, errors, seen = [], [*table.errors], {}
    for cells in table.rows:
        if cells.errors:
            # Cells that stand in wrong columns would all be faults.
            errors += cells.errors
            continue
        row = _check_row(cells)
        _check_duplicate(cells, row, seen)
        errors += cells.errors
        if not cells.errors:
            rows.append(row)
    return EnterpriseResult(tuple(rows), tuple(errors), table.warnings)


def write_enterprises(rows: Iterable[EnterpriseRow]) -> bytes:
    """The file that ``parse_enterprises`` reads back as the same rows."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(ENTERPRISES.columns)
    for row in rows:
        writer.writerow([_cell(getattr(row, column)) for column in ENTERPRISES.columns])
    return file.getvalue().encode()


def _cell(value):
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        # Spreadsheets take no number for a formula, but a "-" may start one.
        return protect(f"{value:.7f}".rstrip("0").rstrip("."))
    return protect(value or "")


def _check_row(cells: Cells) -> EnterpriseRow:
    texts = {column: read_text(cells, column) for column in ENTERPRISE_TEXTS}
    _check_form(
        cells,
        "email_address",
        is_email,
        _("one address such as ann@farm.org is expected"),
    )
    _check_form(
        cells, "website", read_website, _("an address such as www.farm.org is expected")
    )
    if texts["country"].casefold() in FRANCE:
        _check_siret(cells, texts)
    latitude, longitude = _read_place(cells)
    return EnterpriseRow(
        row=cells.row,
        is_primary_producer=read_flag(cells, "is_primary_producer"),
        sells=_read_choice(cells, "sells", dict.fromkeys(SELLS)) or "unspecified",
        visible=VISIBLE.get(_read_choice(cells, "visible", VISIBLE), ""),
        latitude=latitude,
        longitude=longitude,
        **texts,
    )


def _check_form(cells, column, fits, expected):
    text = cells.plain(column)
    if text and not fits(text):
        cells.fault(column, expected)


def _check_siret(cells, texts):
    """A SIRET with a wrong digit, by the formula of Luhn; those of La Poste, whose sum
    is a multiple of 5, are left alone."""
    for column in ("abn", "acn"):
        digits = _digits(texts[column])
        if not _SIRET.fullmatch(digits) or digits.startswith(LA_POSTE):
            continue
        doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
        if sum(number - 9 * (number > 9) for number in doubled) % 10:
            cells.fault(column, _("a SIRET of 14 digits without slip is expected"))


def _read_choice(cells, column, choices):
    """One of ``choices`` in any case; empty when the cell is, or beside a fault."""
    text = cells.plain(column).lower()
    if text and text not in choices:
        cells.fault(column, _("one of %(words)s is expected", words=", ".join(choices)))
        return ""
    return text


def _read_place(cells):
    """Latitude and longitude, both or none."""
    place = []
    for column, limit in (("latitude", 90), ("longitude", 180)):
        text = cells.plain(column)
        number = read_number(text) if text else None
        if text and (number is None or abs(number) > limit):
            cells.fault(
                column,
                _("degrees from -%(limit)s to %(limit)s are expected", limit=limit),
            )
            number = None
        place.append(None if number is None else number.quantize(Decimal("1e-7")))
    stated = [bool(cells.plain(column)) for column in ("latitude", "longitude")]
    if stated[0] != stated[1]:
        column = "longitude" if stated[0] else "latitude"
        cells.fault(column, _("latitude and longitude are expected together"))
    return tuple(place)


def _check_duplicate(cells: Cells, row: EnterpriseRow, seen: dict) -> None:
    keys = [("name", (row.name.casefold(), row.zipcode))]
    if row.siret:
        keys.append(("abn" if row.siret == _digits(row.abn) else "acn", row.siret))
    for column, key in keys:
        first = seen.setdefault(key, cells.row)
        if row.name and first != cells.row:
            cells.fault(
                column,
                _("each enterprise is expected once"),
                _(
                    "row %(first)s describes the same enterprise (“%(value)s”)",
                    first=first,
                    value=show(getattr(row, column)),
                ),
            )
            return


def _digits(text):
    return re.sub(r"[\s.-]", "", text)
