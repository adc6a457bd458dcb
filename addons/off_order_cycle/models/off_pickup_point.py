from odoo import fields, models


class OffPickupPoint(models.Model):
    _name = "off.pickup.point"
    _description = "Pickup Point"
    _inherit = ["off.kept.mixin"]
    _order = "hub_id, sequence, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    hub_id = fields.Many2one("off.hub", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Address",
        help="Where customers collect. The hub's address when empty.",
    )
    note = fields.Text("Access", translate=True, help="How to find it, where to park.")

    def _get_address(self):
        self.ensure_one()
        return self.partner_id or self.hub_id.partner_id
