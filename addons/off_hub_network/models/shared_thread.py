from odoo import fields, models

# Odoo lets whoever reads a record search its messages and activities without asking
# for theirs: "whose notes hold this word?" would be answered for all operators.


class ResPartner(models.Model):
    _inherit = "res.partner"

    message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)


class OffHub(models.Model):
    _inherit = "off.hub"

    message_ids = fields.One2many(bypass_search_access=False)


class ProductTemplate(models.Model):
    _inherit = "product.template"

    message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)


class ProductProduct(models.Model):
    _inherit = "product.product"

    message_ids = fields.One2many(bypass_search_access=False)
    activity_ids = fields.One2many(bypass_search_access=False)
