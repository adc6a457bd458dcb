from odoo import models
from odoo.fields import Domain


class ProductAttribute(models.Model):
    _name = "product.attribute"
    _inherit = ["product.attribute", "off.common.mixin"]

    def _off_get_use_domain(self):
        return Domain("attribute_line_ids.attribute_id", "in", self.ids)


class ProductAttributeValue(models.Model):
    _name = "product.attribute.value"
    _inherit = ["product.attribute.value", "off.common.mixin"]

    def _off_get_use_domain(self):
        return Domain("attribute_line_ids.value_ids", "in", self.ids)


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "off.common.mixin"]

    def _off_get_use_domain(self):
        return Domain("categ_id", "child_of", self.ids)


class UomUom(models.Model):
    _name = "uom.uom"
    _inherit = ["uom.uom", "off.common.mixin"]

    def _off_get_use_domain(self):
        # A unit counts in others: what is told in one of those changes with it.
        units = self.sudo().with_context(active_test=False)
        ids = units.search(Domain("id", "child_of", self.ids), order="id").ids
        return (
            Domain("uom_id", "in", ids)
            | Domain("uom_ids", "in", ids)
            | Domain("product_variant_ids.off_unit_uom_id", "in", ids)
        )
