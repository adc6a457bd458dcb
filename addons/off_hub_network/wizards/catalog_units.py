"""Units of a catalogue and of Odoo, each in terms of the other."""

from decimal import Decimal

from odoo.tools import float_repr

from ..ofn import MAX_QUANTITY, UNIT_SCALES, Unit, make_line
from .catalog_names import KnownNames, fold

UOM_XMLIDS = {
    "g": "uom.product_uom_gram",
    "kg": "uom.product_uom_kgm",
    "T": "uom.product_uom_ton",
    "lb": "uom.product_uom_lb",
    "oz": "uom.product_uom_oz",
    "mL": "uom.product_uom_milliliter",
    "L": "uom.product_uom_litre",
    "kL": "uom.product_uom_cubic_meter",
}
# Units that Odoo does not ship are stored in the base unit of their measure, and what
# the digits of a quantity would cut off in the small one.
BASE_UNITS = {"weight": "kg", "volume": "L"}
SMALL_UNITS = {"weight": "g", "volume": "mL"}


class CatalogUnits:
    """Translate between ``ofn.Unit`` and a quantity with its ``uom.uom``."""

    def __init__(self, env):
        self.env = env
        self.units = {code: env.ref(xmlid) for code, xmlid in UOM_XMLIDS.items()}
        self.codes = {uom.id: code for code, uom in self.units.items()}
        self.item_unit = env.ref("uom.product_uom_unit")
        Uom = env["uom.uom"]
        self.names = KnownNames(Uom.search([], order="id"))
        self.item_units = KnownNames(
            Uom.search([("id", "child_of", self.item_unit.id)], order="id")
        )
        self.digits = env["decimal.precision"].precision_get("Product Unit")

    def stored(self, unit):
        """Quantity and ``uom.uom`` that store ``unit``.

        The unit of measure is None for a kind of item that Odoo does not know yet.
        """
        if unit.measure == "items":
            if not unit.unit_name:
                return unit.quantity, self.item_unit
            return unit.quantity, self.item_units.get(fold(unit.unit_name))
        quantity, code = unit.quantity, unit.unit
        if code not in self.units:
            quantity, code = unit.base_quantity, BASE_UNITS[unit.measure]
        if self._is_cut(quantity):
            code = SMALL_UNITS[unit.measure]
            quantity = unit.base_quantity / UNIT_SCALES[code][1]
        return quantity, self.units[code]

    def _is_cut(self, quantity):
        return quantity != quantity.quantize(Decimal(1).scaleb(-self.digits))

    def told(self, product):
        """The ``ofn.Unit`` that a file tells of a variant; one of Odoo's unit when the
        variant states no content."""
        quantity, uom = product.off_unit_quantity, product.off_unit_uom_id
        if not uom:
            quantity, uom = 1.0, product.uom_id
        if uom.id in self.codes:
            return Unit(_count(quantity), self.codes[uom.id])
        for code in BASE_UNITS.values():
            base = self.units[code]
            if uom._has_common_reference(base):
                exact = uom._compute_quantity(quantity, base, round=False)
                return Unit(_count(exact), code)
        return Unit(_count(quantity), "items", make_line(uom.name))

    def is_content(self, product, told, unit):
        """Whether ``unit`` is the content of a variant, its kind of item being called
        so in whatever language.

        :param told: the same content in the user's language, see ``told``
        """
        if told == unit:
            return True
        uom = product.off_unit_uom_id or product.uom_id
        return (
            told.measure == "items"
            and (told.quantity, told.unit) == (unit.quantity, unit.unit)
            and self.names.calls(uom, unit.unit_name)
        )


def _count(quantity):
    """A quantity that a file may hold: more than 0, with six decimals at most."""
    number = Decimal(float_repr(quantity, 6))
    return min(number, Decimal(MAX_QUANTITY)) if number > 0 else Decimal(1)
