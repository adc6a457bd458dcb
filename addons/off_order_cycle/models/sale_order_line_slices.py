from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ..engine.slices import Wish, change_slices

QUANTITY = {"product_uom_qty", "product_uom_id"}


class SaleOrderLine(models.Model):
    """When how much of a line was asked: who raises an order waits behind those who
    ordered before that, and who shrinks it gives up the newest slice first (rule 20).
    """

    _inherit = "sale.order.line"

    off_tolerance = fields.Float(
        "Accepted on top",
        digits="Product Unit",
        min_display_digits=1,
        copy=False,
        help="So many more units the customer takes where that fills a case of the "
        "producer. They are neither reserved nor paid as long as no case needs them.",
    )
    off_slices = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="[[moment, quantity in the product's unit], …] of a line that was changed "
        "since its order was validated.",
    )

    _off_tolerance_positive = models.Constraint(
        "CHECK (off_tolerance >= 0)",
        "What is accepted on top of an order cannot be negative.",
    )

    def _off_get_slices(self):
        """:return: list of (moment as text, Decimal), the oldest first"""
        self.ensure_one()
        ordered = self._off_to_decimal(self._off_get_ordered())
        placed = fields.Datetime.to_string(self.order_id.date_order)
        slices = [
            (moment, self._off_to_decimal(quantity))
            for moment, quantity in self.sudo().off_slices or []
        ]
        return change_slices(slices, placed, ordered)

    def _off_get_wish(self, tolerance=0):
        """:return: ``engine.slices.Wish``"""
        self.ensure_one()
        return Wish(
            self,
            (fields.Datetime.to_string(self.order_id.date_order), self.id),
            tuple(self._off_get_slices()),
            tolerance,
        )

    def _off_to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # What joins a validated order was asked now, not when the order was.
        added = lines.filtered(lambda line: line._off_is_validated())
        added._off_store_slices({line: [] for line in added})
        return lines

    def write(self, vals):
        changed = self.browse()
        if QUANTITY & vals.keys():
            changed = self.filtered(lambda line: line._off_is_validated())
        if "off_tolerance" in vals:
            self.filtered(lambda line: line._off_is_validated())._off_check_changeable()
        before = {line: line._off_get_slices() for line in changed}
        result = super().write(vals)
        changed._off_store_slices(before)
        return result

    def _off_store_slices(self, before):
        """Keep when these lines came to what they are.

        :param before: ``{line: what _off_get_slices returned}``
        """
        now = fields.Datetime.to_string(fields.Datetime.now())
        for line, slices in before.items():
            ordered = line._off_to_decimal(line._off_get_ordered())
            new = change_slices(slices, now, ordered)
            if new != slices:
                line.sudo().off_slices = [
                    [moment, float(quantity)] for moment, quantity in new
                ]
