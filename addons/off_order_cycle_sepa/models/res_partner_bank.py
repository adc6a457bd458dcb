from odoo import api, models
from odoo.fields import Domain


class ResPartnerBank(models.Model):
    """Who collects from an account knows it: the operator that its holder signed for,
    and no other."""

    _inherit = "res.partner.bank"

    @api.model
    def _off_get_known_depends(self):
        return [*super()._off_get_known_depends(), "mandate_ids"]

    @api.model
    def _off_get_known_domain_of_rule(self):
        known = super()._off_get_known_domain_of_rule()
        if not self.env.user._is_internal():
            return known
        return (known & Domain("mandate_ids", "=", False)) | Domain(
            "mandate_ids.company_id", "in", self.env.companies.ids
        )
