from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: what customers are invoiced in France cannot be
        changed afterwards (CGI, art. 286 I-3 bis): posted entries of sales are sealed
        with a hash, and corrected by credit notes."""
        result = super()._off_setup_operator(chart_template)
        for company in self.sudo():
            if company.account_fiscal_country_id.code == "FR":
                self.env["account.journal"].sudo().search(
                    [
                        ("company_id", "=", company.id),
                        ("type", "=", "sale"),
                        ("restrict_mode_hash_table", "=", False),
                    ]
                ).restrict_mode_hash_table = True
        return result
