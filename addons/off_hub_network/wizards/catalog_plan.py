"""What an import would do, decided in memory."""

from dataclasses import dataclass, field

from odoo.tools import float_compare

from ..ofn import make_error
from .catalog_known import CatalogKnown, fold


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


class CatalogPlan(CatalogKnown):
    """Match the rows of a catalogue with what the database holds.

    :param hub: ``off.hub`` for which the catalogue is imported

    After ``build``, ``plans`` has one ``RowPlan`` a row and ``errors`` the rows that
    cannot be imported, as ``RowError``.
    """

    def __init__(self, env, hub, rows):
        super().__init__(env, rows)
        self.hub = hub
        self.errors = []
        self.plans = []
        self.wanted = {}

    def build(self):
        self.load()
        for row in self.rows:
            if self._check_producer(row):
                self._plan_row(row)
        return self

    # -- one row -------------------------------------------------------------------
    def _check_producer(self, row):
        hub = self.hub.name
        partners = self.producers.get(fold(row.producer), [])
        if len(partners) > 1:
            self._error(
                row,
                "producer",
                row.producer,
                self.env._("the name of a single producer of the network is expected"),
                self.env._("%(count)s producers have this name", count=len(partners)),
            )
            return False
        if partners and (
            self.hub.company_id not in partners[0].off_catalog_company_ids
        ):
            self._error(
                row,
                "producer",
                row.producer,
                self.env._(
                    "propose a link to this producer for %(hub)s first", hub=hub
                ),
                self.env._(
                    "%(producer)s does not let %(hub)s manage its products",
                    producer=row.producer,
                    hub=hub,
                ),
            )
            return False
        return True

    def _plan_row(self, row):
        partner = (self.producers.get(fold(row.producer)) or [None])[0]
        product = partner and self._find_product(partner, row)
        if product is False:
            return
        if product and not self._check_template(product, row):
            return
        plan = RowPlan(row=row, product=product)
        if product:
            plan.changes = self._get_changes(product, row)
            plan.action = "update" if plan.changes else "keep"
        self.plans.append(plan)

    def _find_product(self, partner, row):
        """The variant of this row; None if new, False if the row is refused."""
        label = fold(row_label(row))
        by_name = self.by_name.get((partner.id, fold(row.name), label))
        if not row.sku:
            return by_name
        by_sku = self.by_sku.get((partner.id, row.sku))
        if by_sku and (fold(by_sku.name), fold(self.label(by_sku))) != (
            fold(row.name),
            label,
        ):
            self._error(
                row,
                "sku",
                row.sku,
                self.env._(
                    "another sku, or the name and format of the known product, is "
                    "expected"
                ),
                self.env._(
                    "the sku %(sku)s belongs to %(product)s",
                    sku=row.sku,
                    product=f"{by_sku.name} {self.label(by_sku)}",
                ),
            )
            return False
        if by_name and by_name.default_code not in (False, row.sku):
            self._error(
                row,
                "sku",
                row.sku,
                self.env._(
                    "the sku %(sku)s, or another display_name, is expected",
                    sku=by_name.default_code,
                ),
                self.env._(
                    "%(product)s exists under another sku",
                    product=f"{row.name} {row_label(row)}",
                ),
            )
            return False
        return by_sku or by_name

    def _check_template(self, product, row):
        """Refuse rows that pull one product towards two categories: they live on the
        product, all its formats share them."""
        wanted = (row.category, row.tax_category, row.shipping_category)
        first = self.wanted.setdefault(product.product_tmpl_id.id, (row, wanted))
        for column, mine, other in zip(
            ("category", "tax_category", "shipping_category"),
            wanted,
            first[1],
            strict=True,
        ):
            if mine and other and fold(mine) != fold(other):
                self._error(
                    row,
                    column,
                    mine,
                    self.env._(
                        "“%(value)s” as in row %(row)s is expected",
                        value=other,
                        row=first[0].row,
                    ),
                    self.env._(
                        "all formats of %(product)s share one %(column)s",
                        product=row.name,
                        column=column,
                    ),
                )
                return False
        return True

    def _get_changes(self, product, row):
        changes = {}
        for name, new in self.variant_values(row).items():
            if not _differs(product, name, new):
                continue
            changes[name] = (product[name], new)
            if name == "off_unit_uom_id":
                unit = self.env["uom.uom"].browse(new or ())
                changes[name] = (product[name].name, unit.name or row.unit.unit_name)
        template = product.product_tmpl_id
        for name, known, text in (
            ("categ_id", self.categories, row.category),
            ("off_tax_category_id", self.tax_categories, row.tax_category),
            (
                "off_shipping_category_id",
                self.shipping_categories,
                row.shipping_category,
            ),
        ):
            target = known.get(fold(text))
            if text and target != template[name]:
                changes[name] = (template[name].display_name, text)
        if not product.active:
            changes["active"] = (False, True)
        availability = product.off_availability_ids[:1]
        for name, new in self.availability_values(row).items():
            if _differs(availability, name, new):
                changes[name] = (availability[name], new)
        return changes

    # -- values ----------------------------------------------------------------------
    def variant_values(self, row):
        """Values of ``product.product`` that the row states; units as stored."""
        quantity, uom = self.unit_of(row.unit)
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

    def _error(self, row, column, value, expected, problem):
        self.errors.append(make_error(row.row, column, value, expected, problem))


def row_label(row):
    """How the format of a row is called: its display name, else its unit."""
    if row.display_name:
        return row.display_name
    name = row.unit.unit_name or ("" if row.unit.unit == "items" else row.unit.unit)
    return f"{row.unit.quantity.normalize():f} {name}".strip()


def _differs(record, name, new):
    old = record[name]
    if isinstance(new, float):
        # Compared as stored: the file may be more precise than the field.
        digits = record._fields[name].get_digits(record.env)[1]
        return bool(float_compare(old, new, precision_digits=digits))
    if hasattr(old, "_name"):
        old = old.id
    return (old or False) != (new or False)
