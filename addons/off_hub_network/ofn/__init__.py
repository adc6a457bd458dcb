"""Open Food Network's files of products and enterprises: read, check, write them.

Plain Python, standard library only, no Odoo import. ``parse`` turns the bytes of a
file into checked rows, errors and warnings; ``write`` is its inverse, and
``parse_enterprises`` and ``write_enterprises`` are the same for enterprises.
``write_refused`` gives the rows with a fault back, to be mended. Nothing here looks at
a database: whether a row creates, updates or leaves a product is decided by the caller.
"""

from .enterprises import (
    SELLS,
    EnterpriseRow,
    parse_enterprises,
    write_enterprises,
)
from .parser import parse
from .phrases import Phrase
from .refused import write_refused
from .rows import (
    CatalogueRow,
    ColumnWarning,
    ParseResult,
    RowError,
    make_error,
)
from .schema import COLUMNS, ENTERPRISES, MAX_QUANTITY, PRODUCTS, REQUIRED_COLUMNS
from .table import MAX_BYTES, MAX_ROWS
from .text import make_line, make_prose
from .units import UNIT_SCALES, Unit
from .writer import write

__all__ = [
    "COLUMNS",
    "ENTERPRISES",
    "MAX_BYTES",
    "MAX_QUANTITY",
    "MAX_ROWS",
    "PRODUCTS",
    "REQUIRED_COLUMNS",
    "SELLS",
    "UNIT_SCALES",
    "CatalogueRow",
    "ColumnWarning",
    "EnterpriseRow",
    "ParseResult",
    "Phrase",
    "RowError",
    "Unit",
    "make_error",
    "make_line",
    "make_prose",
    "parse",
    "parse_enterprises",
    "write",
    "write_enterprises",
    "write_refused",
]
