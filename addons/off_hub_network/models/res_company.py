import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command


class ResCompany(models.Model):
    _inherit = "res.company"

    off_is_operator = fields.Boolean(
        "Operator",
        readonly=True,
        copy=False,
        help="Set up to keep the books of hubs.",
    )
    off_vat_exempt = fields.Boolean(
        "Not liable to VAT",
        help="No tax is charged on sales nor deducted on purchases.",
    )
    off_hub_ids = fields.One2many("off.hub", "company_id", string="Hubs")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # The partner of a company is everybody's, whoever created it.
        companies.partner_id.sudo().off_company_ids = False
        return companies

    def write(self, vals):
        result = super().write(vals)
        if {"off_vat_exempt", "account_price_include"} & set(vals):
            for company in self.filtered("off_is_operator"):
                company._off_map_taxes()
        return result

    def action_off_setup_operator(self):
        if not self.env.user.has_group("off_hub_network.group_admin"):
            raise AccessError(
                self.env._(
                    "Only an administrator of short food chains sets up operators."
                )
            )
        for company in self:
            company._off_setup_operator()
        return True

    def _off_setup_operator(self, chart_template=None):
        """Make this company an operator: books, taxes, prices, outstanding accounts.

        Other add-ons extend it with what they bring (warehouse, website). It can be
        run again: what is already set stays.

        :param chart_template: code of a chart of accounts (``"fr"``); by default the
            company's own, else the one of its country
        :raise UserError: when no chart of accounts is installed for the country
        """
        self.ensure_one()
        company = self.sudo()
        if not company._existing_accounting():
            # Both can only be chosen before the first entry is posted.
            company.account_price_include = "tax_included"
            company._off_load_chart(chart_template)
            company._off_adapt_price_lists()
        company.tax_calculation_rounding_method = "round_per_line"
        if not self.sudo().search_count([("off_is_operator", "=", True)], limit=1):
            company._off_take_over_customers()
        company.off_is_operator = True
        company._off_map_taxes()
        company._off_set_outstanding_accounts()

    def _off_take_over_customers(self):
        """Whoever bought here before the first operator is its customer: unserved, it
        would be visible to every operator that comes after."""
        partners = self.env["res.partner"].with_context(active_test=False)
        staff = self.env["res.company"].search([]).partner_id
        partners.search(
            [
                ("off_company_ids", "=", False),
                ("off_is_member", "=", False),
                ("partner_share", "=", True),
                ("parent_id", "=", False),
                ("id", "not in", staff.ids),
            ]
        ).off_company_ids = self

    def _off_map_taxes(self):
        """Give products and new ones the taxes that this operator charges."""
        categories = self.env["off.tax.category"]
        categories._map_company(self)
        categories._apply_to_products()
        self._off_set_default_taxes()

    def _off_adapt_price_lists(self):
        """Price lists are made with a company, in the currency of whoever makes it: the
        chart of accounts says later which one the company has. They have no prices of
        their own as long as there are no books."""
        price_lists = self.env["product.pricelist"].sudo()
        price_lists = price_lists.with_context(active_test=False).search(
            [("company_id", "=", self.id), ("item_ids", "=", False)]
        )
        price_lists.currency_id = self.currency_id

    def _off_load_chart(self, chart_template=None):
        Chart = self.env["account.chart.template"].sudo()
        if not self.country_id and not chart_template:
            raise UserError(
                self.env._(
                    "Set the country of %s first: it decides the chart of accounts.",
                    self.name,
                )
            )
        code = chart_template or Chart._guess_chart_template(self.country_id)
        if self.chart_template == code:
            return
        known = Chart._get_chart_template_mapping(get_all=True).get(code)
        if not known or not known["installed"]:
            raise UserError(
                self.env._(
                    "The chart of accounts “%(code)s” is not installed: install "
                    "%(module)s or correct the country, then set up %(company)s again.",
                    code=code,
                    module=known["module"] if known else self.env._("its app"),
                    company=self.name,
                )
            )
        Chart.try_loading(code, company=self, install_demo=False)

    def _off_set_default_taxes(self):
        """The default tax of new products is that of food, not the standard rate. Who
        puts taxes on top of prices outside of cycles keeps its own."""
        mapping = self.env["off.tax.mapping"].search(
            [("company_id", "=", self.id)], order="category_id", limit=1
        )
        if mapping and self.account_price_include != "tax_included":
            return
        self.account_sale_tax_id = mapping.sale_tax_ids[:1]
        self.account_purchase_tax_id = mapping.purchase_tax_ids[:1]

    def _off_ensure_account(self, xmlid, code, name):
        """The account of a chart, or a new one where the chart has none.

        :param xmlid: of the chart's template, without the company
        :param code: from which a free one is looked for
        :param name: of a new account
        :return: account.account of current liabilities, with all rights; empty where
            the operator has no chart yet
        """
        self.ensure_one()
        company = self.sudo()
        Account = self.env["account.account"].sudo().with_company(company)
        if not company.chart_template:
            return Account
        chart = self.env["account.chart.template"].sudo().with_company(company)
        account = chart.ref(xmlid, raise_if_not_found=False)
        return account or Account.create(
            {
                "code": Account._search_new_account_code(code),
                "name": name,
                "account_type": "liability_current",
                "company_ids": [Command.link(company.id)],
            }
        )

    def _off_set_outstanding_accounts(self):
        """Payments wait on an outstanding account until the bank confirms them:
        without one they cannot be reconciled with a later invoice."""
        journals = self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(self),
                ("type", "in", ("bank", "cash")),
            ]
        )
        # Odoo looks for the account in the company of the payment, not of the user.
        Payment = self.env["account.payment"].new({"company_id": self.id})
        for direction in ("inbound", "outbound"):
            lines = journals[f"{direction}_payment_method_line_ids"].filtered(
                lambda line: not line.payment_account_id
            )
            if lines:
                lines.payment_account_id = Payment._get_outstanding_account(direction)

    def _off_get_tz(self):
        """Time zone in which this operator's dates are shown.

        Goods are collected where the operator is, so whoever looks, logged in or not,
        reads the same hour.
        """
        self.ensure_one()
        partner = self.sudo().partner_id
        zones = pytz.country_timezones.get(partner.country_id.code or "", [])
        return partner.tz or self.env.user.tz or (zones[0] if zones else "UTC")
