from odoo import fields, models


class OffAllergen(models.Model):
    """What must be told to whoever eats it: annex II of regulation (EU) 1169/2011."""

    _name = "off.allergen"
    _description = "Allergen"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(code)", "An allergen with this code exists.")
