"""Open Food Network's product CSV: read it, check it, write it.

Plain Python, standard library only, no Odoo import. ``parse`` turns the bytes of a
file into checked rows, errors and warnings; ``write`` is its inverse. Nothing here
looks at a database: whether a row creates, updates or leaves a product is decided by
the caller.
"""

from .parser import MAX_BYTES, MAX_ROWS, parse
from .phrases import Phrase
from .rows import (
    CatalogueRow,
    ColumnWarning,
    ParseResult,
    RowError,
    make_error,
)
from .schema import COLUMNS, MAX_QUANTITY, REQUIRED_COLUMNS
from .text import make_line, make_prose
from .units import UNIT_SCALES, Unit
from .writer import write

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_QUANTITY",
    "MAX_ROWS",
    "REQUIRED_COLUMNS",
    "UNIT_SCALES",
    "CatalogueRow",
    "ColumnWarning",
    "ParseResult",
    "Phrase",
    "RowError",
    "Unit",
    "make_error",
    "make_line",
    "make_prose",
    "parse",
    "write",
]
