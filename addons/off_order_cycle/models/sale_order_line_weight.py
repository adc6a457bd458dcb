from dataclasses import replace
from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.weights import ManualPrice, price_of_weight
from .off_allocation_weight import WEIGHT_DIGITS, to_decimal


class SaleOrderLine(models.Model):
    """Lines of what is billed by weight: ordered at the estimate, invoiced for what was
    weighed (rule 24)."""

    _inherit = "sale.order.line"

    off_unit_weight = fields.Float(
        "Estimate of a unit (kg)",
        digits=WEIGHT_DIGITS,
        readonly=True,
        copy=False,
        help="What one unit weighed by the estimate when the order was validated: the "
        "price is for so much. 0 for what is not billed by weight.",
    )
    off_weight = fields.Float(
        "Weight (kg)",
        digits=WEIGHT_DIGITS,
        min_display_digits=3,
        compute="_compute_off_weight",
        help="What was weighed for this line; the estimate where nothing was.",
    )
    off_manual_amount = fields.Monetary(
        "Price set by hand", readonly=True, copy=False, groups="base.group_user"
    )
    off_manual_weight = fields.Float(
        "Weight that it was set for",
        digits=WEIGHT_DIGITS,
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    def _compute_off_weight(self):
        for line in self:
            line.off_weight = float(line._off_get_weight())

    def _off_freeze_prices(self):
        """Extends: a price is for an estimate, which is frozen with it."""
        result = super()._off_freeze_prices()
        for line in self.sudo():
            weight = line.product_id._off_get_unit_weight()
            if line.off_unit_weight != weight:
                line.off_unit_weight = weight
        return result

    def _off_get_weight(self):
        """:return: Decimal kilograms of what this line was given"""
        if not self.off_unit_weight:
            return Decimal(0)
        return sum(
            (one._get_weight() for one in self.sudo().off_allocation_ids), Decimal(0)
        )

    def _off_get_weighed_amount(self):
        """What this line costs for its weight, before a discount, taxes as its price
        has them.

        :return: float
        """
        self.ensure_one()
        if not self.off_unit_weight:
            return 0.0
        manual, weight = None, self._off_get_weight()
        if self.off_manual_weight:
            manual = ManualPrice(
                Decimal(float_repr(self.off_manual_amount, 6)),
                to_decimal(self.off_manual_weight),
            )
        unit = self.product_id.uom_id
        price = self.product_uom_id._compute_price(self.price_unit, unit)
        return float(
            price_of_weight(
                Decimal(float_repr(price, 6)),
                to_decimal(self.off_unit_weight),
                weight,
                Decimal(str(self.currency_id.rounding)),
                manual,
            )
        )

    def _off_set_amount(self, amount):
        """Set the price of what was weighed by hand."""
        self.ensure_one()
        self.off_manual_amount = amount
        self.off_manual_weight = float(self._off_get_weight())

    def _off_forget_manual(self):
        self.write({"off_manual_amount": 0.0, "off_manual_weight": 0.0})

    def _off_prepare_charged(self, quantity):
        """Extends: fees see the weight and its price, where they know it."""
        charged = super()._off_prepare_charged(quantity)
        validated = self._off_is_validated()
        unit_weight = (
            self.off_unit_weight
            if validated
            else self.product_id._off_get_unit_weight()
        )
        if not unit_weight:
            return charged
        line = replace(charged.line, unit_weight=to_decimal(unit_weight))
        if validated and self.off_allocation_ids:
            kept = 1 - Decimal(float_repr(self.discount or 0.0, 2)) / 100
            amount = Decimal(float_repr(self._off_get_weighed_amount(), 6)) * kept
            line = replace(
                line, weighed_amount=amount, delivered_weight=self._off_get_weight()
            )
        return replace(charged, line=line)

    def _prepare_invoice_line(self, **optional_values):
        """Extends sale: the price follows the weight, exactly. The quantity stays that
        of the pieces, which are what left the stock."""
        vals = super()._prepare_invoice_line(**optional_values)
        delivered = self._off_get_delivered() if self.off_unit_weight else 0.0
        if not delivered:
            return vals
        amount = self._off_get_weighed_amount()
        unit = self.env["uom.uom"].browse(vals["product_uom_id"])
        vals["price_unit"] = self.product_id.uom_id._compute_price(
            amount / delivered, unit
        )
        vals["name"] = f"{vals['name']}\n{self._off_tell_weighed()}"
        return vals

    def _off_tell_weighed(self):
        """“Weighed: 0.8006 kg at 15.00 € / kg”, in the customer's language."""
        lang = self.order_id.partner_id.lang or self.env.lang
        self = self.with_context(lang=lang)
        unit = self.product_id.uom_id
        price = self.product_uom_id._compute_price(self.price_unit, unit)
        return self.env._(
            "Weighed: %(weight)s kg at %(price)s / kg",
            weight=write_number(self.env, self._off_get_weight()),
            price=self.currency_id.with_context(lang=lang).format(
                price / self.off_unit_weight
            ),
        )

    def _get_sale_order_line_multiline_description_sale(self):
        """Extends sale: who orders it knows that the price is an estimate."""
        text = super()._get_sale_order_line_multiline_description_sale()
        product = self.product_id
        if self.off_offer_id and product.off_billed_by_weight:
            text += f"\n{product._off_get_weight_text()}"
        return text
