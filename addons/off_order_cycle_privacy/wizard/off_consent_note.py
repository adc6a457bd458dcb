from odoo import fields, models


class OffConsentNote(models.TransientModel):
    """Note what a person said, or signed on paper."""

    _name = "off.consent.note"
    _description = "Note a Consent"

    partner_id = fields.Many2one("res.partner", "Person", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    purpose_id = fields.Many2one("off.consent.purpose", required=True)
    wording = fields.Text(related="purpose_id.wording")
    is_given = fields.Boolean("Agrees", default=True)
    note = fields.Char(
        "How you know", required=True, help="Where the paper lies, who told it."
    )

    def action_note(self):
        self.ensure_one()
        self.partner_id._off_check_privacy(self.company_id)
        self.env["off.consent"]._record(
            self.partner_id,
            self.company_id,
            self.purpose_id,
            self.is_given,
            "staff",
            self.note,
        )
        return self.partner_id.action_off_consents()
