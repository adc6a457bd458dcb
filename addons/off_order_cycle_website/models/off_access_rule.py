from odoo import api, fields, models

TARGETS = {"payment": ("provider_ids",)}


class OffAccessRule(models.Model):
    """Means of payment are shown to whom the hub lets pay so."""

    _inherit = "off.access.rule"

    subject = fields.Selection(
        selection_add=[("payment", "Means of payment")],
        ondelete={"payment": "cascade"},
    )
    provider_ids = fields.Many2many(
        "payment.provider",
        string="These means of payment",
        domain="[('company_id', '=', company_id), ('state', '!=', 'disabled')]",
        ondelete="restrict",
        groups="off_hub_network.group_user",
    )

    @api.model
    def _get_targets(self):
        return super()._get_targets() | TARGETS

    @api.depends("provider_ids")
    def _compute_summary(self):
        return super()._compute_summary()
