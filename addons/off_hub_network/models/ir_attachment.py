from odoo import api, models
from odoo.fields import Domain

from .mail_message import get_notes_domain


class IrAttachment(models.Model):
    _name = "ir.attachment"
    _inherit = ["ir.attachment", "off.known.mixin"]

    @api.model
    def _off_get_known_domain_of_rule(self):
        """Override: images and other fields of records are read as these are."""
        Certificate = self.env["off.certificate"]
        proofs = Certificate.sudo()._search(
            Certificate._off_get_known_domain("proofs"), order="id"
        )
        kept = (
            Domain("res_model", "=", "off.certificate")
            & Domain("res_field", "=", "proof")
            & Domain("res_id", "not in", proofs)
        )
        notes = get_notes_domain(self.env, "res_model", "res_id")
        return ~kept & (
            notes
            | Domain("res_model", "=", False)
            | Domain("res_field", "!=", False)
            | Domain("public", "=", True)
        )
