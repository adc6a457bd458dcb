from odoo import models
from odoo.fields import Domain


class OffCertificate(models.Model):
    """Who holds which label is for everybody; the paper itself, with what else stands
    on it, for those who buy."""

    _name = "off.certificate"
    _inherit = ["off.certificate", "off.private.mixin"]

    def _off_get_private(self):
        names = ("proof", "proof_name")
        return {**super()._off_get_private(), **dict.fromkeys(names, "proofs")}

    def _off_get_known_domain(self, key):
        if key != "proofs":
            return super()._off_get_known_domain(key)
        if self.env.user.has_group("off_hub_network.group_admin"):
            return Domain.TRUE
        Partner = self.env["res.partner"]
        viewers = Partner._off_get_viewers(self.env.user.partner_id)
        return Domain("partner_id", "any", Partner._off_get_own_domain()) | Domain(
            "partner_id", "in", Partner._off_get_linked(viewers).ids
        )
