from stdnum.fr import siren, siret

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_siren(self):
        """The nine digits of an enterprise of France, by its SIREN, SIRET or VAT
        number; empty where none of them is valid."""
        self.ensure_one()
        partner = self.commercial_partner_id
        number = "".join(filter(str.isdigit, partner.company_registry or ""))
        if siret.is_valid(number) or siren.is_valid(number):
            return number[:9]
        vat = (partner.vat or "").replace(" ", "").upper()
        if vat.startswith("FR") and siren.is_valid(vat[4:]):
            return vat[4:]
        return ""
