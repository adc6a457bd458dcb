from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    quantity = fields.Float(digits="Product Unit", min_display_digits=1)
