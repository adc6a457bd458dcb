"""Create the new products of a catalogue, in a few statements whatever their number."""

from odoo.fields import Command

from .catalog_names import fold


class ProductCreator:
    """Create products with all their formats.

    Odoo makes the formats of one product after the other and looks at each again: here
    their values are created together, and the formats with all that the file says of
    them, prices and availability included.

    :param plan: ``CatalogPlan`` whose references exist
    :param labels: ``{template key: {row number: name of its format}}``
    :param values: ``{name: product.attribute.value}``
    """

    def __init__(self, env, plan, labels, values):
        self.env = env
        self.plan = plan
        self.labels = labels
        self.values = values

    def build(self, groups):
        """Create the products of ``groups``, ``{template key: rows}``."""
        templates = self._create_templates(groups)
        formats = [
            (template, row, self.values[self.labels[key][row.row]])
            for template, (key, rows) in zip(templates, groups.items(), strict=True)
            for row in rows
        ]
        self._create_formats(formats)
        # What was read of a product before it had formats is of no use.
        templates.invalidate_recordset(["product_variant_ids", "product_variant_id"])

    def _create_templates(self, groups):
        # No note in the chatter of each product, and no formats yet.
        Template = self.env["product.template"].with_context(
            create_product_product=False, tracking_disable=True
        )
        defaults = self._read_costly_defaults(Template)
        return Template.create(
            [
                {
                    **defaults,
                    **self._prepare_template(
                        rows,
                        [self.values[label].id for label in self.labels[key].values()],
                    ),
                }
                for key, rows in groups.items()
            ]
        )

    @staticmethod
    def _read_costly_defaults(model):
        """Defaults that are read from the database, which Odoo would do for each
        record: those of relations and of what is not stored."""
        return model.default_get(
            [
                name
                for name, field in model._fields.items()
                if field.default and (field.relational or not field.store)
            ]
        )

    def _prepare_template(self, rows, value_ids):
        plan, row = self.plan, rows[0]
        values = {
            "name": row.name,
            "type": "consu",
            "list_price": _lowest_price(rows),
            "off_producer_id": plan.get_producer(row.producer).id,
            "off_tax_category_id": plan.get_tax_category(row).id,
            "off_shipping_category_id": plan.get_shipping_category(row).id,
            "attribute_line_ids": [plan.prepare_attribute_line(value_ids)],
        }
        if row.category:
            values["categ_id"] = plan.categories[fold(row.category)].id
        return values

    def _create_formats(self, formats):
        """Create variants with their availability.

        :param formats: list of (product.template, row, product.attribute.value)
        """
        Value = self.env["product.template.attribute.value"]
        values = Value.create(
            [
                {
                    "attribute_line_id": template.attribute_line_ids.id,
                    "product_attribute_value_id": value.id,
                    "price_extra": float(row.price) - template.list_price,
                }
                for template, row, value in formats
            ]
        )
        Product = self.env["product.product"].with_context(
            tracking_disable=True,
            off_defer_sales_price=True,
            off_bulk_create=True,
        )
        products = Product.create(
            [
                {
                    "product_tmpl_id": template.id,
                    "product_template_attribute_value_ids": [Command.set(value.ids)],
                    **self.plan.variant_values(row),
                }
                for (template, row, _value), value in zip(formats, values, strict=True)
            ]
        )
        self._create_availability(products, [row for _template, row, _value in formats])

    def _create_availability(self, products, rows):
        # A counter is made with its product by the add-on; the user must be allowed to
        # declare it all the same.
        counters = (
            self.env["off.availability"]
            .sudo()
            .create(
                [
                    {"product_id": product.id, **self.plan.availability_values(row)}
                    for product, row in zip(products, rows, strict=True)
                ]
            )
        )
        counters.with_env(self.env).check_access("write")


def _lowest_price(rows):
    return min(float(row.price) for row in rows)
