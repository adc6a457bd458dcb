from odoo import models


class OffAllocation(models.Model):
    _inherit = "off.allocation"

    def _off_get_kept_back(self):
        """Extends: recalled lots, also those that are at the pickup already."""
        recalled = self.sudo().lot_id.filtered("off_is_recalled")
        return super()._off_get_kept_back() | self.filtered(
            lambda one: one.lot_id in recalled
        )
