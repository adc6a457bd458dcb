from odoo import fields, models


class OffCatalogImportLine(models.TransientModel):
    _name = "off.catalog.import.line"
    _description = "Catalogue Import Line"
    _order = "action_rank, row, id"

    import_id = fields.Many2one(
        "off.catalog.import", required=True, ondelete="cascade", index=True
    )
    row = fields.Integer(help="Number of the row in the file, the header being row 1.")
    action = fields.Selection(
        [
            ("error", "To correct"),
            ("create", "To create"),
            ("update", "To update"),
            ("keep", "Left as it is"),
        ],
        required=True,
    )
    action_rank = fields.Integer()
    column = fields.Char()
    value = fields.Char()
    producer = fields.Char()
    product = fields.Char()
    message = fields.Char("What changes or is wrong")
