from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..tools.closing import CLOSING, STANDING, WHOLE


class SaleOrder(models.Model):
    """The least that a hub hands over in one order (rule 22)."""

    _inherit = "sale.order"

    def _off_hold(self, minutes):
        """Extends: who pays has ordered enough."""
        self._off_check_least()
        return super()._off_hold(minutes)

    def _action_confirm(self):
        self.filtered("off_cycle_id")._off_check_least()
        return super()._action_confirm()

    def write(self, vals):
        """Extends: an order is judged as a whole, not line by line."""
        if "order_line" not in vals:
            return super().write(vals)
        whole = self.with_context(off_least=WHOLE)
        result = super(SaleOrder, whole).write(vals)
        self._off_get_judged()._off_check_least()
        return result

    def _off_get_judged(self):
        return self.filtered(lambda order: order.off_cycle_id and order.state == "sale")

    def _off_check_least(self):
        """
        :raise UserError: says what an order comes to and what it takes; one of which
            nothing is left is as good as cancelled
        """
        context = self.env.context
        if (
            not self
            or context.get("off_closing") is CLOSING
            or context.get("off_standing") is STANDING
        ):
            return
        minimums = defaultdict(list)
        for minimum in (
            self.env["off.cycle.minimum"]
            .sudo()
            .search(
                [
                    ("exchange_id", "in", self.off_exchange_id.ids),
                    ("scope", "=", "order"),
                ]
            )
        ):
            minimums[minimum.exchange_id].append(minimum.with_env(self.env).sudo())
        for order in self:
            for minimum in minimums[order.off_exchange_id.sudo()]:
                order._off_check_one_least(minimum)

    def _off_check_one_least(self, minimum):
        lines = self.sudo().order_line.filtered("off_offer_id")
        if not any(lines.mapped("product_uom_qty")):
            return
        value = sum(
            line._off_to_decimal(line._off_get_ordered())
            * line._off_get_unit_value(minimum.exchange_id, minimum.measure)
            for line in lines
        )
        if float_compare(float(value), minimum.least, 4) < 0:
            raise UserError(
                self.env._(
                    "%(hub)s takes orders from %(least)s on, and this one comes to "
                    "%(value)s: add %(missing)s or more.",
                    hub=self.off_hub_id.name,
                    least=minimum._tell(minimum.least),
                    value=minimum._tell(float(value)),
                    missing=minimum._tell(minimum.least - float(value)),
                )
            )


class SaleOrderLine(models.Model):
    """Lines that are written by themselves, past their order."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line._off_is_validated())._off_check_least()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if {
            "product_uom_qty",
            "product_uom_id",
            "discount",
            "price_unit",
        } & vals.keys():
            self.filtered("off_offer_id")._off_check_least()
        return result

    def _off_check_least(self):
        context = self.env.context
        if context.get("off_least") is WHOLE or context.get("off_bulk") is not None:
            return
        self.order_id._off_get_judged()._off_check_least()


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _order_baskets(self, baskets):
        """Extends: what was agreed for many deliveries is not refused for one."""
        placing = self.with_context(off_standing=STANDING)
        return super(OffExchange, placing)._order_baskets(baskets)
