from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.weights import price_of_weight
from .off_allocation_weight import WEIGHT_DIGITS, to_decimal


class PurchaseOrderLine(models.Model):
    """What producers are paid for what is billed by weight: what was weighed."""

    _inherit = "purchase.order.line"

    off_unit_weight = fields.Float(
        "Estimate of a unit (kg)",
        digits=WEIGHT_DIGITS,
        readonly=True,
        copy=False,
        help="The price is for a unit of this weight. 0 for what is not paid by "
        "weight.",
    )
    off_weight = fields.Float(
        "Weight received (kg)",
        digits=WEIGHT_DIGITS,
        min_display_digits=3,
        copy=False,
        help="What the producer is paid for. Where nothing is written, what was "
        "weighed for the customers is taken when the cycle is settled.",
    )

    def _prepare_account_move_line(self, move=False):
        """Extends purchase: the price of a bill follows the weight."""
        vals = super()._prepare_account_move_line(move)
        received = self.qty_received
        if not (self.off_unit_weight and self.off_weight and received):
            return vals
        amount = price_of_weight(
            Decimal(float_repr(vals["price_unit"], 6)),
            to_decimal(self.off_unit_weight),
            to_decimal(self.off_weight),
            Decimal(str(self.currency_id.rounding)),
        )
        factor = float(amount) / (vals["price_unit"] * received or 1.0)
        vals["price_unit"] = float(amount) / received
        if "balance" in vals:
            vals["balance"] *= factor
        vals["name"] = self.env._(
            "%(name)s\nWeighed: %(weight)s kg",
            name=vals["name"],
            weight=write_number(self.env, self.off_weight),
        )
        return vals

    def _off_set_weights(self, per_unit):
        """Fill the weights that nobody wrote.

        :param per_unit: ``{product: kilograms of one unit on average}``
        """
        for line in self.filtered("off_unit_weight"):
            if not line.off_weight and line.qty_received:
                average = per_unit.get(line.product_id, line.off_unit_weight)
                line.off_weight = average * line.qty_received
