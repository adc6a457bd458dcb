"""Write catalogue rows as Open Food Network's product CSV."""

import csv
import io
from collections.abc import Iterable

from .numbers import format_number
from .rows import CatalogueRow
from .schema import COLUMNS, TEXTS
from .text import protect
from .units import ITEMS


def write(rows: Iterable[CatalogueRow]) -> bytes:
    """The file that ``parse`` reads back as the same rows.

    UTF-8 without byte order mark, commas, decimal points, LF. Texts that a spreadsheet
    would run as a formula stand behind an apostrophe (see ``text.protect``).

    :param rows: as ``parse`` makes them; their ``row`` is not written
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        cells = _cells(row)
        writer.writerow([cells[column] for column in COLUMNS])
    return file.getvalue().encode()


def _cells(row):
    texts = {
        column: protect(getattr(row, column))
        for column in TEXTS
        if column != "variant_unit_name"
    }
    return texts | {
        "variant_unit_name": protect(row.unit.unit_name),
        "units": format_number(row.unit.quantity),
        # Open Food Network knows items by their name alone, without a unit type.
        "unit_type": "" if row.unit.measure == ITEMS else row.unit.unit,
        "price": format_number(row.price, places=2),
        "on_hand": "" if row.on_hand is None else format_number(row.on_hand),
        "on_demand": "1" if row.on_demand else "0",
        "available_on": row.available_on.isoformat() if row.available_on else "",
    }
