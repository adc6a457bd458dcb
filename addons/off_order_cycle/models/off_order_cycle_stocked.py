from collections import defaultdict
from decimal import Decimal

from odoo import models


class OffOrderCycle(models.Model):
    """Goods that hubs sell from their own stock are shared out beside what arrived."""

    _inherit = "off.order.cycle"

    def _get_goods(self, claims):
        """Extends: from each warehouse what was promised, as far as it is there: a
        count that found less leaves less to share (rule 20)."""
        goods = super()._get_goods(claims)
        by_warehouse = defaultdict(dict)
        for (warehouse, product), lines in claims.items():
            if warehouse:
                by_warehouse[warehouse][product] = lines
        for warehouse, by_product in by_warehouse.items():
            products = self.env["product.product"].union(*by_product)
            lots = warehouse._off_get_fit_lots(self, products)
            for product, lines in by_product.items():
                promised = sum(
                    (line._off_to_decimal(line._off_get_ordered()) for line in lines),
                    Decimal(0),
                )
                goods[warehouse, product] = self._take_first(lots[product], promised)
        return goods

    def _take_first(self, lots, promised):
        """
        :param lots: list of (lot, Decimal), the first to leave first
        :return: ``{lot: Decimal}``, together at most what was promised
        """
        taken = defaultdict(Decimal)
        for lot, quantity in lots:
            if promised <= 0:
                break
            part = min(quantity, promised)
            taken[lot] += part
            promised -= part
        return dict(taken)

    # -- looking before ----------------------------------------------------------------
    def _preview_closing(self):
        """Extends: what is taken from stock, and whether it is still there."""
        return {**super()._preview_closing(), "stock": self.sudo()._preview_stock()}

    def _preview_stock(self):
        """:return: list of dicts with ``warehouse``, ``product``, ``promised``,
        ``there`` and ``missing``"""
        lines = self._get_lines_in_order().filtered("off_warehouse_id")
        rows = []
        for warehouse, mine in lines.grouped("off_warehouse_id").items():
            lots = warehouse._off_get_fit_lots(self, mine.product_id)
            for product, wanted in mine.grouped("product_id").items():
                promised = sum(
                    line._off_to_decimal(line._off_get_ordered()) for line in wanted
                )
                there = sum((n for _lot, n in lots[product]), Decimal(0))
                rows.append(
                    {
                        "warehouse": warehouse.name,
                        "product": product.with_env(self.env).display_name,
                        "promised": float(promised),
                        "there": float(there),
                        "missing": float(max(promised - there, 0)),
                    }
                )
        return rows
