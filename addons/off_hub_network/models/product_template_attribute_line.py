from odoo import models


class ProductTemplateAttributeLine(models.Model):
    """The formats of a product stay with it."""

    _name = "product.template.attribute.line"
    _inherit = ["product.template.attribute.line", "off.kept.mixin"]
