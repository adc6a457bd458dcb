from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.off_hub_network.wizards.catalog_known import fold

# Odoo makes and revives all variants that the values of a product allow, those that
# the producer ended too: values and variants are made here one by one.
BY_HAND = {
    "create_product_product": False,
    "update_product_template_attribute_values": False,
}


class ProductTemplate(models.Model):
    """Formats of a product: a value of the attribute "Format" for each variant."""

    _inherit = "product.template"

    def _off_set_formats(self, rows):
        """Write the variants of this product, and make those that are new.

        :param rows: list of ``(variant id or 0, name or "", values of the variant)``
        :raise UserError: when two have one name
        """
        self.ensure_one()
        variants = self.with_context(active_test=False).product_variant_ids
        known = {variant.id: variant for variant in variants}
        if {row[0] for row in rows} - known.keys() - {0}:
            raise AccessError(self.env._("This format is not one of yours."))
        new = [(name, vals) for variant_id, name, vals in rows if not variant_id]
        for variant_id, name, vals in rows:
            if variant_id:
                known[variant_id]._off_write_format(vals, is_kept=self.active)
                if name or new:
                    self._off_name_format(known[variant_id], name)
        for name, vals in new:
            self._off_add_format(name, vals)
        self.invalidate_recordset(["product_variant_ids", "product_variant_id"])
        self._sync_sales_price()

    def _off_add_format(self, name, vals):
        value = self._off_get_value(name or self._off_get_content(vals))
        self.env["product.product"].sudo().with_context(
            off_defer_sales_price=True, tracking_disable=True
        ).create(
            {
                **vals,
                "product_tmpl_id": self.id,
                "product_template_attribute_value_ids": [Command.set(value.ids)],
            }
        )

    def _off_name_format(self, variant, name):
        """Give a variant another name. Values are shared by all producers: it gets
        another value, the old one stays as it is for the others."""
        old = variant.product_template_attribute_value_ids
        name = name or old[:1].name or self._off_get_content(variant._off_get_content())
        if fold(old[:1].name) == fold(name):
            return
        value = self._off_get_value(name)
        variant.product_template_attribute_value_ids = [Command.set(value.ids)]
        line = old.attribute_line_id.with_context(**BY_HAND)
        line.value_ids = [
            Command.unlink(gone.id) for gone in old.product_attribute_value_id
        ]
        old.ptav_active = False

    def _off_get_content(self, vals):
        """How a format without a name is called: "500 g"."""
        Product = self.env["product.product"]
        unit = self.env["uom.uom"].sudo().browse(vals["off_unit_uom_id"])
        quantity = Product._off_write_quantity(vals["off_unit_quantity"] or 1.0)
        return f"{quantity} {unit.name or self.uom_id.name}"

    def _off_get_value(self, name):
        """The value of this product that is called ``name``, made if it is missing.

        :return: product.template.attribute.value
        :raise UserError: when another format has this name
        """
        variants = self.with_context(active_test=False).product_variant_ids
        used = variants.product_template_attribute_value_ids.mapped("name")
        if fold(name) in map(fold, used):
            raise UserError(
                self.env._(
                    "Two formats are called “%s”: give one of them another name.", name
                )
            )
        value = self._off_get_attribute_value(name)
        line = self._off_get_line(value)
        if value not in line.value_ids:
            line.value_ids = [Command.link(value.id)]
        known = line.with_context(active_test=False).product_template_value_ids
        found = known.filtered(lambda ptav: ptav.product_attribute_value_id == value)
        if found:
            found.ptav_active = True
            return found
        return known.create(
            {"attribute_line_id": line.id, "product_attribute_value_id": value.id}
        )

    def _off_get_line(self, value):
        """The line of the attribute "Format", made with ``value`` if it is missing."""
        lines = self.attribute_line_ids
        line = lines.filtered(lambda line: line.attribute_id == value.attribute_id)
        if lines - line:
            raise UserError(
                self.env._(
                    "%s has more than formats: ask who keeps the catalogue to change "
                    "it.",
                    self.name,
                )
            )
        if not line:
            line = lines.with_context(**BY_HAND).create(
                {
                    "product_tmpl_id": self.id,
                    "attribute_id": value.attribute_id.id,
                    "value_ids": [Command.set(value.ids)],
                }
            )
        return line.with_context(**BY_HAND)

    def _off_get_attribute_value(self, name):
        attribute = self.env.ref("off_hub_network.attribute_format").sudo()
        Value = self.env["product.attribute.value"].sudo()
        return Value.search(
            [("attribute_id", "=", attribute.id), ("name", "=", name)], limit=1
        ) or Value.create({"attribute_id": attribute.id, "name": name})
