from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _get_translation_frontend_modules_name(cls):
        """Extends: the page of a pickup is one of the portal."""
        return [
            *super()._get_translation_frontend_modules_name(),
            "off_order_cycle_pickup",
        ]
