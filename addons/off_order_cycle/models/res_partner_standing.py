from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    off_standing_count = fields.Integer(
        "Number of standing orders",
        compute="_compute_off_standing_count",
        groups="off_hub_network.group_user",
    )

    def _compute_off_standing_count(self):
        counts = dict(
            self.env["off.standing.order"]._read_group(
                [("partner_id", "in", self.ids), ("state", "!=", "ended")],
                ["partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.off_standing_count = counts.get(partner, 0)

    def action_view_standing_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle.off_standing_order_action"
        )
        return action | {
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }
