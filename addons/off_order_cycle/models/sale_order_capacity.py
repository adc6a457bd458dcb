from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr

from ..tools.closing import CANCELLING


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _get_delivery_day(self):
        """The day for which producers prepare what is ordered: that of the first
        pickup, by the clock on the wall of the operator; None where there is none."""
        self.ensure_one()
        start = min(self.slot_ids.mapped("date_start"), default=None)
        return start and self._to_local(start).date()


class SaleOrder(models.Model):
    """Orders draw what their producers can prepare on a day."""

    _inherit = "sale.order"

    off_capacity_draws = fields.Json(
        readonly=True,
        copy=False,
        groups="base.group_system",
        help="{id of off.producer.capacity.day: what this order has drawn of it}",
    )

    def _action_cancel(self):
        """Extends: what is cancelled gives back all that it has drawn."""
        cancelled = self.with_context(off_cancelling=CANCELLING)
        return super(SaleOrder, cancelled)._action_cancel()

    def _off_draw_capacities(self):
        """Draw what these orders need beyond what they have drawn already, or give back
        what they no longer need.

        :return: list of texts, one for each day that is full: the caller has to undo
            what was drawn, by raising
        """
        orders = self.sudo()
        needed = orders._off_get_needed_days()
        changes = defaultdict(Decimal)
        stored = {}
        Day = self.env["off.producer.capacity.day"].sudo()
        for order in orders:
            drawn = {
                Day.browse(int(key)): Decimal(str(quantity))
                for key, quantity in (order.off_capacity_draws or {}).items()
            }
            for day in drawn.keys() | needed[order].keys():
                changes[day] += needed[order].get(day, 0) - drawn.get(day, 0)
            if drawn != needed[order]:
                stored[order] = {
                    str(day.id): float(quantity)
                    for day, quantity in needed[order].items()
                }
        gone = Day.browse([day.id for day in changes]) if changes else Day
        kept = gone.exists()
        short = (
            Day.with_env(self.env)
            .sudo()
            ._take(
                {
                    day: float(quantity)
                    for day, quantity in changes.items()
                    if quantity and day in kept
                }
            )
        )
        if not short:
            for order, draws in stored.items():
                order.off_capacity_draws = draws or False
        return short

    def _off_get_needed_days(self):
        """:return: ``{order: {off.producer.capacity.day: Decimal more than 0}}``"""
        needed = {order: {} for order in self}
        holding = self.filtered(lambda order: order._off_is_holding())
        lines = holding.order_line.filtered(
            lambda line: line.off_offer_id and not line.off_warehouse_id
        )
        if not lines:
            return needed
        capacities = self.env["off.producer.capacity"].search(
            [("producer_id", "in", lines.off_offer_id.producer_id.ids)]
        )
        if not capacities:
            return needed
        dates = {
            cycle: cycle._get_delivery_day() for cycle in lines.order_id.off_cycle_id
        }
        by_producer = capacities.grouped("producer_id")
        values = defaultdict(Decimal)
        for line in lines.filtered("product_uom_qty"):
            order, date = line.order_id, dates[line.order_id.off_cycle_id]
            for capacity in date and by_producer.get(line.off_offer_id.producer_id, ()):
                key = order, capacity, date
                if capacity.measure == "orders":
                    values[key] = Decimal(1)
                else:
                    values[key] += line._off_get_needed(capacity.measure)
        days = capacities._get_days((capacity, date) for _o, capacity, date in values)
        for (order, capacity, date), value in values.items():
            if value:
                needed[order][days[capacity, date]] = value
        return needed

    def _off_is_holding(self):
        """Whether goods are reserved for this order."""
        self.ensure_one()
        if self.env.context.get("off_cancelling") is CANCELLING:
            return False
        return self.state == "sale" or bool(
            self.off_held_until and self.state in ("draft", "sent")
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_get_needed(self, measure):
        """What a line takes of a producer's day, with the precision of counters."""
        quantity = self._off_to_decimal(self._off_get_ordered())
        if measure == "weight":
            quantity *= Decimal(float_repr(self.product_id.weight, 6))
        elif measure == "amount":
            price = self.off_purchase_price
            price = price or self.off_offer_id.incoming_id._get_purchase_price()
            quantity *= Decimal(float_repr(price, 6))
        return quantity.quantize(Decimal("0.0001"))
