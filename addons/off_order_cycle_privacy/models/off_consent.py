from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .mail_blacklist import NEWS


class OffConsent(models.Model):
    """A person agreed to something, or does no longer: the history, of which nothing is
    changed. The last one for a person, operator and purpose counts.

    Source: GDPR art. 7(1), who holds data shows that the person agreed.
    """

    _name = "off.consent"
    _description = "Consent"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "purpose_id"

    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", "Operator", required=True, readonly=True, index=True
    )
    purpose_id = fields.Many2one(
        "off.consent.purpose", required=True, readonly=True, ondelete="restrict"
    )
    is_given = fields.Boolean("Agreed", readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    source = fields.Selection(
        [
            ("portal", "The person's own page"),
            ("staff", "Noted by the operator"),
            ("import", "Brought from another program"),
            ("erasure", "Erasure"),
        ],
        required=True,
        readonly=True,
    )
    version = fields.Integer("Version of the words", readonly=True)
    wording = fields.Text(readonly=True)
    lang = fields.Char(readonly=True)
    note = fields.Char(readonly=True, help="Where the paper lies, who told it.")

    _last = models.Index("(partner_id, company_id, purpose_id, id)")

    @api.model_create_multi
    def create(self, vals_list):
        self._check_only_recorded()
        return super().create(vals_list)

    def write(self, vals):
        self._check_only_recorded()
        return super().write(vals)

    def _check_only_recorded(self):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "The history of consents is kept as it is: record a new answer."
                )
            )

    @api.model
    def _record(self, partner, company, purpose, is_given, source, note=""):
        """Note an answer, where it is another than the last.

        :return: off.consent, empty where nothing changed
        """
        last = self._get_last(partner, company).get(purpose)
        if last and last.is_given == is_given and last.version == purpose.version:
            return self.browse()
        if not last and is_given == purpose.until_refused:
            return self.browse()
        consent = (
            self.sudo()
            .create(
                {
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "purpose_id": purpose.id,
                    "is_given": is_given,
                    "source": source,
                    "version": purpose.version,
                    "wording": purpose.wording,
                    "lang": self.env.lang,
                    "note": note,
                }
            )
            .with_env(self.env)
        )
        if purpose.code == NEWS and source != "erasure":
            self.env["mail.blacklist"]._off_follow_news(partner)
        return consent

    @api.model
    def _get_last(self, partner, company):
        """:return: ``{purpose: off.consent}``, the last answer to each"""
        found = self.sudo().search(
            [("partner_id", "=", partner.id), ("company_id", "=", company.id)],
            order="id",
        )
        return {one.purpose_id.with_env(self.env): one for one in found}

    @api.model
    def _get_agreed(self, partners, company, code):
        """Those of ``partners`` who agree to a purpose now. For add-ons that ask.

        :return: res.partner
        """
        agreed = self.env["res.partner"]._off_get_consent_domain(code, company)
        everybody = partners.sudo().with_context(active_test=False)
        return partners & everybody.search(Domain("id", "in", partners.ids) & agreed)
