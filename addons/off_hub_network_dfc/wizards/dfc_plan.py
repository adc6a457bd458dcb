"""A plan that knows what a document of the Data Food Consortium does not tell."""

import re
from dataclasses import replace
from decimal import Decimal

from odoo.addons.off_hub_network.wizards.catalog_known import fold
from odoo.addons.off_hub_network.wizards.catalog_plan import CatalogPlan, row_label

CONTENT = ("off_unit_quantity", "off_unit_uom_id", "weight", "volume")


class DfcPlan(CatalogPlan):
    """Rows of a document against the database.

    A product whose id is one of this very server is that product. What the document
    cannot say (first day of sale, shipping category) or does not say stays as it is.

    :param items: ``{row number: ReadItem}``
    """

    def __init__(self, env, hub, rows, items):
        super().__init__(env, hub, rows)
        self.items = items

    def load(self):
        result = super().load()
        self.own = self._load_own()
        self.by_title = {
            key[:2]: template for key, template in reversed(self.templates.items())
        }
        return result

    def _load_own(self):
        """:return: ``{row number: product.product}``"""
        base = re.escape(self.env["off.dfc"]._get_base())
        path = "/enterprises/([0-9]+)/catalog_items/([0-9]{1,9})"
        pattern = re.compile(f"{base}{path}")
        found = {
            number: match.groups()
            for number, item in self.items.items()
            if (match := pattern.fullmatch(item.id))
        }
        products = (
            self.env["product.product"]
            .with_context(active_test=False)
            .search([("id", "in", [int(pair[1]) for pair in found.values()])])
        )
        # As its producer sells it: a hub's price is not the producer's.
        known = {
            (str(product.off_producer_id.id), str(product.id)): product
            for product in products
        }
        return {number: known[pair] for number, pair in found.items() if pair in known}

    def _plan_row(self, row):
        partner = (self.producers.get(fold(row.producer)) or [None])[0]
        template = partner and self.by_title.get((partner.id, fold(row.name)))
        if template and not self._is_known(partner, row):
            # A further format of a known product goes where that one is.
            row = replace(
                row,
                category=template.categ_id.name or "",
                tax_category=template.off_tax_category_id.name or "",
                shipping_category=template.off_shipping_category_id.name or "",
            )
        return super()._plan_row(row)

    def _is_known(self, partner, row):
        names = (partner.id, fold(row.name), fold(row_label(row)))
        return (
            row.row in self.own
            or (partner.id, row.sku) in self.by_sku
            or names in self.by_name
        )

    def _find_product(self, partner, row):
        product = self.own.get(row.row)
        if product and product.off_producer_id == partner:
            return product
        return super()._find_product(partner, row)

    def _get_changes(self, product, row):
        changes = super()._get_changes(product, row)
        item = self.items[row.row]
        if not changes.keys() & {"off_unit_quantity", "off_unit_uom_id"}:
            # Weight and volume follow the content; the document has none of their own.
            changes.pop("weight", None)
            changes.pop("volume", None)
        # Several categories may have one rate or one type: no reason to move.
        tax = product.off_tax_category_id
        if tax and Decimal(f"{tax.rate:.10g}") == item.vat_rate:
            changes.pop("off_tax_category_id", None)
        if item.type and product.categ_id.off_dfc_type == item.type:
            changes.pop("categ_id", None)
        return changes

    def variant_values(self, row):
        values = super().variant_values(row)
        item = self.items[row.row]
        values.pop("off_available_on")
        if not item.description:
            values.pop("off_description")
        if item.quantity is None:
            for name in CONTENT:
                values.pop(name)
        return values

    def availability_values(self, row):
        values = super().availability_values(row)
        if row.row in self.own and "declared_qty" in values:
            # This server told what was left, after what orders hold.
            availability = self.own[row.row].off_availability_ids[:1]
            values["declared_qty"] += availability.reserved_qty
        return values
