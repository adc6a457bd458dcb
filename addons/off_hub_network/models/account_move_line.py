from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # This add-on keeps four decimals of a quantity: shown where they are needed.
    quantity = fields.Float(digits="Product Unit", min_display_digits=1)
