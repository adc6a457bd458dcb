from odoo import fields, models


class OffHubOwnedMixin(models.AbstractModel):
    """What a hub keeps for itself: it goes with its hub, stays with its operator."""

    _name = "off.hub.owned.mixin"
    _description = "Record of a Hub"
    _inherit = ["off.kept.mixin"]

    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        related="hub_id.company_id", string="Operator", store=True, index=True
    )
