from decimal import Decimal

from odoo import fields, models

from odoo.addons.off_hub_network.tools.words import write_number

from .off_handover import OPEN
from .refused import Refused
from .sale_order import ON_SITE


class OffPickupSlot(models.Model):
    """What somebody did not take is sold to somebody who is there."""

    _inherit = "off.pickup.slot"

    def _off_get_pool(self):
        """:return: off.allocation of goods that were not taken and are here"""
        pool = self._off_get_pending().filtered(
            lambda one: (
                one.off_reason == "left"
                and not one.order_id.off_slot_id.date_pickup_closed
            )
        )
        return pool - pool._off_get_kept_back()

    def _off_read_pool(self):
        """:return: list of dicts of what can be sold on site, one for each product"""
        rows, shown = [], {}
        goods = self._off_get_pool().grouped("product_id")
        offers = {
            product: pool.sale_line_id.off_offer_id[:1]
            for product, pool in goods.items()
        }
        every = self.env["off.offer"].union(*offers.values())
        for exchange, mine in every.grouped("exchange_id").items():
            # As the shop shows it to whoever has no price of its own (rule 18).
            shown |= exchange._get_shown_prices(mine)
        for product, pool in goods.items():
            price = shown[offers[product]]
            rows.append(
                {
                    "product": product.id,
                    "name": product.with_context(
                        display_default_code=False
                    ).display_name,
                    "unit": product.uom_id.name,
                    "quantity": -sum(pool.mapped("quantity")),
                    "price": float(price.total),
                }
            )
        return sorted(rows, key=lambda row: row["name"])

    def _off_act_sell(self, act):
        """``order`` of who buys, or ``walk_in`` for somebody without any; ``product``,
        ``quantity``: at the price of the cycle"""
        if act.get("walk_in"):
            return self._off_sell_to_walk_in(act)
        order, handover = self._off_find_order(act)
        self._off_check_goods(handover)
        if handover.state not in (*OPEN, "collected"):
            raise Refused("changed", self._off_say_state(handover))
        pool = self._off_find_pool(act).filtered(
            lambda one: one.order_id != order and one.cycle_id == order.off_cycle_id
        )
        quantity = self._off_read_sold(act, pool)
        line = self._off_get_line_on_site(order, pool.product_id)
        self._off_hand_on(pool, line, quantity)
        order._off_settle_fees()
        return self._off_tell_sold(order, pool.product_id, quantity)

    def _off_find_pool(self, act):
        return self._off_get_pool().filtered(
            lambda one: one.product_id.id == act.get("product")
        )

    def _off_read_sold(self, act, pool):
        """:return: how much is sold of a pool, Decimal"""
        product = pool.product_id
        if not pool:
            raise Refused(
                "gone", self.env._("Nothing of it is left over here any more.")
            )
        quantity = self._off_read_quantity(act, product)
        there = -sum(map(self._off_to_decimal, pool.mapped("quantity")))
        if not 0 < quantity <= there:
            raise Refused(
                "wrong",
                self.env._(
                    "%(there)s of %(product)s is left over, write no more than that.",
                    there=write_number(self.env, there),
                    product=product.display_name,
                ),
            )
        return quantity

    def _off_tell_sold(self, order, product, quantity):
        return {
            "order_id": order.id,
            "text": f"{product.display_name}: {write_number(self.env, quantity)}",
        }

    def _off_sell_to_walk_in(self, act):
        """Somebody who has no order here takes what is left over: an order of the
        hub's on-site customer, collected at once."""
        customer = self[0].hub_id.pickup_walk_in_id
        if not customer:
            raise Refused(
                "wrong",
                self.env._("The hub names no customer for those without an order."),
            )
        pool = self._off_find_pool(act)
        pool = pool.filtered(lambda one: one.cycle_id == pool[0].cycle_id)
        quantity = self._off_read_sold(act, pool)
        self._off_check_ready(pool[0].order_id)
        if pool[0].cycle_id.state == "settled":
            raise Refused("closed", self._off_say_settled(pool[0].cycle_id))
        order = self._off_make_walk_in_order(customer, pool, quantity)
        line = order.order_line.filtered("off_offer_id")
        self._off_hand_on(pool, line, quantity)
        order._off_settle_fees()
        self.env["off.handover"]._ensure(order)[order].write(
            {
                "state": "collected",
                "date_collected": self._off_read_moment(act),
                "user_id": self.env.uid,
                "collector": self._off_read_text(act.get("name")),
            }
        )
        return self._off_tell_sold(order, pool.product_id, quantity)

    def _off_make_walk_in_order(self, customer, pool, quantity):
        """An order at the prices and fees of the cycle. It draws on nothing: its goods
        were ordered by somebody else."""
        slot = pool[0].order_id.off_slot_id
        Order = self.env["sale.order"].with_context(off_on_site=ON_SITE)
        order = Order.create(
            {
                "partner_id": customer.id,
                "company_id": slot.company_id.id,
                "off_exchange_id": slot.exchange_id.id,
                "off_slot_id": slot.id,
                "order_line": [
                    fields.Command.create(
                        {
                            "product_id": pool.product_id.id,
                            "product_uom_qty": float(quantity),
                        }
                    )
                ],
            }
        )
        lines = order.order_line.filtered("off_offer_id")
        lines._off_freeze_prices()
        order.write({"state": "sale", "date_order": fields.Datetime.now()})
        order.locked = True
        return order.with_env(self.env)

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
        source = pool[0].sale_line_id.sudo()
        if not line.off_allocation_ids:
            # Goods are what they were sold as: of whose stock, bought at which price.
            line.sudo().write(
                {
                    "off_stock_item_id": source.off_stock_item_id.id,
                    "off_warehouse_id": source.off_warehouse_id.id,
                    "off_purchase_price": source.off_purchase_price,
                }
            )
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
