"""What an import would do, decided in memory."""

from dataclasses import dataclass, field

from odoo.tools import float_compare

from ..ofn import make_prose
from .catalog_match import CatalogMatch
from .catalog_names import fold
from .catalog_rows import row_label  # noqa: F401 (for add-ons that plan otherwise)

# What a cell of each column says of the fields of a variant.
FIELD_COLUMNS = {
    "default_code": "sku",
    "off_price": "price",
    "off_unit_quantity": "unit",
    "off_unit_uom_id": "unit",
    "weight": "unit",
    "volume": "unit",
    "off_description": "description",
    "off_available_on": "available_on",
}


@dataclass
class RowPlan:
    """One row and its fate.

    :param product: the variant that it describes, empty when it is to be created
    :param changes: ``{field: (old, new)}`` of an update, by variant field
    """

    row: object
    action: str = "create"
    product: object = None
    changes: dict = field(default_factory=dict)


class CatalogPlan(CatalogMatch):
    """Decide what happens to each row of a catalogue.

    After ``build``, ``plans`` has one ``RowPlan`` a row and ``errors`` the rows that
    cannot be imported, as ``RowError``.
    """

    def __init__(self, env, hub, rows):
        super().__init__(env, hub, rows)
        self.plans = []

    def build(self):
        self.load()
        for row in self.rows:
            if self.check_producer(row):
                self._plan_row(row)
        return self

    def _plan_row(self, row):
        partner = self.get_producer(row.producer)
        product = partner and self._find_product(partner, row)
        if product is False or not self.check_product(product, row):
            return
        plan = RowPlan(row=row, product=product)
        if product:
            plan.changes = self._get_changes(product, row)
            plan.action = "update" if plan.changes else "keep"
        self.plans.append(plan)

    def _get_changes(self, product, row):
        told = self.told.tell(product)
        changes = self._get_variant_changes(product, row, told)
        changes.update(self._get_template_changes(product, row, told))
        if not product.active:
            changes["active"] = (False, True)
        availability = product.off_availability_ids[:1]
        for name, new in self.availability_values(row).items():
            if _differs(availability, name, new):
                changes[name] = (availability[name], new)
        return changes

    def _get_variant_changes(self, product, row, told):
        changes = {}
        same = self._get_same_columns(product, row, told)
        for name, new in self.variant_values(row).items():
            if FIELD_COLUMNS[name] in same:
                continue
            if name == "off_unit_uom_id":
                if new and new == product[name].id:
                    continue
                unit = self.env["uom.uom"].browse(new or ())
                changes[name] = (product[name].name, unit.name or row.unit.unit_name)
            elif _differs(product, name, new):
                changes[name] = (product[name], new)
        if not {"off_unit_quantity", "off_unit_uom_id"} & changes.keys():
            # The weight that somebody weighed stays as long as the content does.
            for name in ("weight", "volume"):
                changes.pop(name, None)
        return changes

    def _get_same_columns(self, product, row, told):
        """Columns that say of the variant what is known. A presentation that it has in
        another language is known: it must not take the place of this one."""
        same = {
            column
            for column in FIELD_COLUMNS.values()
            if getattr(told, column) == getattr(row, column)
        }
        if self.units.is_content(product, told.unit, row.unit):
            same.add("unit")
        if "description" not in same and row.description in (
            make_prose(text, "description") for text in self.descriptions[product.id]
        ):
            same.add("description")
        return same

    def _get_template_changes(self, product, row, told):
        changes = {}
        template = product.product_tmpl_id
        for name, column, known in (
            ("categ_id", "category", self.categories),
            ("off_tax_category_id", "tax_category", self.tax_categories),
            ("off_shipping_category_id", "shipping_category", self.shipping_categories),
        ):
            text = getattr(row, column)
            if not text or fold(text) == fold(getattr(told, column)):
                continue
            current = template[name]
            if name == "categ_id":
                current = current or self.told.goods
            if not known.calls(current, text) and known.get(fold(text)) != current:
                changes[name] = (template[name].display_name, text)
        return changes

    # -- values ------------------------------------------------------------------
    def variant_values(self, row):
        """Values of ``product.product`` that the row states; units as stored."""
        quantity, uom = self.units.stored(row.unit)
        values = {
            "off_price": float(row.price),
            "off_unit_quantity": float(quantity),
            "off_unit_uom_id": uom.id if uom else 0,
            "off_description": row.description or False,
            "off_available_on": row.available_on or False,
            "weight": 0.0,
            "volume": 0.0,
        }
        if row.sku:
            values["default_code"] = row.sku
        if row.unit.measure == "weight":
            values["weight"] = float(row.unit.base_quantity)
        elif row.unit.measure == "volume":
            values["volume"] = float(row.unit.base_quantity) / 1000
        return values

    @staticmethod
    def availability_values(row):
        values = {"on_demand": row.on_demand}
        if row.on_hand is not None:
            values["declared_qty"] = float(row.on_hand)
        return values


def _differs(record, name, new):
    old = record[name]
    if isinstance(new, float):
        # Compared as stored: the file may be more precise than the field.
        digits = record._fields[name].get_digits(record.env)[1]
        return bool(float_compare(old, new, precision_digits=digits))
    return (old or False) != (new or False)
