from odoo import fields, models
from odoo.fields import Command

# Third-party accounts of the French chart; the commission's.
AGENCY_ACCOUNT_CODE = "467200"
COMMISSION_ACCOUNT_XMLID = "pcg_7082"


class ResCompany(models.Model):
    _inherit = "res.company"

    off_agency_account_id = fields.Many2one(
        "account.account",
        string="Sold in the name of producers",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="What customers pay for goods of producers in whose name the operator "
        "sells: a debt to them, until it is accounted for.",
    )
    off_agency_journal_id = fields.Many2one(
        "account.journal",
        string="Accounts of sales",
        check_company=True,
        domain="[('type', '=', 'purchase')]",
    )
    off_billing_journal_id = fields.Many2one(
        "account.journal",
        string="Bills drawn up for producers",
        check_company=True,
        domain="[('type', '=', 'purchase'), ('is_self_billing', '=', True)]",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: what mandates of producers need."""
        result = super()._off_setup_operator(chart_template)
        self._off_set_up_mandates()
        return result

    def _off_map_taxes(self):
        """Extends off_hub_network: the commission too, when an operator becomes liable
        to VAT or is not any more."""
        result = super()._off_map_taxes()
        for company in self.sudo().filtered("off_agency_account_id"):
            company.with_company(company)._off_set_commission_product()
        return result

    def _off_set_up_mandates(self):
        """Account and journals; what is set stays."""
        for company in self.sudo().filtered("chart_template"):
            company = company.with_company(company)
            if not company.off_agency_account_id:
                company.off_agency_account_id = company._off_create_agency_account()
            if not company.off_agency_journal_id:
                company.off_agency_journal_id = company._off_create_purchase_journal(
                    self.env._("Accounts of sales"), "CDV"
                )
            if not company.off_billing_journal_id:
                company.off_billing_journal_id = company._off_create_purchase_journal(
                    self.env._("Self-billing"), "AUTO", is_self_billing=True
                )
            company._off_set_commission_product()

    def _off_create_agency_account(self):
        Account = self.env["account.account"]
        return Account.create(
            {
                "code": Account._search_new_account_code(AGENCY_ACCOUNT_CODE),
                "name": self.env._("Sold in the name of producers"),
                "account_type": "liability_current",
                "company_ids": [Command.link(self.id)],
            }
        )

    def _off_create_purchase_journal(self, name, code, **values):
        Journal = self.env["account.journal"]
        taken = set(Journal.search([("company_id", "=", self.id)]).mapped("code"))
        codes = [code, *(f"{code[:3]}{number}" for number in range(1, 100))]
        return Journal.create(
            {
                "name": name,
                "type": "purchase",
                "code": next(one for one in codes if one not in taken),
                "company_id": self.id,
                "show_on_dashboard": False,
                **values,
            }
        )

    def _off_set_commission_product(self):
        """Account and tax of the commission: a service, at the standard rate."""
        product = self.env.ref("off_order_cycle_mandate.product_commission").sudo()
        product = product.with_company(self)
        if not product.property_account_income_id:
            chart = self.env["account.chart.template"].with_company(self)
            product.property_account_income_id = chart.ref(
                COMMISSION_ACCOUNT_XMLID, raise_if_not_found=False
            )
        if self.off_vat_exempt:
            product.with_context(off_keep_taxes=True).taxes_id = [
                Command.unlink(tax.id)
                for tax in product.taxes_id._filter_taxes_by_company(self)
            ]
            return
        if not product.taxes_id._filter_taxes_by_company(self):
            tax = self._off_find_standard_tax()
            product.with_context(off_keep_taxes=True).taxes_id = [
                Command.link(one.id) for one in tax
            ]

    def _off_find_standard_tax(self):
        """The domestic sales tax of services with the standard rate, which is that of
        the chart's own template."""
        return self.env["account.tax"].search(
            [
                ("company_id", "=", self.id),
                ("type_tax_use", "=", "sale"),
                ("amount_type", "=", "percent"),
                ("tax_scope", "in", ("service", False)),
                ("price_include_override", "=", False),
                ("country_id", "=", self.account_fiscal_country_id.id),
            ],
            order="amount desc, tax_scope nulls last, sequence, id",
            limit=1,
        )
