from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: how long an operator keeps what it knows."""
        result = super()._off_setup_operator(chart_template)
        self.env["off.retention.rule"].sudo()._propose(self)
        return result
