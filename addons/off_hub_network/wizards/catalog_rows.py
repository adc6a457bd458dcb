"""What a file of Open Food Network says of the products in the database."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from odoo.tools import float_repr

from ..ofn import CatalogueRow, make_line, make_prose
from .catalog_names import fold
from .catalog_units import CatalogUnits


class CatalogRows:
    """Tell variants as rows of a catalogue. It also decides what an import leaves: a
    cell that says what is said here changes nothing."""

    def __init__(self, env):
        self.env = env
        self.units = CatalogUnits(env)
        # The format insists on a category, Odoo does not.
        goods = env.ref("product.product_category_goods", False)
        self.goods = goods or env["product.category"]
        self.no_category = self.goods.name or "Goods"  # one word for all languages

    @staticmethod
    def read_ahead(products):
        """Read what is told of all of these at once."""
        products.off_availability_ids.fetch(["declared_qty", "on_demand"])

    def tell(self, product):
        template = product.product_tmpl_id
        availability = product.off_availability_ids[:1]
        unit = self.units.told(product)
        label = make_line(format_label(product))
        declared = _decimal(availability.declared_qty, 4)
        return CatalogueRow(
            row=0,
            producer=make_line(template.off_producer_id.name),
            sku=make_line(product.default_code),
            name=make_line(template.name),
            display_name="" if label == unit_label(unit) else label,
            category=make_line(template.categ_id.name or self.no_category),
            description=make_prose(product.off_description, "description"),
            unit=unit,
            price=_decimal(product.off_price, 2),
            on_hand=None if availability.on_demand and not declared else declared,
            on_demand=availability.on_demand,
            available_on=product.off_available_on or None,
            shipping_category=make_line(template.off_shipping_category_id.name),
            tax_category=make_line(template.off_tax_category_id.name),
        )

    def tell_all(self, products):
        """Rows of ``products`` as one file can hold them, each told from the rest.

        A sku that several products of a producer carry tells none of them apart, so it
        is left blank: they are known by name and format.

        :return: rows, and the products that no row can tell from one before
        """
        self.read_ahead(products)
        told = [(product, self.tell(product)) for product in products]
        count = Counter((row.producer, row.sku) for _product, row in told)
        rows, left, seen = [], products.browse(), set()
        for product, row in told:
            if row.sku and count[row.producer, row.sku] > 1:
                row = replace(row, sku="")
            keys = {row.identity, self._key_by_name(product, row)}
            if seen & keys:
                left += product
                continue
            seen |= keys
            rows.append(row)
        return rows, left

    @staticmethod
    def _key_by_name(product, row):
        """How an import finds a variant without sku again."""
        if row.sku:
            return row.identity
        texts = (
            row.name,
            format_label(product),
            row.category,
            row.tax_category,
            row.shipping_category,
        )
        return (product.off_producer_id.id, *map(fold, texts))


def format_label(product):
    """The format of a variant ("5 kg"), empty when it has none."""
    return ", ".join(product.product_template_attribute_value_ids.mapped("name"))


def unit_label(unit):
    """How a unit is called: "5 kg", "6 eggs"."""
    name = unit.unit_name or ("" if unit.unit == "items" else unit.unit)
    return f"{unit.quantity.normalize():f} {name}".strip()


def row_label(row):
    """How the format of a row is called: its display name, else its unit."""
    return row.display_name or unit_label(row.unit)


def same_format(labels, row):
    """Whether the row calls its format as a variant is called. One without any is met
    by a row without display name.

    :param labels: folded, one for each language in which they differ
    """
    if not any(labels):
        return not row.display_name
    told = fold(row_label(row))
    return told in labels or fold(f"{told} ({row.sku})") in labels


def _decimal(number, places):
    return Decimal(float_repr(max(number, 0.0), places))
