from odoo import models

# Taxes on goods of the Spanish charts (sale, purchase), by rate.
SPANISH_TAXES = {
    4.0: ("account_tax_template_s_iva4b", "account_tax_template_p_iva4_bc"),
    10.0: ("account_tax_template_s_iva10b", "account_tax_template_p_iva10_bc"),
    21.0: ("account_tax_template_s_iva21b", "account_tax_template_p_iva21_bc"),
}
# What a category of the French rates is in Spain (ley 37/1992, artículo 91): 4 % for
# bread, flour, milk, cheese, eggs, fruit, vegetables, pulses, cereals and olive oil,
# 10 % for other food.
SPANISH_RATES = {5.5: 4.0, 10.0: 10.0, 20.0: 21.0}
OTHER_FOOD = "off_l10n_es.tax_category_other_food"
OTHER_FOOD_RATE = 10.0


class OffTaxCategory(models.Model):
    _inherit = "off.tax.category"

    def _find_taxes(self, company):
        """Extends off_hub_network: products are shared, a category is another rate for
        a Spanish operator."""
        if not company._off_is_spanish():
            return super()._find_taxes(company)
        rate = SPANISH_RATES.get(self.rate, self.rate)
        if self == self.env.ref(OTHER_FOOD, raise_if_not_found=False):
            rate = OTHER_FOOD_RATE
        chart = self.env["account.chart.template"].sudo().with_company(company)
        names = SPANISH_TAXES.get(rate)
        found = [
            names and chart.ref(name, raise_if_not_found=False)
            for name in (names or (None, None))
        ]
        if not all(found):
            return super()._find_taxes(company)
        return dict(zip(("sale", "purchase"), found, strict=True))
