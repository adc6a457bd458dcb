from collections import defaultdict
from typing import NamedTuple

from odoo import models


class Goods(NamedTuple):
    """
    :ivar quantity: in the product's unit
    :ivar weight: kilograms of all of it, 0 where the product has none
    :ivar volume: cubic metres of all of it, 0 where the product has none
    :ivar storage: a key of ``off_storage`` of the product (ambient, chilled…) or False
    """

    product: models.Model
    quantity: float
    weight: float
    volume: float
    storage: str | bool


class Haul(NamedTuple):
    """Goods that are at one place and due at another (rule 28).

    :ivar leg: ``collect`` from a producer, ``deliver`` to a pickup
    :ivar company: the operator whose goods they are
    :ivar source: res.partner where they are
    :ivar target: res.partner where they are due
    :ivar ready: from when on they can be fetched, None where nobody said
    :ivar due: until when they have to be there
    :ivar goods: list of Goods
    :ivar origin: the purchase.order or off.pickup.slot that asks for it
    """

    leg: str
    company: models.Model
    source: models.Model
    target: models.Model
    ready: object
    due: object
    goods: list
    origin: models.Model


class OffOrderCycle(models.Model):
    """What a cycle has to be moved, for those who plan tours."""

    _inherit = "off.order.cycle"

    def _get_hauls(self):
        """Goods, places and windows of a closed cycle: from the producers to the
        warehouses, and from those to the pickups. What stays at its place has none.

        :return: list of Haul, producers first
        """
        self.ensure_one()
        return self._get_collect_hauls() + self._get_deliver_hauls()

    def _get_collect_hauls(self):
        due = self._get_first_pickup()
        hauls = []
        for order in self.purchase_ids.filtered(lambda one: one.state == "purchase"):
            quantities = defaultdict(float)
            for line in order.order_line.filtered("product_id"):
                quantities[line.product_id] += line.product_uom_id._compute_quantity(
                    line.product_qty, line.product_id.uom_id
                )
            warehouse = order.picking_type_id.warehouse_id
            hauls.append(
                Haul(
                    "collect",
                    order.company_id,
                    order.partner_id,
                    warehouse.partner_id or order.company_id.partner_id,
                    self.date_closed,
                    due,
                    self._list_goods(quantities),
                    order,
                )
            )
        return self._leave_out_empty(hauls)

    def _get_deliver_hauls(self):
        """Each pickup from each warehouse; what was shared out counts, before that what
        was ordered."""
        quantities = defaultdict(lambda: defaultdict(float))
        for line in self._get_lines_in_order():
            order = line.order_id
            warehouse = line.sudo().off_warehouse_id or order.warehouse_id
            key = order.off_slot_id, warehouse
            quantities[key][line.product_id] += self._get_haul_quantity(line)
        return self._leave_out_empty(
            [
                Haul(
                    "deliver",
                    warehouse.company_id,
                    warehouse.partner_id or warehouse.company_id.partner_id,
                    slot.point_id._get_address(),
                    self.date_closed,
                    slot.date_start,
                    self._list_goods(goods),
                    slot,
                )
                for (slot, warehouse), goods in quantities.items()
                if slot
            ]
        )

    def _get_haul_quantity(self, line):
        if self.state in ("allocated", "distributed", "settled"):
            given = line.off_allocation_ids.filtered(lambda one: one.quantity > 0)
            return sum(given.mapped("quantity"))
        return line._off_get_ordered()

    def _list_goods(self, quantities):
        """:param quantities: ``{product: quantity in its unit}``"""
        return [
            Goods(
                product,
                quantity,
                quantity * product.weight,
                quantity * product.volume,
                product.off_storage,
            )
            for product, quantity in quantities.items()
            if quantity
        ]

    def _leave_out_empty(self, hauls):
        return [one for one in hauls if one.goods and one.source != one.target]

    def _close(self):
        """Extends: who plans tours learns what has to be moved."""
        result = super()._close()
        if self.state == "closed":
            self._update_transport()
        return result

    def action_allocate(self):
        """Extends: and what there really is."""
        result = super().action_allocate()
        for cycle in self:
            cycle._update_transport()
        return result

    def _update_transport(self):
        """Hook: what has to be moved is known, or is different. Add-ons that plan tours
        ask ``_get_hauls`` and make, change or remove their requests."""
        self.ensure_one()
