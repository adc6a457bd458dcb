from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .mail_blacklist import NEWS


class ResPartner(models.Model):
    """What people agreed to, where it is asked for."""

    _inherit = "res.partner"

    off_wants_news = fields.Boolean(
        "Wants news",
        compute="_compute_off_wants_news",
        search="_search_off_wants_news",
        groups="off_hub_network.group_user",
        help="It agreed to get news of your operator.",
    )

    def write(self, vals):
        """Override: who wants no news wants none at its new address either."""
        result = super().write(vals)
        if vals.get("email"):
            refused = (
                self.env["off.consent"]
                .sudo()
                .search(
                    [
                        ("partner_id", "in", self.ids),
                        ("purpose_id.code", "=", NEWS),
                        ("is_given", "=", False),
                    ]
                )
            )
            if refused:
                self.env["mail.blacklist"]._off_follow_news(refused.partner_id)
        return result

    @api.depends_context("company")
    def _compute_off_wants_news(self):
        agreed = self.env["off.consent"]._get_agreed(self, self.env.company, NEWS)
        for partner in self:
            partner.off_wants_news = partner in agreed

    @api.model
    def _search_off_wants_news(self, operator, value):
        if operator != "in":
            return NotImplemented
        agreed = self._off_get_consent_domain(NEWS, self.env.company)
        return agreed if True in value else ~agreed

    @api.model
    def _off_get_consent_domain(self, purpose, company):
        """Override: those whose last answer was yes; of what is done unless refused
        those whose last answer was not no. Nobody agrees to what nobody is asked."""
        everybody = super()._off_get_consent_domain(purpose, company)
        asked = self.env["off.consent.purpose"]._get_by_code(purpose)
        answered = SQL(
            """(
            SELECT last.partner_id
              FROM (SELECT DISTINCT ON (partner_id) partner_id, is_given
                      FROM off_consent
                     WHERE company_id = %s AND purpose_id = %s
                     ORDER BY partner_id, id DESC) last
             WHERE last.is_given = %s)""",
            company.id,
            asked.id or 0,
            not asked.until_refused,
        )
        operator = "not in" if asked.until_refused else "in"
        return everybody & Domain("id", operator, answered)
