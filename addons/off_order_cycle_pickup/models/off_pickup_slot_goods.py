from collections import defaultdict
from decimal import Decimal

from odoo import fields, models

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.off_order_cycle.engine.weights import (
    ImplausibleWeightError,
    check_weight,
)
from odoo.addons.off_order_cycle.models.off_allocation_weight import to_decimal

from .off_allocation import REASONS
from .off_handover import OPEN
from .refused import Refused


class OffPickupSlot(models.Model):
    """What customers do not get of what was shared out, and what is weighed on site.

    Both change the price at once, by allocations. Nothing moves in stock before the
    pickup is closed, so that all of it can be undone.
    """

    _inherit = "off.pickup.slot"

    def _off_act_short(self, act):
        """``order``, ``line``, ``quantity`` that is not handed over in all for this
        ``reason``, 0 to undo it"""
        order, handover = self._off_find_order(act)
        self._off_check_goods(handover)
        line = self._off_find_line(order, act)
        reason = act.get("reason")
        if reason not in dict(REASONS):
            raise Refused("wrong", self.env._("Say why it is not handed over."))
        quantity = self._off_read_quantity(act, line.product_id)
        self._off_set_short(handover, line, reason, quantity)
        order._off_settle_fees()
        return {
            "order_id": order.id,
            "text": f"{line.product_id.display_name}: {quantity}",
        }

    def _off_check_goods(self, handover):
        """Raise where what was given stays as it is."""
        self._off_check_open(handover)
        if handover.state not in (*OPEN, "collected"):
            raise Refused("changed", self._off_say_state(handover))
        if handover.cycle_id.state == "settled":
            raise Refused("closed", self._off_say_settled(handover.cycle_id))

    def _off_say_settled(self, cycle):
        return self.env._(
            "%s is settled: what was billed is corrected by a credit note.", cycle.name
        )

    def _off_read_quantity(self, act, product):
        quantity = self._off_read_number(act, "quantity")
        if not product.uom_id._off_has(quantity):
            raise Refused("wrong", product.uom_id._off_say_has_not(product, quantity))
        return quantity

    def _off_set_short(self, handover, line, reason, quantity):
        """Make what is not handed over of a line for a reason ``quantity`` in all."""
        standing = line.off_allocation_ids.filtered(
            lambda one: one.off_reason == reason and one.quantity < 0
        )
        pending = standing.filtered(lambda one: not one.move_line_id)
        moved = -sum(map(line._off_to_decimal, (standing - pending).mapped("quantity")))
        if quantity < moved:
            raise Refused(
                "changed",
                self.env._(
                    "%(product)s: %(number)s of it was sold to somebody else already.",
                    product=line.product_id.display_name,
                    number=write_number(self.env, moved),
                ),
            )
        pending.unlink()
        given = line._off_to_decimal(line._off_get_given())
        if quantity - moved > given:
            raise Refused(
                "wrong",
                self.env._(
                    "%(order)s gets %(given)s of %(product)s, no more can be missing.",
                    order=line.order_id.name,
                    given=write_number(self.env, given),
                    product=line.product_id.display_name,
                ),
            )
        line._off_give_up(handover, reason, quantity - moved)

    def _off_act_weigh(self, act):
        """``order``, ``line``, ``weight`` in kilograms of all that is handed over of
        it, 0 for the estimate"""
        order, handover = self._off_find_order(act)
        self._off_check_goods(handover)
        line = self._off_find_line(order, act)
        weight = self._off_read_number(act, "weight")
        given = line._off_to_decimal(line._off_get_given())
        unit = to_decimal(line.off_unit_weight)
        if not unit or not given:
            raise Refused(
                "wrong",
                self.env._(
                    "%s is not billed by weight, or nothing of it is given.",
                    line.product_id.display_name,
                ),
            )
        if weight:
            self._off_check_weight(line, given, weight)
        line._off_weigh(weight)
        order._off_settle_fees()
        return {
            "order_id": order.id,
            "text": f"{line.product_id.display_name}: {write_number(self.env, weight)}",
        }

    def _off_check_weight(self, line, given, weight):
        unit = to_decimal(line.off_unit_weight)
        try:
            check_weight(weight, given * unit)
        except ImplausibleWeightError as error:
            raise Refused(
                "wrong",
                self.env._(
                    "%(product)s: %(weight)s kg cannot be true for %(given)s of about "
                    "%(unit)s kg.",
                    product=line.product_id.display_name,
                    weight=write_number(self.env, weight),
                    given=write_number(self.env, given),
                    unit=write_number(self.env, unit),
                ),
            ) from error

    # -- whole orders ------------------------------------------------------------------
    def _off_act_give_up(self, act):
        """``order``: its customer does not come, or does not want it"""
        order, handover = self._off_find_order(act)
        self._off_check_goods(handover)
        if handover.state == "collected":
            raise Refused("changed", self._off_say_state(handover))
        if not self._off_is_staff() and order.off_hub_id.pickup_no_show != "cancel":
            raise Refused("closed", self.env._("The hub decides on who did not come."))
        self._off_give_up_order(handover)
        return {"order_id": order.id}

    def _off_give_up_order(self, handover):
        order = handover.order_id
        for line in order.order_line.filtered("off_offer_id"):
            given = line._off_to_decimal(line._off_get_given())
            line._off_give_up(handover, "left", given)
        handover.write({"state": "cancelled", "user_id": self.env.uid})
        order._off_settle_fees()

    def _off_act_take_back(self, act):
        """``order`` that was given up, of which nothing was sold"""
        order, handover = self._off_find_order(act)
        self._off_check_open(handover)
        if handover.state != "cancelled":
            return {"order_id": order.id}
        self._off_check_own(handover.user_id, handover.write_date)
        left = handover.given_up_ids.filtered(lambda one: one.off_reason == "left")
        if gone := left.filtered("move_line_id"):
            raise Refused(
                "changed",
                self.env._(
                    "%s was sold to somebody else meanwhile.",
                    ", ".join(gone.product_id.mapped("display_name")),
                ),
            )
        left.unlink()
        handover.write({"state": "waiting", "user_id": False})
        order._off_settle_fees()
        return {"order_id": order.id}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_give_up(self, handover, reason, quantity):
        """Take ``quantity`` off what this line is given, of the lots that it was given
        last; they weigh what all of them weighed."""
        self.ensure_one()
        if not quantity:
            return self.env["off.allocation"]
        left, vals_list = quantity, []
        for one, there in reversed(self._off_get_lots().items()):
            taken = min(left, there)
            if taken > 0:
                left -= taken
                vals_list.append(
                    self._off_prepare_given_up(handover, reason, one, taken)
                )
        return self.env["off.allocation"].create(vals_list)

    def _off_get_lots(self):
        """:return: ``{lot: quantity that is given of it}``, in the order of the
        allocations"""
        lots = defaultdict(Decimal)
        for one in self.off_allocation_ids.sorted("id"):
            lots[one.lot_id] += self._off_to_decimal(one.quantity)
        return lots

    def _off_prepare_given_up(self, handover, reason, lot, quantity):
        vals = {
            "sale_line_id": self.id,
            "lot_id": lot.id,
            "quantity": -float(quantity),
            "off_handover_id": handover.id,
            "off_reason": reason,
            "off_given_up": fields.Datetime.now(),
        }
        if self.off_unit_weight:
            vals["weight"] = -float(self._off_get_weight_of(lot, quantity))
        return vals

    def _off_get_weight_of(self, lot, quantity):
        """:return: Decimal kilograms that so much of a lot weighs on average"""
        mine = self.off_allocation_ids.filtered(lambda one: one.lot_id == lot)
        pieces = sum(map(self._off_to_decimal, mine.mapped("quantity")))
        weight = sum((one._get_weight() for one in mine), Decimal(0))
        return to_decimal(float(weight * quantity / pieces))

    def _off_weigh(self, weight):
        """Make all that is given of this line weigh ``weight``, shared among its lots
        by their quantities; 0 for the estimate."""
        self._off_forget_manual()
        given = self.off_allocation_ids.filtered(lambda one: one.quantity > 0)
        taken = self.off_allocation_ids - given
        if not weight:
            given.weight = 0.0
            return
        left = weight - sum((one._get_weight() for one in taken), Decimal(0))
        pieces = sum(map(self._off_to_decimal, given.mapped("quantity")))
        for one in given:
            quantity = self._off_to_decimal(one.quantity)
            part = to_decimal(float(left * quantity / pieces))
            one.weight = float(part)
            left, pieces = left - part, pieces - quantity
