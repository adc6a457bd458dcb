from decimal import Decimal

from odoo import models

from .off_handover import OPEN
from .refused import Refused
from .sale_order import ON_SITE


class OffPickupSlot(models.Model):
    """What somebody did not take is sold to somebody who is there."""

    _inherit = "off.pickup.slot"

    def _off_get_pool(self):
        """:return: off.allocation of goods that were not taken and are here"""
        return self._off_get_pending().filtered(
            lambda one: (
                one.off_reason == "left" and not one.order_id.off_slot_id.date_pickup_closed
            )
        )

    def _off_read_pool(self):
        """:return: list of dicts of what can be sold on site, one for each product"""
        rows = []
        for product, pool in self._off_get_pool().grouped("product_id").items():
            offer = pool.sale_line_id.off_offer_id[:1]
            price = offer.exchange_id._get_prices(offer, self.env["product.pricelist"])
            rows.append(
                {
                    "product": product.id,
                    "name": product.with_context(
                        display_default_code=False
                    ).display_name,
                    "unit": product.uom_id.name,
                    "quantity": -sum(pool.mapped("quantity")),
                    "price": price[offer],
                }
            )
        return sorted(rows, key=lambda row: row["name"])

    def _off_act_sell(self, act):
        """``order`` of who buys, ``product``, ``quantity``: at the price of the cycle"""
        order, handover = self._off_find_order(act)
        self._off_check_goods(handover)
        if handover.state not in (*OPEN, "collected"):
            raise Refused("changed", self._off_say_state(handover))
        pool = self._off_get_pool().filtered(
            lambda one: (
                one.product_id.id == act.get("product")
                and one.order_id != order
                and one.cycle_id == order.off_cycle_id
            )
        )
        product = pool.product_id
        if not pool:
            raise Refused("gone", self.env._("Nothing of it is left over here any more."))
        quantity = self._off_read_quantity(act, product)
        there = -sum(map(self._off_to_decimal, pool.mapped("quantity")))
        if not 0 < quantity <= there:
            raise Refused(
                "wrong",
                self.env._(
                    "%(there)s of %(product)s is left over, write no more than that.",
                    there=f"{there.normalize():f}",
                    product=product.display_name,
                ),
            )
        line = self._off_get_line_on_site(order, product)
        self._off_hand_on(pool, line, quantity)
        order._off_settle_fees()
        return {
            "order_id": order.id,
            "text": f"{product.display_name}: {quantity.normalize():f}",
        }

    def _off_to_decimal(self, quantity):
        return self[0].cycle_id._to_decimal(quantity)

    def _off_get_line_on_site(self, order, product):
        """The line of an order that takes more of a product, made where there is none.

        It asks for nothing: what was not ordered draws on no availability (rule 3), and
        is paid because it is given.
        """
        line = order.order_line.filtered(
            lambda one: one.product_id == product and one.off_offer_id
        )[:1]
        if line:
            return line
        offer = order.off_exchange_id.offer_ids.filtered(
            lambda one: one.product_id == product
        )[:1]
        if not offer:
            raise Refused(
                "wrong",
                self.env._(
                    "%(hub)s does not sell %(product)s in this sale.",
                    hub=order.off_hub_id.name,
                    product=product.display_name,
                ),
            )
        on_site = self.env["sale.order.line"].with_context(off_on_site=ON_SITE)
        line = on_site.create(
            {
                "order_id": order.id,
                "product_id": product.id,
                "off_offer_id": offer.id,
                "product_uom_id": product.uom_id.id,
                "product_uom_qty": 0.0,
            }
        )
        return line.with_env(self.env)

    def _off_hand_on(self, pool, line, quantity):
        """Give ``quantity`` of the pool to a line: the goods left in the transfer in
        which they left for whoever did not take them."""
        vals_list, left = [], quantity
        for one in pool.sorted("id"):
            if not left:
                break
            part = min(-self._off_to_decimal(one.quantity), left)
            left -= part
            taken = one._off_split(part)
            source = taken._off_get_source()
            taken.move_line_id = source
            vals = {
                "sale_line_id": line.id,
                "lot_id": taken.lot_id.id,
                "quantity": float(part),
                "move_line_id": source.id,
            }
            if line.off_unit_weight:
                vals["weight"] = -taken.weight
            vals_list.append(vals)
        self.env["off.allocation"].create(vals_list)


class OffAllocation(models.Model):
    _inherit = "off.allocation"

    def _off_get_source(self):
        """:return: the line of the transfer in which these goods left"""
        self.ensure_one()
        given = self.sale_line_id.off_allocation_ids.filtered(
            lambda one: (
                one.lot_id == self.lot_id and one.quantity > 0 and one.move_line_id
            )
        )
        return given[-1:].move_line_id

    def _off_split(self, quantity):
        """Take ``quantity`` off this negative allocation.

        :return: the allocation of so much, this one where it is all
        """
        self.ensure_one()
        whole = -self.sale_line_id._off_to_decimal(self.quantity)
        if quantity == whole:
            return self
        weight = Decimal(0)
        if self.weight:
            weight = Decimal(str(round(self.weight * float(quantity / whole), 6)))
        part = self.copy({"quantity": -float(quantity), "weight": float(weight)})
        self.write(
            {
                "quantity": -float(whole - quantity),
                "weight": self.weight - float(weight),
            }
        )
        return part
