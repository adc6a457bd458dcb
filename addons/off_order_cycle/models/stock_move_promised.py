from collections import defaultdict

from odoo import models

from ..tools.transfer import get_transfer


class Promised:
    """What transfers that are being reserved must leave for the sales of cycles.

    It travels in the context, as ``off_promised``: a context that came from outside
    holds texts and numbers, never this object.

    :ivar left: ``{(warehouse, product): Decimal}`` that is promised to nobody
    """

    def __init__(self):
        self.left = {}


class StockMove(models.Model):
    """Reserving for other transfers takes nothing that cycles have sold."""

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        if get_transfer(self.env):
            # What a cycle hands over is what was promised.
            return super()._action_assign(force_qty=force_qty)
        promised = Promised()
        by_warehouse = defaultdict(lambda: self.env["product.product"])
        for move in self:
            if warehouse := move._off_get_left_warehouse():
                by_warehouse[warehouse] |= move.product_id
        for warehouse, products in by_warehouse.items():
            promised.left |= warehouse.sudo()._off_get_unpromised(products)
        if promised.left:
            self = self.with_context(off_promised=promised)
        return super()._action_assign(force_qty=force_qty)

    def _off_get_left_warehouse(self):
        """:return: the warehouse whose stock a move leaves, or none"""
        warehouse = self.location_id.warehouse_id
        stock = warehouse.lot_stock_id
        if not (
            stock
            and self.product_id.is_storable
            and self.location_id._child_of(stock)
            and not self.location_dest_id._child_of(stock)
        ):
            return warehouse.browse()
        return warehouse

    def _update_reserved_quantity_vals(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        """Extends: as far as it is not promised."""
        promised = self.env.context.get("off_promised")
        key = None
        if isinstance(promised, Promised):
            key = self._off_get_left_warehouse().sudo(), self.product_id.sudo()
            if key in promised.left:
                need = min(need, max(float(promised.left[key]), 0.0))
            else:
                key = None
        vals, taken = super()._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )
        if key:
            promised.left[key] -= key[0]._off_to_decimal(taken)
        return vals, taken


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def _off_get_unpromised(self, products):
        """What may be reserved of products that cycles have sold from here.

        :return: ``{(warehouse, product): Decimal}`` of those products only
        """
        sold = (
            self.env["off.catalog.item"]
            .sudo()
            .search(
                [("warehouse_id", "=", self.id), ("product_id", "in", products.ids)]
            )
            .product_id
        )
        if not sold:
            return {}
        self._off_lock_promises(sold)
        promised = self._off_get_promised(sold)
        free = defaultdict(int)
        for product, there, reserved in (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                self._off_get_fit_domain(sold),
                ["product_id"],
                ["quantity:sum", "reserved_quantity:sum"],
            )
        ):
            free[product] += self._off_to_decimal(there - reserved)
        for (product, _lot), quantity in self._off_get_bought(sold).items():
            free[product] -= quantity
        return {(self, one): free[one] - promised[one] for one in sold}
