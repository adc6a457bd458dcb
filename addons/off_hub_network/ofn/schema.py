"""Columns of Open Food Network's files and the limits put on their cells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of one kind of file.

    :param required: columns that a header must have
    :param one_of: columns of which it must have one
    """

    columns: tuple[str, ...]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()


COLUMNS = (
    "producer",
    "sku",
    "name",
    "display_name",
    "category",
    "description",
    "units",
    "unit_type",
    "variant_unit_name",
    "price",
    "on_hand",
    "available_on",
    "on_demand",
    "shipping_category",
    "tax_category",
)

# Open Food Network also insists on a shipping category. Here a blank one is allowed:
# it means "no special handling", which the caller maps to its own default.
REQUIRED_COLUMNS = ("producer", "name", "category", "units", "price")

# A header must hold one of these, and so must each row: a measure, or what an item is.
UNIT_COLUMNS = ("unit_type", "variant_unit_name")

PRODUCTS = Schema(COLUMNS, REQUIRED_COLUMNS, UNIT_COLUMNS)

ENTERPRISES = Schema(
    (
        "name",
        "is_primary_producer",
        "sells",
        "visible",
        "email_address",
        "phone",
        "website",
        "address1",
        "address2",
        "zipcode",
        "city",
        "state_name",
        "country",
        "latitude",
        "longitude",
        "description",
        "long_description",
        "abn",
        "acn",
    ),
    ("name", "is_primary_producer", "sells"),
)

REQUIRED_TEXTS = ("producer", "name", "category")
TEXTS = (
    "producer",
    "sku",
    "name",
    "display_name",
    "category",
    "description",
    "variant_unit_name",
    "shipping_category",
    "tax_category",
)
# The only columns whose line breaks and non-breaking spaces mean something.
PROSE = frozenset({"description", "long_description"})

MAX_LENGTH = 255
MAX_LENGTHS = {"description": 10_000, "long_description": 50_000}

# A year outside of these is a slip of the keyboard.
YEARS = range(2000, 2101)

MAX_PRICE = 1_000_000
MAX_QUANTITY = 1_000_000_000

DELIMITERS = (",", ";", "\t")
