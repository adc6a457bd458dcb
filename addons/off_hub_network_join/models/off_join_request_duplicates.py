from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..names import get_city_key, get_name_key, is_same_place


class OffJoinRequest(models.Model):
    """Who of those we know the applicant may be."""

    _inherit = "off.join.request"

    same_request_ids = fields.Many2many(
        "off.join.request",
        string="Other requests of the same",
        compute="_compute_same_request_ids",
        help="Waiting requests with the same e-mail or the same number.",
    )

    @api.depends("email", "company_registry")
    def _compute_same_request_ids(self):
        waiting = self.search([("state", "=", "waiting")])
        for request in self:
            request.same_request_ids = waiting.filtered(
                lambda other, request=request: (
                    other != request._origin
                    and (
                        other.email == request.email
                        or (
                            request.company_registry
                            and other.company_registry == request.company_registry
                        )
                    )
                )
            )

    def _update_matches(self):
        """Look for duplicates again, and keep what was found for the moderator.

        All partners are searched; the record rules of ``off.join.match`` show each
        moderator those that it may see anyway.
        """
        Match = self.env["off.join.match"].sudo()
        for request in self.sudo():
            found = request._find_matches()
            Match.search([("request_id", "=", request.id)]).unlink()
            Match.create(
                [
                    {
                        "request_id": request.id,
                        "partner_id": partner.id,
                        **dict.fromkeys(reasons, True),
                    }
                    for partner, reasons in found.items()
                ]
            )
        self.invalidate_recordset(["match_ids", "match_count"])

    def action_update_matches(self):
        self.check_access("write")
        self._update_matches()

    def _find_matches(self):
        """``{res.partner: {reasons}}``, reasons being fields of ``off.join.match``."""
        found = defaultdict(set)
        for reason, partners in self._get_candidates().items():
            for partner in partners.commercial_partner_id:
                if partner.is_company or partner.off_is_member:
                    found[partner].add(reason)
        return found

    def _get_candidates(self):
        """``{reason: res.partner}``; other add-ons know more reasons."""
        return {
            "same_registry": self._search_partners(self._get_registry_domain()),
            "same_email": self._search_partners(
                Domain("email_normalized", "=", self.email)
            ),
            "same_name": self._search_same_name(),
        }

    def _search_partners(self, domain):
        return self.env["res.partner"].sudo().search(domain)

    def _get_registry_domain(self):
        number = self.company_registry
        if not number:
            return Domain.FALSE
        siren, nic = number[:9], number[9:]
        grouped = " ".join(siren[i : i + 3] for i in range(0, 9, 3))
        spellings = [number, f"{grouped} {nic}", f"{siren} {nic}"]
        return Domain("company_registry", "in", spellings)

    def _search_same_name(self):
        key, place = get_name_key(self.name), (self.zip, self.city)
        near = Domain("zip", "=", self.zip)
        if words := get_city_key(self.city).split():
            near |= Domain("city", "ilike", max(words, key=len))
        partners = self._search_partners(
            near
            & Domain("parent_id", "=", False)
            & (Domain("off_is_member", "=", True) | Domain("is_company", "=", True))
        )
        return partners.filtered(
            lambda partner: (
                get_name_key(partner.name) == key
                and is_same_place((partner.zip, partner.city), place)
            )
        )

    def action_merge_contacts(self):
        """Odoo's own wizard, for contacts that were twice here before."""
        self.ensure_one()
        partners = self.match_ids.filtered("may_merge").partner_id
        if len(partners) < 2:
            raise UserError(
                self.env._(
                    "%s has fewer than two duplicates that you may change: there is "
                    "nothing to merge with one another.",
                    self.name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge contacts"),
            "res_model": "base.partner.merge.automatic.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"active_model": "res.partner", "active_ids": partners.ids},
        }
