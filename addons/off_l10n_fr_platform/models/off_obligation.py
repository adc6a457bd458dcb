from odoo import models


class OffObligation(models.Model):
    _inherit = "off.obligation"

    def _off_has_platform(self, company):
        """Extends off_l10n_fr_accounting."""
        return bool(
            super()._off_has_platform(company)
            or self.env["off.invoicing.platform"]._get_of(company)._is_connected()
        )
