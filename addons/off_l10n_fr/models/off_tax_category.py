from odoo import models

# Taxes on goods of the French chart by rate: several purchase taxes share a rate there
# (imports, fixed assets, intra-EU), only these are the ordinary ones.
FRENCH_TAXES = {
    5.5: ("tva_reduite", "tva_acq_reduite"),
    10.0: ("tva_intermediaire", "tva_acq_intermediaire"),
    20.0: ("tva_normale", "tva_acq_normale"),
}


class OffTaxCategory(models.Model):
    _inherit = "off.tax.category"

    def _find_taxes(self, company):
        if company.chart_template != "fr" or self.rate not in FRENCH_TAXES:
            return super()._find_taxes(company)
        chart = self.env["account.chart.template"].sudo().with_company(company)
        sale, purchase = FRENCH_TAXES[self.rate]
        return {"sale": chart.ref(sale), "purchase": chart.ref(purchase)}
