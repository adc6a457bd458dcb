from odoo import api, models


class ProductTemplate(models.Model):
    """What the form of a product shows."""

    _inherit = "product.template"

    @api.model
    def _off_get_choices(self):
        """Records to choose from, read with the rights of the page."""
        sudo = self.sudo().env
        return {
            "units": self._off_get_units(),
            "categories": sudo["product.category"].search([], order="complete_name"),
            "tax_categories": sudo["off.tax.category"].search([]),
            "allergens": sudo["off.allergen"].search([]),
            "labels": self.env.user._off_get_member().off_certificate_ids.label_id
            or sudo["off.label"],
            "months": sudo["off.month"].search([]),
            "storages": self._fields["off_storage"]._description_selection(self.env),
        }

    def _off_get_form(self):
        """Values of the form of this product, or of a new one."""
        if not self:
            return {"storage": "ambient", "allergens": [], "labels": [], "months": []}
        return {
            "name": self.name,
            "origin": self.off_origin or "",
            "shelf_life": str(self.off_shelf_life or ""),
            "storage": self.off_storage,
            "category": str(self.categ_id.id or ""),
            "tax_category": str(self.off_tax_category_id.id or ""),
            "allergens": self.off_allergen_ids.ids,
            "labels": self.off_label_ids.ids,
            "months": self.off_season_ids.ids,
        }

    def _off_get_format_rows(self):
        """Rows of its formats, those that ended last."""
        if not self:
            return []
        variants = self.with_context(active_test=False).product_variant_ids
        return [
            variant._off_get_format_row()
            for variant in variants.sorted(lambda variant: not variant.active)
        ]

    def _off_get_format_names(self):
        return [
            value.name
            for value in self.product_variant_ids.product_template_attribute_value_ids
        ]
