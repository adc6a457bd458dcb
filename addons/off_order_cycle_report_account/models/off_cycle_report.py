from odoo import api, models


class OffCycleReport(models.AbstractModel):
    _inherit = "off.cycle.report"

    @api.model
    def _get_day_kinds(self):
        """Extends: the days that are written on invoices and payments."""
        return super()._get_day_kinds() | {"document": self.env._("Documents")}

    @api.model
    def _get_choices(self):
        """Extends."""
        rows = self.env["off.order.fee"]
        return super()._get_choices() | {
            name: dict(rows._fields[name]._description_selection(self.env))
            for name in ("fee_type", "level")
        }
