from odoo import api, models
from odoo.fields import Domain


class OffJoinRequest(models.Model):
    _inherit = "off.join.request"

    @api.model
    def _is_french(self, values):
        codes = self.env["res.company"]._get_france_country_codes()
        return bool(values["country_id"]) and values["country_id"].code in codes

    def _get_candidates(self):
        """Another establishment of the same enterprise, or a member of whom only the
        VAT number is known, is found by the SIREN."""
        candidates = super()._get_candidates()
        same_siren = self._search_partners(self._get_siren_domain())
        candidates["same_siren"] = same_siren - candidates["same_registry"]
        return candidates

    def _get_siren_domain(self):
        if not self.company_registry or not self._is_french(self):
            return Domain.FALSE
        codes = self.env["res.company"]._get_france_country_codes()
        siren = self.company_registry[:9]
        french = Domain("country_id.code", "in", codes)
        return Domain("vat", "=like", f"FR%{siren}") | (
            french & Domain("company_registry", "=like", f"{siren}%")
        )
