from odoo import fields, models


class OffMovingImportLine(models.TransientModel):
    """What happens to a row of the file."""

    _name = "off.moving.import.line"
    _description = "Row of a File to Import"
    _inherit = ["off.file.import.line"]

    import_id = fields.Many2one(
        "off.moving.import", required=True, index=True, ondelete="cascade"
    )
    # Written anew: translations go by who wrote the words.
    action = fields.Selection(
        [
            ("error", "To correct"),
            ("create", "To create"),
            ("update", "To update"),
            ("keep", "Left as it is"),
        ],
        required=True,
    )
    name = fields.Char()
    currency_id = fields.Many2one(related="import_id.company_id.currency_id")
    account_id = fields.Many2one("account.account")
    debit = fields.Monetary("Owes us")
    credit = fields.Monetary("Is owed by us")
