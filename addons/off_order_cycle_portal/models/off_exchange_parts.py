from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _get_promised_parts(self, promised):
        """What each pickup would get if just what was promised arrived: shared out as
        the cycle shares what arrives (rule 20).

        :param promised: ``{product: quantity in its unit}``
        :return: ``{slot: {product: float}}``, the first day first; under the empty slot
            what is for none of them. All parts sum to what was promised
        """
        self.ensure_one()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        lines = self._get_supplied_lines().grouped("product_id")
        parts = defaultdict(dict)
        nowhere = self.env["off.pickup.slot"]
        for product, quantity in promised.items():
            left = Decimal(float_repr(quantity, digits))
            shares = self.sudo().cycle_id._share_wishes(left, lines.get(product, ()))
            totals = defaultdict(Decimal)
            for line, share in shares.items():
                totals[line.order_id.off_slot_id] += share
            totals[nowhere] += left - sum(totals.values())
            for slot, total in totals.items():
                if total:
                    parts[slot][product] = float(total)
        return {
            slot: parts[slot]
            for slot in sorted(parts, key=lambda one: (not one, one.date_start, one.id))
        }

    def _get_supplied_lines(self):
        """Order lines of customers that hold what this exchange supplies, in the order
        in which they were placed, of all operators that sell it."""
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("off_offer_id.incoming_id.exchange_id", "=", self.id),
                    ("state", "=", "sale"),
                    ("product_uom_qty", ">", 0),
                    ("off_warehouse_id", "=", False),
                ]
            )
        )
        return lines.sorted(lambda line: (line.order_id.date_order, line.id))
