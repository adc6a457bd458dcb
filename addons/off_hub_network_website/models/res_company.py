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
