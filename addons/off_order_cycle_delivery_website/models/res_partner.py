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

    def _off_get_served_address(self, slots):
        """:return: id of the usual address, or of the first to which one of the rounds
        of ``slots`` comes"""
        usual = self._off_get_usual_address()
        carriers = [slot._get_carrier() for slot in slots]
        addresses = self._off_get_home_addresses()
        served = addresses.filtered(
            lambda one: any(carrier._match_address(one) for carrier in carriers)
        )
        return served[:1].id if served and usual not in served.ids else usual

    def _off_get_usual_address(self):
        """:return: id of the address that Odoo would choose"""
        self.ensure_one()
        return self.sudo().address_get(["delivery"])["delivery"]
