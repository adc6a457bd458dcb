from odoo import fields, models


class OffEnterpriseImportLine(models.TransientModel):
    _name = "off.enterprise.import.line"
    _description = "Enterprise Import Line"
    _inherit = "off.file.import.line"

    import_id = fields.Many2one(
        "off.enterprise.import", required=True, ondelete="cascade", index=True
    )
    name = fields.Char()
