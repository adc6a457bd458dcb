from odoo import models

from .payment_provider import INVOICE_LATER


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: the operator's own means of payment, disabled until
        it wants it."""
        result = super()._off_setup_operator(chart_template)
        Provider = self.env["payment.provider"].sudo()
        Provider._setup_provider("custom", custom_mode=INVOICE_LATER)
        return result
