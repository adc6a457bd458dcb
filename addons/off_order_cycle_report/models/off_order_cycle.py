from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def action_view_reports(self):
        """The working reports, of this cycle."""
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id(
            "off_order_cycle_report.action_reports"
        )
        return action | {
            "context": {"active_id": self.id},
            "params": {"cycle_id": self.id},
        }
