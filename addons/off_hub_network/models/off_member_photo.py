from odoo import fields, models


class OffMemberPhoto(models.Model):
    _name = "off.member.photo"
    _description = "Photo of a Member"
    _inherit = ["image.mixin", "off.kept.mixin"]
    _order = "sequence, id"

    name = fields.Char("Caption", translate=True)
    sequence = fields.Integer(default=10)
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_is_member', '=', True)]",
    )
    image_1920 = fields.Image(required=True)
