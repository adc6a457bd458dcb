from odoo import api, models
from odoo.fields import Domain

from ..tools.operators import get_operator_ids


class ResPartnerBank(models.Model):
    """Bank accounts have no company when their holder has none, and Odoo shows those
    to everybody. They are for those who pay there (rule 4)."""

    _name = "res.partner.bank"
    _inherit = ["res.partner.bank", "off.known.mixin"]

    @api.model
    def _off_get_known_depends(self):
        return [*super()._off_get_known_depends(), "partner_id"]

    @api.model
    def _off_get_known_domain_of_rule(self):
        Partner = self.env["res.partner"]
        companies = get_operator_ids(self.env)
        viewers = Partner._off_get_viewers(self.env.user.partner_id)
        nobodys = Domain(
            [
                ("off_company_ids", "=", False),
                ("ref_company_ids", "=", False),
                ("partner_share", "=", True),
                ("commercial_partner_id.off_is_member", "=", False),
            ]
        )
        suppliers = Domain(
            "commercial_partner_id.off_granted_link_ids",
            "any",
            Domain("state", "=", "accepted") & Domain("grantee_id", "in", viewers.ids),
        )
        # Operators pay each other what stands on an invoice.
        operators = Domain("ref_company_ids", "!=", False) & Domain(
            "invoice_ids.company_id", "in", companies
        )
        payees = (
            nobodys
            | Partner._off_get_own_domain()
            | suppliers
            | operators
            | Domain("user_ids.company_ids", "in", companies)
        )
        return Domain("create_uid", "=", self.env.uid) | Domain(
            "partner_id", "any", payees
        )
