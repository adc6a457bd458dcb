from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """A customer's login belongs to the operator for which it is made, also when
        somebody else (a sign-up page, an import) creates it."""
        users = super().create(vals_list)
        for user in users.filtered("share"):
            partner = user.partner_id.commercial_partner_id.sudo()
            company = user.company_id.sudo()
            if company.off_is_operator and not (
                partner.off_is_member or partner.off_company_ids
            ):
                partner.off_company_ids = company
        return users
