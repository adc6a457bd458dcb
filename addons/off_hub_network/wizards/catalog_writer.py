"""Write a catalogue plan in bulk."""

from collections import defaultdict

from odoo.fields import Command

from .catalog_known import fold
from .catalog_plan import row_label
from .catalog_references import ReferenceWriter


class CatalogWriter:
    """Create and update what ``plan`` says, in the caller's transaction.

    References first (producers, categories, units), then the products: new ones in a
    few creates, whatever their number; formats of known ones in Odoo's own way.
    """

    def __init__(self, env, hub, plan):
        self.env = env
        self.hub = hub
        self.plan = plan
        self.attribute = env.ref("off_hub_network.attribute_format")

    def apply(self):
        ReferenceWriter(self.env, self.hub, self.plan).apply()
        groups = defaultdict(list)
        for item in self.plan.plans:
            if item.action == "create":
                groups[self._template_key(item.row)].append(item.row)
        self.labels = {key: self._get_labels(rows) for key, rows in groups.items()}
        self.values = self._get_attribute_values(
            {label for by_row in self.labels.values() for label in by_row.values()}
        )
        known = self.plan.templates
        created = self._create_products(
            {key: rows for key, rows in groups.items() if key not in known}
        )
        variants = self._extend_products([key for key in groups if key in known])
        for item in self.plan.plans:
            if item.action == "update":
                variants[item.row.row] = item.product
        self._move_templates()
        self._write_variants(variants)
        self._declare({**created, **variants})

    # -- new products --------------------------------------------------------------
    def _create_products(self, groups):
        """Create products with all their formats.

        Odoo makes the formats of one product after the other and looks at each again:
        here their values are created together, and the formats with all that the file
        says of them.

        :param groups: ``{template key: rows}``
        :return: ``{row number: product.product}``
        """
        templates = self._create_templates(groups)
        formats = [
            (template, row, self.values[self.labels[key][row.row]])
            for template, (key, rows) in zip(templates, groups.items(), strict=True)
            for row in rows
        ]
        products = self._create_formats(formats)
        # What was read of a product before it had formats is of no use.
        templates.invalidate_recordset(["product_variant_ids", "product_variant_id"])
        return {
            row.row: product.with_env(self.env)
            for (_template, row, _value), product in zip(formats, products, strict=True)
        }

    def _create_templates(self, groups):
        # No note in the chatter of each product, and no formats yet.
        Template = self.env["product.template"].with_context(
            create_product_product=False, tracking_disable=True
        )
        return Template.create(
            [
                self._prepare_template(
                    rows[0],
                    [self.values[label].id for label in self.labels[key].values()],
                )
                for key, rows in groups.items()
            ]
        )

    def _create_formats(self, formats):
        """Create variants.

        :param formats: list of (product.template, row, product.attribute.value)
        :return: product.product, in the same order
        """
        values = self.env["product.template.attribute.value"].create(
            [
                {
                    "attribute_line_id": template.attribute_line_ids.id,
                    "product_attribute_value_id": value.id,
                }
                for template, _row, value in formats
            ]
        )
        Product = self.env["product.product"].with_context(
            tracking_disable=True, off_defer_sales_price=True
        )
        return Product.create(
            [
                {
                    "product_tmpl_id": template.id,
                    "product_template_attribute_value_ids": [Command.set(value.ids)],
                    **self.plan.variant_values(row),
                }
                for (template, row, _value), value in zip(formats, values, strict=True)
            ]
        )

    # -- formats of known products ---------------------------------------------------
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
                ptav.product_attribute_value_id: product
                for product in template.product_variant_ids
                for ptav in product.product_template_attribute_value_ids
            }
            for number, label in by_row.items():
                result[number] = by_value[self.values[label]]
        return result

    def _add_formats(self, template, value_ids):
        line = template.attribute_line_ids.filtered(
            lambda line: line.attribute_id == self.attribute
        )
        if line:
            line.write({"value_ids": [Command.link(value) for value in value_ids]})
        else:
            template.write(
                {"attribute_line_ids": [self._prepare_attribute_line(value_ids)]}
            )

    def _prepare_attribute_line(self, value_ids):
        return Command.create(
            {
                "attribute_id": self.attribute.id,
                "value_ids": [Command.set(value_ids)],
            }
        )

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
        attribute = self.attribute
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

    def _prepare_template(self, row, value_ids):
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
            "attribute_line_ids": [self._prepare_attribute_line(value_ids)],
        }
        if row.category:
            values["categ_id"] = self.plan.categories[fold(row.category)].id
        return values

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
            values = self.plan.variant_values(rows[number])
            if not product.active:
                values["active"] = True
            product.with_context(off_defer_sales_price=True).write(values)

    def _declare(self, variants):
        """Declare what is available of these, and let Odoo's prices follow."""
        rows = {item.row.row: item.row for item in self.plan.plans}
        for number, product in variants.items():
            product.off_availability_ids.write(
                self.plan.availability_values(rows[number])
            )
        products = self.env["product.product"].concat(*variants.values())
        products.product_tmpl_id._sync_sales_price()
