import pytz

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    off_website_domain = fields.Char(
        "Website address",
        help="Address of the operator's website, used when it is created, such as "
        "https://amap.example.org. Later changes are made on the website itself.",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: a website with the operator's name and contacts."""
        result = super()._off_setup_operator(chart_template)
        company = self.sudo()
        Website = self.env["website"].sudo().with_company(company)
        websites = Website.search([("company_id", "=", company.id)])
        if not websites:
            websites = Website.create(
                {
                    "name": company.name,
                    "company_id": company.id,
                    "domain": company.off_website_domain,
                }
            )
        for website in websites:
            website._off_introduce()
        return result

    def _off_get_tz(self):
        """Time zone in which this operator's dates are shown on its website.

        Goods are collected where the operator is, so whoever looks, logged in or not,
        reads the same hour.
        """
        self.ensure_one()
        partner = self.sudo().partner_id
        zones = pytz.country_timezones.get(partner.country_id.code or "", [])
        return partner.tz or self.env.user.tz or (zones[0] if zones else "UTC")
