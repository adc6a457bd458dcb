from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_repr

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.weights import ImplausibleWeightError, check_weight

WEIGHT_DIGITS = (16, 6)
# What those may write who stand at the scales.
AT_THE_SCALES = {"weight", "amount"}


def to_decimal(number):
    return Decimal(float_repr(number, WEIGHT_DIGITS[1]))


class OffAllocation(models.Model):
    """What was weighed of what an order line was given (rule 24)."""

    _inherit = "off.allocation"

    weight = fields.Float(
        "Weight (kg)",
        digits=WEIGHT_DIGITS,
        min_display_digits=3,
        help="What the scales say, in kilograms. The estimate is billed as long as "
        "nothing is written.",
    )
    unit_weight = fields.Float(
        related="sale_line_id.off_unit_weight",
        string="Estimate of a unit",
        store=True,
        precompute=True,
    )
    estimated_weight = fields.Float(
        "Estimate (kg)",
        digits=WEIGHT_DIGITS,
        min_display_digits=3,
        compute="_compute_estimated_weight",
    )
    currency_id = fields.Many2one(related="sale_line_id.currency_id")
    amount = fields.Monetary(
        "Price of the line",
        compute="_compute_amount",
        inverse="_inverse_amount",
        help="Follows the weight. A price written by hand stays until the weight "
        "changes.",
    )

    @api.depends("quantity", "unit_weight")
    def _compute_estimated_weight(self):
        for allocation in self:
            allocation.estimated_weight = allocation.quantity * allocation.unit_weight

    @api.depends(
        "sale_line_id.off_allocation_ids.weight",
        "sale_line_id.off_manual_amount",
        "sale_line_id.off_manual_weight",
    )
    def _compute_amount(self):
        for allocation in self:
            allocation.amount = allocation.sale_line_id.sudo()._off_get_weighed_amount()

    def _inverse_amount(self):
        for allocation in self:
            allocation.sale_line_id.sudo()._off_set_amount(allocation.amount)
        self._off_settle_weighed()

    def _get_weight(self):
        """:return: Decimal kilograms: what was weighed, else the estimate"""
        self.ensure_one()
        if self.weight:
            return to_decimal(self.weight)
        return to_decimal(self.quantity) * to_decimal(self.unit_weight)

    @api.constrains("weight", "quantity")
    def _check_weight(self):
        for allocation in self.filtered("weight"):
            if not allocation.unit_weight:
                raise ValidationError(
                    self.env._(
                        "%(order)s: %(product)s is not billed by weight.",
                        order=allocation.order_id.name,
                        product=allocation.product_id.display_name,
                    )
                )
            sign = -1 if allocation.quantity < 0 else 1
            estimate = to_decimal(allocation.quantity) * to_decimal(
                allocation.unit_weight
            )
            try:
                check_weight(sign * to_decimal(allocation.weight), sign * estimate)
            except ImplausibleWeightError as error:
                raise ValidationError(allocation._get_implausible(error)) from error

    def _get_implausible(self, error):
        return self.env._(
            "%(order)s, %(product)s: %(weight)s kg cannot be true for %(quantity)s of "
            "about %(unit)s kg. Write kilograms, from %(lowest)s to %(highest)s. If "
            "nothing was there, it is a shortage and has no weight.",
            order=self.order_id.name,
            product=self.product_id.display_name,
            weight=write_number(self.env, self.weight),
            quantity=write_number(self.env, self.quantity),
            unit=write_number(self.env, self.unit_weight),
            lowest=write_number(self.env, error.lowest),
            highest=write_number(self.env, error.highest),
        )

    def write(self, vals):
        if AT_THE_SCALES.isdisjoint(vals):
            self._check_may_share(vals)
            result = super().write(vals)
            if "sale_line_id" in vals:
                self._check_may_share(vals)  # of whom it is now
            return result
        self._check_may_share(vals.keys() - AT_THE_SCALES)
        self._check_may_weigh()
        changed = self.filtered(
            lambda one: (
                "weight" in vals
                and to_decimal(one.weight) != to_decimal(vals["weight"] or 0.0)
            )
        )
        result = super().write(vals)
        if changed:
            if "amount" not in vals:
                changed.sale_line_id.sudo()._off_forget_manual()
            changed._off_settle_weighed()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        allocations = super().create(vals_list)
        allocations._check_may_share({"quantity"})
        return allocations

    def unlink(self):
        self._check_may_share({"quantity"})
        return super().unlink()

    def _check_may_share(self, names):
        """Who weighs changes weights, not who gets how much. Nobody changes by hand
        what was handed over: lots, deliveries and invoices say the same.
        """
        if not names or self.env.su:
            return
        if not self.env.user.has_group("off_hub_network.group_coordinator"):
            raise AccessError(
                self.env._("Only coordinators share out goods. Write weights only.")
            )
        for order in self.order_id.sudo():
            cycle = order.off_cycle_id
            if order.state != "sale" or cycle.state not in ("closed", "allocated"):
                raise UserError(
                    self.env._(
                        "What %(order)s gets of %(cycle)s cannot be changed any more. "
                        "Goods that were handed over come back at the pickup, by a "
                        "return, or by a credit note.",
                        order=order.name,
                        cycle=cycle.name,
                    )
                )

    def _check_may_weigh(self):
        for cycle in self.cycle_id.sudo():
            # Whoever settles at this moment has all weights, or comes before.
            cycle._lock_row()
            if cycle.state not in ("allocated", "distributed"):
                raise UserError(
                    self.env._(
                        "%s is settled: correct what was billed by a credit note.",
                        cycle.name,
                    )
                )

    def _off_settle_weighed(self):
        """Fees follow what was weighed, also where the goods are handed over."""
        self.env.flush_all()
        self.order_id.sudo().filtered(
            lambda order: order.off_cycle_id.state == "distributed"
        )._off_settle_fees()
