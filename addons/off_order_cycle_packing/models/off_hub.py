from odoo import fields, models

from ..engine.labels import shorten_name


class OffHub(models.Model):
    _inherit = "off.hub"

    label_names = fields.Selection(
        [("full", "Name"), ("short", "First name and initial")],
        "On labels",
        required=True,
        default="full",
        help="What labels of crates, which everybody at the pickup sees, say of a "
        "customer. Enterprises are always named in full.",
    )

    def _get_label_name(self, partner):
        self.ensure_one()
        buyer = partner.commercial_partner_id
        if self.label_names == "short" and not buyer.is_company:
            return shorten_name(partner.name or "")
        return partner.name or partner.display_name
