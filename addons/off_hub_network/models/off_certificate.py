from odoo import api, fields, models


class OffCertificate(models.Model):
    """Proof that a member holds a label, from one day to another (rule 5)."""

    _name = "off.certificate"
    _description = "Certificate"
    _inherit = ["mail.thread", "off.kept.mixin"]
    _order = "date_end desc, id desc"

    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_is_member', '=', True)]",
    )
    label_id = fields.Many2one(
        "off.label", required=True, index=True, ondelete="restrict", tracking=True
    )
    number = fields.Char(tracking=True, help="As it stands on the certificate.")
    certifier = fields.Char(tracking=True, help="Who issued it, such as FR-BIO-01.")
    date_start = fields.Date("Valid from", required=True, tracking=True)
    date_end = fields.Date(
        "Valid until", required=True, tracking=True, help="The last day it is valid."
    )
    proof = fields.Binary(attachment=True, help="The certificate itself, PDF or photo.")
    proof_name = fields.Char("File name")
    state = fields.Selection(
        [("coming", "Not valid yet"), ("valid", "Valid"), ("expired", "Expired")],
        compute="_compute_state",
        search="_search_state",
    )

    _dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "Set a last day of validity that is not before the first one.",
    )

    @api.depends("label_id.name", "number")
    def _compute_display_name(self):
        for certificate in self:
            certificate.display_name = " ".join(
                filter(None, (certificate.label_id.name, certificate.number))
            )

    @api.depends("date_start", "date_end")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for certificate in self:
            if not certificate.date_end or certificate.date_end < today:
                certificate.state = "expired" if certificate.date_end else False
            elif certificate.date_start and certificate.date_start > today:
                certificate.state = "coming"
            else:
                certificate.state = "valid"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "coming": [("date_start", ">", today)],
            "valid": self._get_valid_domain(today),
            "expired": [("date_end", "<", today)],
        }
        return fields.Domain.OR(
            fields.Domain(domains[state]) for state in value if state in domains
        )

    @api.model
    def _get_valid_domain(self, day):
        """Certificates that hold on ``day``, both ends included."""
        return [("date_start", "<=", day), ("date_end", ">=", day)]

    @api.model
    def _get_labels(self, partners, day=None):
        """Labels that members hold on a day: an expired one is neither shown nor
        counted.

        :param day: today by default
        :return: ``{res.partner: off.label}``, each of ``partners`` has a key
        """
        day = day or fields.Date.context_today(self)
        rows = self._read_group(
            [("partner_id", "in", partners.ids), *self._get_valid_domain(day)],
            ["partner_id"],
            ["label_id:recordset"],
        )
        labels = dict.fromkeys(partners, self.env["off.label"])
        labels.update((partner, held.sorted()) for partner, held in rows)
        return labels
