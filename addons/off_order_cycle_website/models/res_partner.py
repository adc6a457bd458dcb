from odoo import models
from odoo.tools import format_datetime


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_open_sales(self):
        """Extends off_hub_network_website: the open cycles of a hub, on the website of
        its operator, which may be another one than where the directory is read."""
        sales = super()._off_get_open_sales()
        hub = self.env["off.hub"].sudo().search([("partner_id", "=", self.id)])
        if not hub:
            return sales
        company = hub.company_id
        exchanges = self.env["off.exchange"].sudo()
        exchanges = exchanges.search(
            [("hub_id", "=", hub.id), *exchanges._get_website_open_domain(company)]
        )
        website = self.env["website"].sudo()
        base = website.search([("company_id", "=", company.id)], limit=1).get_base_url()
        return sales + [
            {
                "name": exchange.cycle_id.name,
                "url": f"{base}/cycles/{exchange.id}",
                "until": format_datetime(
                    self.env,
                    exchange.cycle_id.date_close,
                    tz=company._off_get_tz(),
                    dt_format="short",
                ),
            }
            for exchange in exchanges.sorted(lambda one: one.cycle_id.date_close)
        ]
