"""What the database holds of what a catalogue tells, from a few bulk reads."""

import itertools
from collections import defaultdict

from odoo.fields import Command

from ..ofn import make_line
from .catalog_names import KnownNames, fold, read_texts, read_translations, say
from .catalog_rows import CatalogRows


class CatalogKnown:
    """References and products by the names under which a file may call them.

    :param env: environment of the user who imports
    :param hub: ``off.hub`` for which the catalogue is imported
    :param rows: ``CatalogueRow`` tuple

    ``producers`` has lists, as several may have one name; ``by_sku`` and ``by_name``
    have the variants of these producers, ``templates`` their products. A name counts in
    every language, in that of the user first.
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
        self.categories = KnownNames(
            self.env["product.category"].search([], order="id")
        )
        self.tax_categories = KnownNames(self.env["off.tax.category"].search([]), True)
        self.shipping_categories = KnownNames(
            self.env["off.shipping.category"].search([]), True
        )

    def _prefer_entrusted(self):
        """Of several producers of one name, only the one of this hub can be meant."""
        company = self.hub.company_id
        for name, partners in self.producers.items():
            if len(partners) > 1:
                ours = [p for p in partners if company in p.off_catalog_company_ids]
                if len(ours) == 1:
                    self.producers[name] = ours

    def _load_products(self):
        names = {fold(row.producer) for row in self.rows}
        partners = [p for name in names for p in self.producers.get(name, ())]
        products = (
            self.env["product.product"]
            .with_context(active_test=False)
            .search([("off_producer_id", "in", [partner.id for partner in partners])])
        )
        self.told.read_ahead(products)
        self._load_texts(products)
        self.by_sku = {}
        self.by_name, by_other_name = defaultdict(list), defaultdict(list)
        self.templates, other_templates = {}, {}
        for product in products:
            producer = product.off_producer_id.id
            template = product.product_tmpl_id
            if product.default_code:
                self.by_sku[producer, make_line(product.default_code)] = product
            names, labels = self.names[template.id], self.labels[product.id]
            references = self._get_references(template)
            self.by_name[producer, names[0], labels[0]].append(product)
            self.templates[producer, names[0], *references] = template
            for name, label in list(itertools.product(names, labels))[1:]:
                by_other_name[producer, name, label].append(product)
            for name in names[1:]:
                other_templates[producer, name, *references] = template
        # Who is called so in the user's language is meant, others only without one.
        for known, others in (
            (self.by_name, by_other_name),
            (self.templates, other_templates),
        ):
            for key, found in others.items():
                known.setdefault(key, found)

    def _load_texts(self, products):
        """Texts of products in every language, that of the user first: folded ``names``
        by product.template, folded ``labels`` and ``descriptions`` by variant."""
        texts = read_texts(products.product_tmpl_id)
        self.names = {id_: list(map(fold, names)) for id_, names in texts.items()}
        self.labels = self._load_labels(products)
        self.descriptions = read_texts(products, "off_description")

    def _load_labels(self, products):
        """:return: ``{variant id: [folded label]}``, in the user's language first"""
        lang = self.env.lang or "en_US"
        values = read_translations(
            products.product_template_attribute_value_ids.product_attribute_value_id
        )
        known = {}  # many variants have the same values
        labels = {}
        for product in products:
            ids = tuple(
                product.product_template_attribute_value_ids.product_attribute_value_id.ids
            )
            if ids not in known:
                texts = [values[id_] for id_ in ids]
                langs = [lang, *(code for told in texts for code in told)]
                known[ids] = list(
                    dict.fromkeys(
                        fold(", ".join(say(told, code) for told in texts))
                        for code in langs
                    )
                )
            labels[product.id] = known[ids]
        return labels

    def _get_references(self, template):
        """What makes two products of one name different ones."""
        return (
            self.categories.get_key(template.categ_id or self.told.goods),
            self.tax_categories.get_key(template.off_tax_category_id),
            self.shipping_categories.get_key(template.off_shipping_category_id),
        )

    def row_template_key(self, row):
        """Key of the product of which the row is a format."""
        category = self._get(self.categories, row.category, "product.category")
        return (
            self.get_producer(row.producer).id,
            fold(row.name),
            self.categories.get_key(category),
            self.tax_categories.get_key(self.get_tax_category(row)),
            self.shipping_categories.get_key(self.get_shipping_category(row)),
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
