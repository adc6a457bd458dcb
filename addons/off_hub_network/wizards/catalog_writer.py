"""Write a catalogue plan in bulk."""

from collections import defaultdict

from odoo.fields import Command

from .catalog_names import fold, read_texts
from .catalog_products import ProductCreator
from .catalog_references import ReferenceWriter
from .catalog_rows import row_label, unit_label

TEMPLATE_FIELDS = ("categ_id", "off_tax_category_id", "off_shipping_category_id")


class CatalogWriter:
    """Create and update what ``plan`` says, in the caller's transaction.

    References first (producers, categories, units), then the products: new ones in a
    few creates, formats of known ones in Odoo's own way, and changes in one write for
    all products that change alike.
    """

    def __init__(self, env, hub, plan):
        self.env = env
        self.hub = hub
        self.plan = plan

    def apply(self):
        ReferenceWriter(self.env, self.hub, self.plan).apply()
        groups = defaultdict(list)
        for item in self.plan.plans:
            if item.action == "create":
                groups[self.plan.row_template_key(item.row)].append(item.row)
        self.labels = {key: self._get_labels(rows) for key, rows in groups.items()}
        self.values = self._get_attribute_values(
            {label for by_row in self.labels.values() for label in by_row.values()}
        )
        known = self.plan.templates
        ProductCreator(self.env, self.plan, self.labels, self.values).build(
            {key: rows for key, rows in groups.items() if key not in known}
        )
        self._write_changes(
            self._extend_products([key for key in groups if key in known])
        )

    def _get_labels(self, rows):
        """One format for each row, made unique with the sku or the unit where two rows
        of a product call theirs the same."""
        labels = {}
        seen = set()
        for row in rows:
            label = row_label(row)
            if fold(label) in seen:
                label = f"{label} ({row.sku or unit_label(row.unit)})"
            if fold(label) in seen:
                label = f"{label} ({row.row})"
            seen.add(fold(label))
            labels[row.row] = label
        return labels

    def _get_attribute_values(self, labels):
        """Values of the attribute by ``labels``, missing ones made.

        A name in another language than the user's counts as long as that value is not
        wanted by another name too: two formats of a product need two values.
        """
        attribute = self.plan.attribute
        Value = self.env["product.attribute.value"].sudo()
        values = Value.search([("attribute_id", "=", attribute.id)])
        texts = read_texts(values)
        known = {texts[value.id][0]: value for value in values}
        taken = {known[label] for label in labels & known.keys()}
        for value in values:
            for name in texts[value.id][1:]:
                if name in labels and name not in known and value not in taken:
                    known[name] = value
                    taken.add(value)
        missing = sorted(labels - known.keys())
        created = Value.create(
            [{"attribute_id": attribute.id, "name": name} for name in missing]
        )
        known.update(zip(missing, created, strict=True))
        return known

    # -- formats of known products -----------------------------------------------
    def _extend_products(self, keys):
        """Add formats to known products.

        :return: ``{row number: product.product}``
        """
        result = {}
        for key in keys:
            template = self.plan.templates[key]
            by_row = self.labels[key]
            self._add_formats(
                template, [self.values[label].id for label in by_row.values()]
            )
            by_value = {
                value: product
                for product in template.product_variant_ids
                for value in _get_values(product)
            }
            for number, label in by_row.items():
                result[number] = by_value[self.values[label]]
        return result

    def _add_formats(self, template, value_ids):
        line = template.attribute_line_ids.filtered(
            lambda line: line.attribute_id == self.plan.attribute
        )
        if not line:
            # The variant that has no format yet gets one of its own first, else Odoo
            # would take it for the first of the new ones.
            own = unit_label(self.plan.units.told(template.product_variant_ids[:1]))
            value = self._get_attribute_values({own})[own]
            template.write(
                {"attribute_line_ids": [self.plan.prepare_attribute_line(value.ids)]}
            )
            line = template.attribute_line_ids
        variants = template.with_context(active_test=False).product_variant_ids
        ended = variants.filtered(lambda product: not product.active)
        line.write({"value_ids": [Command.link(value) for value in value_ids]})
        # Odoo brings back every variant that the values allow.
        back = ended.filtered(
            lambda product: not set(_get_values(product).ids) & set(value_ids)
        )
        back.active = False

    # -- changes -----------------------------------------------------------------
    def _write_changes(self, added):
        """Write what changes of known products, and all of formats ``added`` to them.

        :param added: ``{row number: product.product}``
        """
        templates, variants, declared = _Writes(), _Writes(), _Writes()
        products = self.env["product.product"]
        for item in self.plan.plans:
            if item.row.row in added:
                product, changed = added[item.row.row], None
            elif item.action == "update":
                product, changed = item.product, item.changes.keys()
                templates.add(product.product_tmpl_id, self._template_values(item))
            else:
                continue
            products += product
            values = self.plan.variant_values(item.row)
            if not product.active:
                values["active"] = True
            variants.add(product, _only(values, changed))
            declared.add(
                product.off_availability_ids,
                _only(self.plan.availability_values(item.row), changed),
            )
        # The import tells in one note a product what Odoo would track value by value,
        # in one message after the other.
        quiet = {"tracking_disable": True}
        templates.flush(**quiet)
        variants.flush(off_defer_sales_price=True, **quiet)
        declared.flush(**quiet)
        products.product_tmpl_id.with_context(**quiet)._sync_sales_price()

    def _template_values(self, item):
        """Category changes of a known product."""
        plan, row = self.plan, item.row
        records = {
            "categ_id": lambda: plan.categories[fold(row.category)],
            "off_tax_category_id": lambda: plan.get_tax_category(row),
            "off_shipping_category_id": lambda: plan.get_shipping_category(row),
        }
        return {
            name: records[name]().id for name in TEMPLATE_FIELDS if name in item.changes
        }


class _Writes:
    """Values to write, gathered so that records which change alike share one write."""

    def __init__(self):
        self.records = {}

    def add(self, record, values):
        if values:
            key = tuple(sorted(values.items()))
            known = self.records.get(key)
            if known is None:
                self.records[key] = (record, [record.id])
            else:
                known[1].append(record.id)

    def flush(self, **context):
        for values, (record, ids) in self.records.items():
            record.browse(tuple(dict.fromkeys(ids))).with_context(**context).write(
                dict(values)
            )


def _get_values(product):
    """What makes it a variant of its own: product.attribute.value."""
    return product.product_template_attribute_value_ids.product_attribute_value_id


def _only(values, names):
    """The values of these fields, all of them when ``names`` is None."""
    if names is None:
        return values
    return {name: value for name, value in values.items() if name in names}
