from odoo import api, fields, models


class OffOrderCycle(models.Model):
    """Copies of a cycle are shown to the same customers."""

    _inherit = "off.order.cycle"

    access_rule_ids = fields.Many2many(
        "off.access.rule",
        string="Rules of access",
        domain="[('subject', '=', 'cycle'), ('company_id', '=', company_id)]",
        groups="off_hub_network.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("access_rule_ids") for vals in vals_list):
            self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "access_rule_ids" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)
