"""Write a catalogue plan in bulk."""

from collections import defaultdict

from odoo.fields import Command

from .catalog_known import fold
from .catalog_plan import row_label
from .catalog_references import ReferenceWriter


class CatalogWriter:
    """Create and update what ``plan`` says, in the caller's transaction.

    References first (producers, categories, units), then the products of each
    template together: one create for all templates, one write a variant.
    """

    def __init__(self, env, hub, plan):
        self.env = env
        self.hub = hub
        self.plan = plan

    def apply(self):
        ReferenceWriter(self.env, self.hub, self.plan).apply()
        variants = self._create_variants()
        for item in self.plan.plans:
            if item.action == "update":
                variants[item.row.row] = item.product
        self._move_templates()
        self._write_variants(variants)

    def _create_variants(self):
        """Create the variants of the new rows.

        :return: ``{row number: product.product}``
        """
        groups = defaultdict(list)
        for item in self.plan.plans:
            if item.action == "create":
                groups[self._template_key(item.row)].append(item.row)
        labels = {key: self._get_labels(rows) for key, rows in groups.items()}
        values = self._get_attribute_values(
            {label for by_row in labels.values() for label in by_row.values()}
        )
        attribute = self.env.ref("off_hub_network.attribute_format")
        new_keys = [key for key in groups if key not in self.plan.templates]
        templates = self.env["product.template"].create(
            [
                self._prepare_template(
                    groups[key][0],
                    attribute,
                    [values[label].id for label in labels[key].values()],
                )
                for key in new_keys
            ]
        )
        created = dict(zip(new_keys, templates, strict=True))
        for key in groups.keys() - created.keys():
            created[key] = self._extend_template(
                self.plan.templates[key],
                attribute,
                [values[label].id for label in labels[key].values()],
            )
        result = {}
        for key, by_row in labels.items():
            by_value = {
                ptav.product_attribute_value_id: product
                for product in created[key].product_variant_ids
                for ptav in product.product_template_attribute_value_ids
            }
            for number, label in by_row.items():
                result[number] = by_value[values[label]]
        return result

    def _template_key(self, row):
        partner = self.plan.producers[fold(row.producer)][0]
        category = self._get(self.plan.categories, row.category, "product.category")
        tax = self._get(self.plan.tax_categories, row.tax_category, "off.tax.category")
        shipping = self._get(
            self.plan.shipping_categories,
            row.shipping_category,
            "off.shipping.category",
        )
        return (
            partner.id,
            fold(row.name),
            fold(category.name),
            fold(tax.name),
            fold(shipping.name),
        )

    def _get(self, known, name, model):
        return known[fold(name)] if name else self.env[model]

    def _get_labels(self, rows):
        """One format for each row, made unique with the sku where two rows of a
        product call theirs the same."""
        labels = {}
        seen = set()
        for row in rows:
            label = row_label(row)
            if fold(label) in seen:
                label = f"{label} ({row.sku or row.row})"
            seen.add(fold(label))
            labels[row.row] = label
        return labels

    def _get_attribute_values(self, labels):
        attribute = self.env.ref("off_hub_network.attribute_format")
        Value = self.env["product.attribute.value"].sudo()
        known = {
            value.name: value
            for value in Value.search([("attribute_id", "=", attribute.id)])
        }
        missing = sorted(labels - known.keys())
        created = Value.create(
            [{"attribute_id": attribute.id, "name": name} for name in missing]
        )
        known.update(zip(missing, created, strict=True))
        return known

    def _prepare_template(self, row, attribute, value_ids):
        values = {
            "name": row.name,
            "type": "consu",
            "off_producer_id": self.plan.producers[fold(row.producer)][0].id,
            "off_tax_category_id": self._get(
                self.plan.tax_categories, row.tax_category, "off.tax.category"
            ).id,
            "off_shipping_category_id": self._get(
                self.plan.shipping_categories,
                row.shipping_category,
                "off.shipping.category",
            ).id,
            "attribute_line_ids": [
                Command.create(
                    {
                        "attribute_id": attribute.id,
                        "value_ids": [Command.set(value_ids)],
                    }
                )
            ],
        }
        if row.category:
            values["categ_id"] = self.plan.categories[fold(row.category)].id
        return values

    def _extend_template(self, template, attribute, value_ids):
        line = template.attribute_line_ids.filtered(
            lambda line: line.attribute_id == attribute
        )
        if line:
            line.write({"value_ids": [Command.link(value) for value in value_ids]})
        else:
            template.write(
                {
                    "attribute_line_ids": [
                        Command.create(
                            {
                                "attribute_id": attribute.id,
                                "value_ids": [Command.set(value_ids)],
                            }
                        )
                    ]
                }
            )
        return template

    def _move_templates(self):
        """Category changes of known products."""
        fields = {
            "categ_id": ("category", self.plan.categories),
            "off_tax_category_id": ("tax_category", self.plan.tax_categories),
            "off_shipping_category_id": (
                "shipping_category",
                self.plan.shipping_categories,
            ),
        }
        for item in self.plan.plans:
            changed = item.changes.keys() & fields.keys()
            if changed:
                item.product.product_tmpl_id.write(
                    {
                        name: fields[name][1][
                            fold(getattr(item.row, fields[name][0]))
                        ].id
                        for name in changed
                    }
                )

    def _write_variants(self, variants):
        rows = {item.row.row: item.row for item in self.plan.plans}
        for number, product in variants.items():
            row = rows[number]
            values = self.plan.variant_values(row)
            if not product.active:
                values["active"] = True
            product.with_context(off_defer_sales_price=True).write(values)
            product.off_availability_ids.write(self.plan.availability_values(row))
        products = self.env["product.product"].concat(*variants.values())
        products.product_tmpl_id._sync_sales_price()
