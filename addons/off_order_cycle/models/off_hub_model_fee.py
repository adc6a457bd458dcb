from odoo import fields, models

LEVELS = [
    ("coordinator", "On all orders of cycles that it plans"),
    ("outgoing", "On what it sells itself"),
]


class OffHubModelFee(models.Model):
    """A fee that hubs of a model start with."""

    _name = "off.hub.model.fee"
    _description = "Fee of a Hub Model"
    _inherit = ["off.fee.mixin"]
    _order = "model_id, sequence, id"

    model_id = fields.Many2one(
        "off.hub.model", required=True, ondelete="cascade", index=True
    )
    sequence = fields.Integer(default=10)
    default_level = fields.Selection(LEVELS, "In new cycles", default="outgoing")

    def _prepare_fee(self, hub):
        self.ensure_one()
        names = [
            "name",
            "sequence",
            "default_level",
            "fee_type",
            "calculator",
            "tax_rule",
            *self._get_parameter_names(),
        ]
        return {
            "hub_id": hub.id,
            "tax_category_id": self.tax_category_id.id,
            **{name: self[name] for name in names},
        }
