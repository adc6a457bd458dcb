from odoo import fields, models


class ProductCategory(models.Model):
    _inherit = "product.category"

    off_dfc_type = fields.Char(
        "DFC product type",
        help="Name of the concept in the Data Food Consortium's product types, such as "
        "“local-vegetable”. It goes with the products of this category, and imported "
        "products of this type come into this category.",
    )
