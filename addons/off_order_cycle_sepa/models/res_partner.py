from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _off_get_mandate(self, company):
        """The valid SEPA mandate of this customer for ``company``, or none."""
        self.ensure_one()
        partner = self.sudo().with_company(company).commercial_partner_id
        return partner.valid_mandate_id.filtered(
            lambda one: one.state == "valid" and one.format != "basic"
        )
