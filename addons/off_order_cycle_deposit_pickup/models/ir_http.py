from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Extends: what comes back is noted on the page of a pickup."""
        return [
            *super()._get_translation_frontend_modules_name(),
            "off_order_cycle_deposit_pickup",
        ]
