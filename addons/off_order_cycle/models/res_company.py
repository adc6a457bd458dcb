from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: a warehouse, and the transit between operators."""
        result = super()._off_setup_operator(chart_template)
        company = self.sudo()
        Warehouse = self.env["stock.warehouse"].sudo()
        if not Warehouse.search_count([("company_id", "=", company.id)], limit=1):
            Warehouse.with_company(company).create(
                {
                    "name": company.name,
                    "code": self._off_get_warehouse_code(),
                    "company_id": company.id,
                    "partner_id": company.partner_id.id,
                }
            )
        # The first company had its warehouse before it had its name.
        Warehouse.search(
            [("company_id", "=", company.id), ("name", "=", "My Company")]
        ).name = company.name
        self.env.ref("stock.stock_location_inter_company").sudo().active = True
        return result

    def _off_get_warehouse_code(self):
        """A short code that no warehouse has: it starts the names of transfers, which
        people of several operators may have before their eyes."""
        letters = "".join(filter(str.isalnum, self.name)).upper() or "WH"
        taken = set(self.env["stock.warehouse"].sudo().search([]).mapped("code"))
        candidates = [letters[:5], *(f"{letters[:3]}{n:02}" for n in range(1, 100))]
        return next((code for code in candidates if code not in taken), letters[:5])
