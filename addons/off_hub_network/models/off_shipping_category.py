from odoo import fields, models


class OffShippingCategory(models.Model):
    _name = "off.shipping.category"
    _description = "Shipping Category"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    temperature = fields.Selection(
        [("ambient", "Ambient"), ("chilled", "Chilled"), ("frozen", "Frozen")],
        required=True,
        default="ambient",
        help="Temperature at which the goods are kept and carried.",
    )
    import_names = fields.Char(
        help="Names of this category in imported files, separated by semicolons.",
    )

    _name_uniq = models.UniqueIndex(
        "(name)", "A shipping category with this name exists."
    )
