"""What the database holds of what a catalogue tells, from a few bulk reads."""

from collections import defaultdict

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
# Units that Odoo does not ship are stored in the base unit of their measure.
BASE_UNITS = {"weight": "kg", "volume": "L"}


def fold(text):
    """Key under which two spellings of a name are the same."""
    return " ".join((text or "").split()).casefold()


class CatalogKnown:
    """References and products by the names under which a file may call them.

    :param env: environment of the user who imports
    :param rows: ``CatalogueRow`` tuple

    ``producers`` has lists, as several may have one name; ``by_sku`` and ``by_name``
    have the variants of these producers, ``templates`` their products.
    """

    def __init__(self, env, rows):
        self.env = env
        self.rows = rows

    def load(self):
        self._load_references()
        self._load_products()

    def _load_references(self):
        self.producers = defaultdict(list)
        for partner in self.env["res.partner"].search([("off_is_producer", "=", True)]):
            self.producers[fold(partner.name)].append(partner)
        self.categories = {
            fold(category.name): category
            for category in self.env["product.category"].search([], order="id desc")
        }
        self.tax_categories = self._load_named("off.tax.category")
        self.shipping_categories = self._load_named("off.shipping.category")
        self.units = {code: self.env.ref(xmlid) for code, xmlid in UOM_XMLIDS.items()}
        self.item_unit = self.env.ref("uom.product_uom_unit")
        self.item_units = {
            fold(uom.name): uom
            for uom in self.env["uom.uom"].search(
                [("relative_uom_id", "=", self.item_unit.id)]
            )
        }

    def _load_named(self, model):
        known = {}
        for record in self.env[model].search([]):
            for name in (record.name, *(record.import_names or "").split(";")):
                if name:
                    known.setdefault(fold(name), record)
        return known

    def _load_products(self):
        names = {fold(row.producer) for row in self.rows}
        partners = [p for name in names for p in self.producers.get(name, ())]
        products = (
            self.env["product.product"]
            .with_context(active_test=False)
            .search([("off_producer_id", "in", [partner.id for partner in partners])])
        )
        self.by_sku = {}
        self.by_name = {}
        self.templates = {}
        for product in products:
            producer = product.off_producer_id.id
            template = product.product_tmpl_id
            if product.default_code:
                self.by_sku[producer, product.default_code] = product
            self.by_name[producer, fold(product.name), fold(self.label(product))] = (
                product
            )
            self.templates[self.template_key(producer, template)] = template

    @staticmethod
    def label(product):
        """The format of a variant ("5 kg"), empty when it has none."""
        return product.product_template_attribute_value_ids[:1].name or ""

    @staticmethod
    def template_key(producer_id, template):
        return (
            producer_id,
            fold(template.name),
            fold(template.categ_id.name),
            fold(template.off_tax_category_id.name),
            fold(template.off_shipping_category_id.name),
        )

    def unit_of(self, unit):
        """Quantity and ``uom.uom`` that store ``unit``.

        The unit of measure is None for a kind of item that Odoo does not know yet.
        """
        if unit.measure == "items":
            if not unit.unit_name:
                return unit.quantity, self.item_unit
            return unit.quantity, self.item_units.get(fold(unit.unit_name))
        if unit.unit in self.units:
            return unit.quantity, self.units[unit.unit]
        return unit.base_quantity, self.units[BASE_UNITS[unit.measure]]
