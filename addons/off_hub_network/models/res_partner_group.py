from odoo import fields, models


class ResPartner(models.Model):
    """The hubs and groups behind a member, for the rules of access."""

    _inherit = "res.partner"

    off_hub_ids = fields.One2many("off.hub", "partner_id", string="Hubs")
    off_membership_ids = fields.One2many(
        "off.network.membership", "member_id", string="Groups of members"
    )
