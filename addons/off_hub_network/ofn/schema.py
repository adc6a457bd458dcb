"""Columns of Open Food Network's product CSV and the limits put on their cells."""

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
# The only column whose line breaks and non-breaking spaces mean something.
PROSE = frozenset({"description"})

MAX_LENGTH = 255
MAX_LENGTHS = {"description": 10_000}

MAX_PRICE = 1_000_000
MAX_QUANTITY = 1_000_000_000

DELIMITERS = (",", ";", "\t")
