from odoo import models


class ProductTemplateAttributeValue(models.Model):
    """A format: how much more it costs than the first one of its product."""

    _name = "product.template.attribute.value"
    _inherit = [
        "product.template.attribute.value",
        "off.sellers.mixin",
        "off.kept.mixin",
    ]

    _off_producer_path = "product_tmpl_id.off_producer_id"
    _off_seller_fields = ("price_extra",)
