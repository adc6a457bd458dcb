from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.off_hub_network.tools.typed import read_id

from ..tools.files import PROOFS, read_file

DAYS_SOON = 60


class OffCertificate(models.Model):
    """What a member does with its own certificates."""

    _inherit = "off.certificate"

    off_days_left = fields.Integer(
        "Days left",
        compute="_compute_off_days_left",
        help="Until its last day; negative when it is over.",
    )

    @api.depends("date_end")
    def _compute_off_days_left(self):
        today = fields.Date.context_today(self)
        for certificate in self:
            end = certificate.date_end
            certificate.off_days_left = (end - today).days if end else 0

    @api.model
    def _off_get_own(self, certificate_id=None):
        """Certificates of the user's own member, with all rights.

        :raise AccessError: when ``certificate_id`` is one of others
        """
        member = self.env.user._off_get_member()
        domain = [("partner_id", "=", member.id), ("partner_id", "!=", False)]
        if certificate_id is not None:
            domain.append(("id", "=", certificate_id))
        certificates = self.sudo().search(domain)
        if certificate_id is not None and not certificates:
            raise AccessError(self.env._("This certificate is not one of yours."))
        return certificates

    def _off_prepare_renewal(self):
        """What the form of the next certificate starts with."""
        self.ensure_one()
        # Some are older than the check of their dates, and end in the year 9999.
        start = min(self.date_end, self._get_last_day()) + timedelta(days=1)
        return {
            "label_id": self.label_id.id,
            "certifier": self.certifier or "",
            "number": self.number or "",
            "date_start": fields.Date.to_string(start),
            "date_end": "",
        }

    @api.model
    def _off_save_own(self, values, upload=None, certificate_id=None):
        """Add a certificate to the user's own member, or correct one.

        :param values: texts by field
        :param upload: the proof as werkzeug's FileStorage, or None to keep what is
        :raise UserError: says which field is wrong
        """
        member = self.env.user._off_get_member()
        if not member:
            raise AccessError(self.env._("Only members of the network have labels."))
        own = self._off_get_own(certificate_id) if certificate_id else self.sudo()
        vals = self._off_read_certificate(values)
        if upload:
            content, suffix = read_file(self.env, upload, PROOFS)
            name = vals["number"] or fields.Date.to_string(vals["date_end"])
            vals.update(proof=content, proof_name=f"{name}{suffix}")
        elif not own.proof:
            raise UserError(
                self.env._("Add the certificate itself: a PDF or a photo of it.")
            )
        if own:
            own.write(vals)
            return own
        return own.create({"partner_id": member.id, **vals})

    def _off_read_certificate(self, values):
        label_id = read_id(values.get("label_id"))
        label = self.env["off.label"].search([("id", "=", label_id)])
        if not label:
            raise UserError(self.env._("Choose the label that the certificate is for."))
        start = self._off_read_date(values.get("date_start"))
        end = self._off_read_date(values.get("date_end"))
        if end < start:
            raise UserError(
                self.env._("The last day of validity is before the first one.")
            )
        return {
            "label_id": label.id,
            "number": (values.get("number") or "").strip()[:64] or False,
            "certifier": (values.get("certifier") or "").strip()[:128] or False,
            "date_start": start,
            "date_end": end,
        }

    def _off_read_date(self, text):
        try:
            return fields.Date.to_date((text or "").strip() or "-")
        except ValueError as error:
            raise UserError(
                self.env._("Fill in both dates of validity, as they stand on it.")
            ) from error
