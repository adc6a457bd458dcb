from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from ..engine.allocation import spread
from ..engine.slices import share_slices
from .stock_picking_transfer import Moved


class OffOrderCycle(models.Model):
    """What arrived is shared among the orders, then handed over."""

    _inherit = "off.order.cycle"

    # -- sharing out -----------------------------------------------------------------
    def action_allocate(self):
        """Share what arrived among the orders (rule 20)."""
        for cycle in self:
            cycle._lock_row()
            cycle._check_state("closed")
            cycle._check_received()
            self.env["off.allocation"].create(cycle._prepare_allocations())
            cycle._go_to("allocated")
        return True

    def _check_received(self):
        waiting = self.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "incoming"
                and picking.state not in ("done", "cancel")
            )
        )
        if waiting:
            raise UserError(
                self.env._(
                    "These receipts of %(cycle)s are not done: %(receipts)s. Validate "
                    "them with what really arrived, or cancel them.",
                    cycle=self.name,
                    receipts=", ".join(
                        f"{picking.name} ({picking.partner_id.name})"
                        for picking in waiting
                    ),
                )
            )

    def _prepare_allocations(self):
        claims = defaultdict(list)
        for line in self._get_lines_in_order():
            claims[line.sudo().off_warehouse_id, line.product_id].append(line)
        goods = self._get_goods(claims)
        return [
            {
                "sale_line_id": line.id,
                "lot_id": lot.id,
                "quantity": float(quantity),
            }
            for key, lines in claims.items()
            for lot, line, quantity in self._share_product(goods.get(key, {}), lines)
        ]

    def _get_goods(self, claims):
        """What there is to be shared out.

        :param claims: ``{(warehouse, product): list of order lines}``, the empty
            warehouse for what was ordered from a producer
        :return: ``{(warehouse, product): {lot: Decimal}}``
        """
        none = self.env["stock.warehouse"]
        received = self._get_received()
        return {(none, product): lots for product, lots in received.items()}

    def _share_product(self, lots, lines):
        """Share the lots of a product.

        :param lots: ``{stock.lot: quantity}``, the empty lot for untracked goods
        :param lines: order lines in the order in which they are served
        :return: list of (lot, order line, quantity)
        """
        shares = self._share_wishes(sum(lots.values(), Decimal(0)), lines)
        return spread(lots.items(), shares.items())

    def _share_wishes(self, available, lines, rule=None):
        """First come, first served.

        :param rule: a key of ``share_rule``; that of the cycle by default
        :return: ``{order line: quantity}``
        """
        return share_slices(available, [line._off_get_wish() for line in lines])

    def _get_lines_in_order(self):
        """Lines of validated orders, by the time at which the order was placed."""
        return (
            self.env["sale.order.line"]
            .search(
                [
                    ("order_id.off_cycle_id", "=", self.id),
                    ("state", "=", "sale"),
                    ("off_offer_id", "!=", False),
                    ("product_uom_qty", ">", 0),
                ]
            )
            .sorted(lambda line: (line.order_id.date_order, line.id))
        )

    def _get_lines_to_buy(self):
        """Those for which something is ordered from a producer."""
        return self._get_lines_in_order().filtered(
            lambda line: not line.sudo().off_warehouse_id
        )

    def _get_received(self):
        """Quantities that arrived and were not sent back, in the product's unit.

        :return: ``{product: {lot: Decimal}}``, lots in the order in which they expire
            or arrived
        """
        rows = self.env["stock.move.line"]._read_group(
            [
                ("move_id.purchase_line_id.order_id.off_cycle_id", "=", self.id),
                ("state", "=", "done"),
            ],
            ["product_id", "lot_id", "location_dest_id"],
            ["quantity_product_uom:sum", "id:min"],
            order="id:min",
        )
        received = defaultdict(lambda: defaultdict(Decimal))
        for product, lot, destination, quantity, _first in rows:
            sign = 1 if destination.usage == "internal" else -1
            received[product][lot] += sign * self._to_decimal(quantity)
        return received

    def _to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity, digits))

    # -- handing over ----------------------------------------------------------------
    def action_distribute(self):
        """Hand over what was shared out: one transfer per pickup point, and one for
        each order of a buyer who needs a delivery note."""
        for cycle in self:
            cycle._lock_row()
            cycle._check_state("allocated")
            cycle._create_transfers()
            cycle._release_availability()
            cycle._go_to("distributed")
            cycle.order_ids.filtered(
                lambda order: order.state == "sale"
            )._off_settle_fees()
        return True

    def _create_transfers(self):
        """Hand over in one transfer per pickup point, and tie each allocation to the
        line in which its goods left.

        Orders of professionals leave in transfers of their own.
        """
        waiting = self.allocation_ids.filtered(lambda one: not one.move_line_id)
        own = waiting.order_id._off_get_delivered_apart()
        for company, mine in waiting.grouped("company_id").items():
            by_place = mine.grouped(
                lambda one: (
                    one.order_id.off_slot_id.point_id,
                    one.sale_line_id.off_warehouse_id or one.order_id.warehouse_id,
                    one.order_id & own,
                )
            )
            plans, parts = [], []
            for (point, warehouse, order), allocations in by_place.items():
                by_goods = allocations.grouped(lambda one: (one.product_id, one.lot_id))
                plans.append(
                    (
                        self._prepare_transfer_vals(point, warehouse, order),
                        self._prepare_moved(by_goods),
                    )
                )
                parts.append(by_goods)
            transfers = self.env["stock.picking"].with_company(company)
            tied = {}
            for by_goods, lines in zip(
                parts, transfers._off_transfer(plans), strict=True
            ):
                tied |= self._match_lines(by_goods, lines)
            self.env["off.allocation"]._tie(tied)

    def _match_lines(self, by_goods, lines):
        """Where a lot lay in several places its allocations are of its lines in turn,
        each of one that has goods left.

        :param by_goods: ``{(product, lot): allocations}``
        :param lines: in which these goods left
        :return: ``{allocation: line}``
        """
        found = {}
        for key, mine in lines.grouped(
            lambda line: (line.product_id, line.lot_id)
        ).items():
            left = {line: line.quantity_product_uom for line in mine}
            for allocation in by_goods[key]:
                line = max(left, key=left.get)
                found[allocation] = line
                left[line] -= allocation.quantity
        return found

    def _prepare_moved(self, by_goods):
        """
        :param by_goods: ``{(product, lot): allocations}``
        :return: list of Moved
        """
        lots = defaultdict(dict)
        for (product, lot), allocations in by_goods.items():
            lots[product][lot] = float(
                sum(map(self._to_decimal, allocations.mapped("quantity")))
            )
        return [Moved(product, {}, quantities) for product, quantities in lots.items()]

    def _prepare_transfer_vals(self, point, warehouse, order):
        """:param order: the one that it is for, empty for all others of the point"""
        picking_type = warehouse.out_type_id
        address = order.partner_shipping_id or point._get_address()
        return {
            "picking_type_id": picking_type.id,
            "partner_id": address.id,
            "location_id": picking_type.default_location_src_id.id,
            "location_dest_id": address.property_stock_customer.id,
            "origin": order.name or self.name,
            "off_cycle_id": self.id,
            "off_pickup_point_id": point.id,
            "off_order_id": order.id,
        }

    def _release_availability(self):
        """Delivered goods leave the producer's number once, the rest is given back."""
        names = ("product.product", "off.catalog.item")
        reserved = {name: defaultdict(float) for name in names}
        delivered = {name: defaultdict(float) for name in names}
        for line in self._get_lines_in_order().sudo():
            counter = line.off_stock_item_id or line.product_id
            reserved[counter._name][counter] += line._off_get_ordered()
            delivered[counter._name][counter] += line._off_get_delivered()
        for name, model in zip(names, ("off.availability", names[1]), strict=True):
            self.env[model].sudo()._hand_over(reserved[name], delivered[name])
