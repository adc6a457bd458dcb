from odoo import fields, models


class OffCatalogImportLine(models.TransientModel):
    _name = "off.catalog.import.line"
    _description = "Catalogue Import Line"
    _inherit = "off.file.import.line"

    import_id = fields.Many2one(
        "off.catalog.import", required=True, ondelete="cascade", index=True
    )
    producer = fields.Char()
    product = fields.Char()
