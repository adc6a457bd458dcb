from odoo import fields, models


class OffLabel(models.Model):
    """A quality sign that members may hold: organic, fair trade, farm-made…"""

    _name = "off.label"
    _description = "Label"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short name in files and exchanges, such as AB or IGP."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True, help="What the label promises.")
    image = fields.Image("Logo", max_width=256, max_height=256)
    certificate_ids = fields.One2many("off.certificate", "label_id")

    _code_uniq = models.UniqueIndex("(code)", "A label with this code exists.")
