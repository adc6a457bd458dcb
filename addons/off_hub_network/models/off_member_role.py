from odoo import fields, models


class OffMemberRole(models.Model):
    _name = "off.member.role"
    _description = "Member Role"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_uniq = models.UniqueIndex("(code)", "A member role with this code exists.")
