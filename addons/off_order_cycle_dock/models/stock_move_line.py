from odoo import fields, models
from odoo.tools import float_compare

from odoo.addons.off_order_cycle.models.off_allocation_weight import WEIGHT_DIGITS


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    off_weight = fields.Float(
        "Weight (kg)",
        digits=WEIGHT_DIGITS,
        min_display_digits=3,
        copy=False,
        help="What was weighed at the dock of what is billed by weight.",
    )

    def _off_get_changes(self, vals):
        """:return: those of the values that this line does not have yet"""
        self.ensure_one()
        return {
            name: value
            for name, value in vals.items()
            if (
                float_compare(self[name], value, precision_digits=6)
                if isinstance(value, float)
                else (self[name] or False) != (value or False)
            )
        }
