from odoo import models


class L10nFrFecExportWizard(models.TransientModel):
    _inherit = "l10n_fr.fec.export.wizard"

    def _get_base_domain(self):
        """Extends l10n_fr_account: entries that bring charges and income of the year
        to the result are no part of its file (BOI-CF-IOR-60-40-20, § 80); those of
        the years before are part of what it opens with."""
        return super()._get_base_domain() + [
            "|",
            ("date", "<", self.date_from),
            ("move_id.closing_type", "!=", "loss_profit"),
        ]

    def _get_company_legal_data(self, company):
        """Extends l10n_fr_account: an operator that is not liable has no VAT number,
        its SIREN is known by its registration."""
        return super()._get_company_legal_data(company) or (
            company.partner_id._off_get_siren() if company._off_is_french() else ""
        )
