from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_home_addresses(self):
        """Addresses to which a customer may have an order brought: as Odoo's checkout.

        :return: res.partner with all rights, its own first
        """
        self.ensure_one()
        partner = self.sudo()
        domain = partner.commercial_partner_id._get_delivery_address_domain()
        return partner | partner.search(domain, order="id")

    def _off_get_usual_address(self):
        """:return: id of the address that Odoo would choose"""
        self.ensure_one()
        return self.sudo().address_get(["delivery"])["delivery"]
