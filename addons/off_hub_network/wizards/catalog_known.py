"""What the database holds of what a catalogue tells, from a few bulk reads."""

from collections import defaultdict

from odoo.fields import Command

from ..ofn import make_line
from .catalog_rows import CatalogRows, format_label
from .catalog_units import UOM_XMLIDS, fold  # noqa: F401 (for other add-ons)


class CatalogKnown:
    """References and products by the names under which a file may call them.

    :param env: environment of the user who imports
    :param hub: ``off.hub`` for which the catalogue is imported
    :param rows: ``CatalogueRow`` tuple

    ``producers`` has lists, as several may have one name; ``by_sku`` and ``by_name``
    have the variants of these producers, ``templates`` their products.
    """

    def __init__(self, env, hub, rows):
        self.env = env
        self.hub = hub
        self.rows = rows

    def load(self):
        self.told = CatalogRows(self.env)
        self.units = self.told.units
        self.attribute = self.env.ref("off_hub_network.attribute_format")
        self._load_references()
        self._load_products()

    def _load_references(self):
        self.producers = defaultdict(list)
        for partner in self.env["res.partner"].search([("off_is_producer", "=", True)]):
            self.producers[fold(partner.name)].append(partner)
        self._prefer_entrusted()
        self.categories = {
            fold(category.name): category
            for category in self.env["product.category"].search([], order="id desc")
        }
        self.tax_categories = self._load_named("off.tax.category")
        self.shipping_categories = self._load_named("off.shipping.category")

    def _prefer_entrusted(self):
        """Of several producers of one name, only the one of this hub can be meant."""
        company = self.hub.company_id
        for name, partners in self.producers.items():
            if len(partners) > 1:
                ours = [p for p in partners if company in p.off_catalog_company_ids]
                if len(ours) == 1:
                    self.producers[name] = ours

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
        self.told.read_ahead(products)
        self.by_sku = {}
        self.by_name = defaultdict(list)
        self.templates = {}
        for product in products:
            producer = product.off_producer_id.id
            template = product.product_tmpl_id
            if product.default_code:
                self.by_sku[producer, make_line(product.default_code)] = product
            label = fold(format_label(product))
            self.by_name[producer, fold(product.name), label].append(product)
            self.templates[self.template_key(producer, template)] = template

    @staticmethod
    def template_key(producer_id, template):
        return (
            producer_id,
            fold(template.name),
            fold(template.categ_id.name),
            fold(template.off_tax_category_id.name),
            fold(template.off_shipping_category_id.name),
        )

    def row_template_key(self, row):
        """Key of the product of which the row is a format."""
        return (
            self.get_producer(row.producer).id,
            fold(row.name),
            fold(self._get(self.categories, row.category, "product.category").name),
            fold(self.get_tax_category(row).name),
            fold(self.get_shipping_category(row).name),
        )

    # -- references of a row -----------------------------------------------------
    def get_producer(self, name):
        partners = self.producers.get(fold(name))
        return partners[0] if partners else self.env["res.partner"]

    def get_tax_category(self, row):
        return self._get(self.tax_categories, row.tax_category, "off.tax.category")

    def get_shipping_category(self, row):
        return self._get(
            self.shipping_categories, row.shipping_category, "off.shipping.category"
        )

    def _get(self, known, name, model):
        return known.get(fold(name)) or self.env[model]

    def prepare_attribute_line(self, value_ids):
        return Command.create(
            {
                "attribute_id": self.attribute.id,
                "value_ids": [Command.set(value_ids)],
            }
        )
