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

    def create_fec_report_action(self):
        """Extends l10n_fr_account, whose button does nothing by itself: the file is
        downloaded."""
        self.ensure_one()
        made = self.generate_fec()
        content = made["file_content"]
        attachment = self.env["ir.attachment"].create(
            {
                "name": f"{made['file_name']}.{made['file_type']}",
                "raw": content if isinstance(content, bytes) else content.encode(),
                "mimetype": "text/plain",
                # It goes with the wizard.
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }

    def _get_company_legal_data(self, company):
        """Extends l10n_fr_account: an operator that is not liable has no VAT number,
        its SIREN is known by its registration."""
        return super()._get_company_legal_data(company) or (
            company.partner_id._off_get_siren() if company._off_is_french() else ""
        )
