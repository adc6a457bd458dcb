from odoo import fields, models


class OffFileImportLine(models.AbstractModel):
    """What an import does with one row, or what is wrong with it."""

    _name = "off.file.import.line"
    _description = "File Import Line"
    _order = "action_rank, row, id"

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
    message = fields.Char("What changes or is wrong")
