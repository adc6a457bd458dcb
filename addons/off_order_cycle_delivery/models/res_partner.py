from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_address_line(self):
        """“3 rue du Four, 69003 Lyon”"""
        self.ensure_one()
        town = " ".join(filter(None, (self.zip, self.city)))
        return ", ".join(filter(None, (self.street, self.street2, town)))
