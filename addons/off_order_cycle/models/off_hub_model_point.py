from odoo import fields, models


class OffHubModelPoint(models.Model):
    """A pickup point that hubs of a model start with."""

    _name = "off.hub.model.point"
    _description = "Pickup Point of a Hub Model"
    _order = "sequence, id"

    model_id = fields.Many2one(
        "off.hub.model", "Hub model", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    note = fields.Text("Access", translate=True)
