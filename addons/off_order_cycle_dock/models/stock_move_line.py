from odoo import fields, models
from odoo.tools import float_compare

from odoo.addons.off_order_cycle.models.off_allocation_weight import WEIGHT_DIGITS

COUNTED = ("quantity", "picked")


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
        """What this line does not have yet of these values.

        :return: list of tuples of (field, value), to be written together: quantities of
            many lines are often the same, lots are not
        """
        self.ensure_one()
        changed = {
            name: value
            for name, value in vals.items()
            if (
                float_compare(self[name], value, precision_digits=6)
                if isinstance(value, float)
                else (self[name] or False) != (value or False)
            )
        }
        parts = [
            tuple((name, value) for name, value in changed.items() if name in COUNTED),
            tuple(
                (name, value) for name, value in changed.items() if name not in COUNTED
            ),
        ]
        return [part for part in parts if part]
