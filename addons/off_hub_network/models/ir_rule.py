from odoo import models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Override: Odoo names the records to staff in developer mode, those too of
        which they may not know (rule 4). Their numbers are enough."""
        error = super()._make_access_error(operation, records)
        message = error.args[0]
        for record in records[:6].sudo():
            message = message.replace(f", {record.display_name} (", " (")
        records.invalidate_recordset()
        error.args = (message, *error.args[1:])
        return error
