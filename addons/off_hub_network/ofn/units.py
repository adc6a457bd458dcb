"""Units of sale: "500 g", "75 cL", "1 bunch".

The names are Open Food Network's. Its scales for ounce and pound are rounded (28.35 g,
453.6 g); the exact legal ones are used here so that converting there and back is exact.
"""

from dataclasses import dataclass
from decimal import Decimal

WEIGHT = "weight"
VOLUME = "volume"
ITEMS = "items"

# Size of each unit in the base unit of its measure: kilogram, litre, item.
UNIT_SCALES = {
    "mg": (WEIGHT, Decimal("0.000001")),
    "g": (WEIGHT, Decimal("0.001")),
    "kg": (WEIGHT, Decimal(1)),
    "T": (WEIGHT, Decimal(1000)),
    "oz": (WEIGHT, Decimal("0.028349523125")),
    "lb": (WEIGHT, Decimal("0.45359237")),
    "mL": (VOLUME, Decimal("0.001")),
    "cL": (VOLUME, Decimal("0.01")),
    "dL": (VOLUME, Decimal("0.1")),
    "L": (VOLUME, Decimal(1)),
    "kL": (VOLUME, Decimal(1000)),
    "gal": (VOLUME, Decimal("4.54609")),
    "items": (ITEMS, Decimal(1)),
}
_CODES = {code.lower(): code for code in UNIT_SCALES}


@dataclass(frozen=True, slots=True)
class Unit:
    """A quantity sold as one piece.

    :param quantity: in ``unit``, more than 0
    :param unit: a key of ``UNIT_SCALES``
    :param unit_name: what an item is called ("bunch"); kept but without effect when
        the unit is a weight or a volume
    """

    quantity: Decimal
    unit: str
    unit_name: str = ""

    @property
    def measure(self) -> str:
        """Either ``weight``, ``volume`` or ``items``."""
        return UNIT_SCALES[self.unit][0]

    @property
    def base_quantity(self) -> Decimal:
        """The quantity in kilograms, litres or items, exact."""
        return self.quantity * UNIT_SCALES[self.unit][1]


def find_code(text: str) -> str | None:
    """The unit that a ``unit_type`` cell names, in whatever case; None if unknown.

    Case is ignored as in Open Food Network, so that "T" is a tonne and "t" too; there
    is no unit that another one's capitals would hide.
    """
    return _CODES.get(text.lower())
