from odoo import fields, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    quantity = fields.Float(digits="Product Unit", min_display_digits=1)

    def _prepare_new_lot_vals(self):
        # Odoo gives the lots of a shared product to all companies.
        vals = super()._prepare_new_lot_vals()
        vals.setdefault("company_id", self.company_id.id)
        return vals
