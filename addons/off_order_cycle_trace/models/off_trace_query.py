from decimal import Decimal
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL, float_repr

from ..engine.moves import get_kinds


class Moved(NamedTuple):
    """A done line of a transfer, as far as goods came or left.

    :ivar signed: quantity in the product's unit, below 0 where they left
    :ivar partner_id: of the purchase, else of the transfer
    """

    id: int
    lot_id: int
    product_id: int
    company_id: int
    date: object
    quantity: Decimal
    kinds: tuple
    picking_id: int
    reference: str
    cycle_id: int
    operator_id: int
    purchase_id: int
    purchase: str
    partner_id: int
    order_id: int

    @property
    def signed(self):
        came = self.kinds[0] in ("received", "returned", "found", "made")
        return self.quantity if came else -self.quantity


LINES = """
SELECT line.id, line.lot_id, line.product_id, line.company_id, line.date,
       line.quantity_product_uom, source.usage, source.company_id IS NOT NULL,
       target.usage, target.company_id IS NOT NULL, move.scrap_id IS NOT NULL,
       line.picking_id, COALESCE(picking.name, move.reference),
       picking.off_cycle_id, picking.off_supply_company_id,
       purchase.id, purchase.name,
       COALESCE(purchase.partner_id, sale.partner_id, picking.partner_id),
       sale.id
  FROM stock_move_line line
  JOIN stock_move move ON move.id = line.move_id
  JOIN stock_location source ON source.id = line.location_id
  JOIN stock_location target ON target.id = line.location_dest_id
  LEFT JOIN stock_picking picking ON picking.id = line.picking_id
  LEFT JOIN purchase_order_line bought ON bought.id = move.purchase_line_id
  LEFT JOIN purchase_order purchase ON purchase.id = bought.order_id
  LEFT JOIN sale_order_line sold ON sold.id = move.sale_line_id
  LEFT JOIN sale_order sale ON sale.id = sold.order_id
 WHERE line.state = 'done' AND line.company_id = ANY(%(companies)s) AND %(goods)s
 ORDER BY line.date, line.id
"""
# Who was given what: allocations of orders of cycles.
GIVEN = """
  FROM off_allocation given
  JOIN sale_order sale ON sale.id = given.order_id
  JOIN res_partner partner ON partner.id = sale.partner_id
  LEFT JOIN res_partner commercial ON commercial.id = partner.commercial_partner_id
  LEFT JOIN off_pickup_slot slot ON slot.id = sale.off_slot_id
  LEFT JOIN off_pickup_point point ON point.id = slot.point_id
 WHERE given.company_id = ANY(%(companies)s) AND %(goods)s
"""
COLUMNS = """
SELECT given.id, given.quantity, given.date_delivered, given.move_line_id, given.lot_id,
       given.product_id, sale.id, sale.name, partner.id, partner.complete_name,
       COALESCE(NULLIF(partner.phone, ''), commercial.phone),
       COALESCE(NULLIF(partner.email, ''), commercial.email), point.name
"""
NAMES = (
    "id",
    "quantity",
    "date",
    "line_id",
    "lot_id",
    "product_id",
    "order_id",
    "order",
    "partner_id",
    "customer",
    "phone",
    "email",
    "point",
)


class OffTrace(models.AbstractModel):
    """What is read, each by one query over indexed columns."""

    _inherit = "off.trace"

    def _to_decimal(self, quantity):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return Decimal(float_repr(quantity or 0.0, digits))

    def _read_lines(self, companies, lots, products):
        """Lines by which goods came or left, in the order of time.

        :param lots: ids
        :param products: ids of products, of which lines without lot are read
        :return: list of Moved
        """
        goods = SQL(
            "(line.lot_id = ANY(%s) OR line.lot_id IS NULL"
            " AND line.product_id = ANY(%s))",
            list(lots),
            list(products),
        )
        moved = []
        for row in self._query(LINES, companies, goods):
            kinds = get_kinds(*row[6:11])
            if kinds:
                quantity = self._to_decimal(row[5])
                moved.append(Moved(*row[:5], quantity, kinds, *row[11:]))
        return moved

    def _query(self, text, companies, goods, tail=""):
        self.env.flush_all()
        query = SQL(
            f"{text} %(tail)s", companies=companies, goods=goods, tail=tail or SQL()
        )
        return self.env.execute_query(query)

    def _get_goods(self, lots, lines, products):
        """Condition on allocations.

        :param lots: ids
        :param lines: ids of stock.move.line in which goods without lot left
        :param products: ids of products that are shared out without lot, not yet
            handed over
        """
        return SQL(
            """(given.lot_id = ANY(%s) OR given.move_line_id = ANY(%s)
                OR given.product_id = ANY(%s) AND given.lot_id IS NULL
                   AND given.move_line_id IS NULL)""",
            list(lots),
            list(lines),
            list(products),
        )

    def _read_given(self, companies, goods, limit=None, offset=0):
        """:return: list of dicts with ``NAMES``, in the order of delivery"""
        tail = SQL(
            "ORDER BY given.date_delivered, partner.complete_name, given.id"
            " LIMIT %s OFFSET %s",
            limit,
            offset,
        )
        rows = self._query(COLUMNS + GIVEN, companies, goods, tail)
        return [dict(zip(NAMES, row, strict=True)) for row in rows]

    def _sum_given(self, companies, goods):
        """:return: (lines, customers, customers without address of mail, of these
        without phone)"""
        text = """
        SELECT count(*), count(DISTINCT partner.id),
               count(DISTINCT partner.id) FILTER (WHERE
                   COALESCE(NULLIF(partner.email, ''), commercial.email, '') = ''),
               count(DISTINCT partner.id) FILTER (WHERE
                   COALESCE(NULLIF(partner.email, ''), commercial.email, '') = ''
                   AND COALESCE(NULLIF(partner.phone, ''), commercial.phone, '') = '')
        """
        return self._query(text + GIVEN, companies, goods)[0]

    def _sum_by_line(self, companies, lines):
        """:return: ``{stock.move.line id: quantity that orders of cycles had}``"""
        rows = (
            self.env["off.allocation"]
            .sudo()
            ._read_group(
                [("move_line_id", "in", lines), ("company_id", "in", companies)],
                ["move_line_id"],
                ["quantity:sum"],
            )
        )
        return {line.id: self._to_decimal(quantity) for line, quantity in rows}

    def _sum_waiting(self, companies, goods):
        """:return: ``{(product id, lot id): quantity shared out, not handed over}``"""
        tail = SQL(
            "AND given.date_delivered IS NULL GROUP BY given.product_id, given.lot_id"
        )
        text = "SELECT given.product_id, given.lot_id, sum(given.quantity)"
        rows = self._query(text + GIVEN, companies, goods, tail)
        return {row[:2]: self._to_decimal(row[2]) for row in rows}

    def _sum_stock(self, companies, lots):
        """:return: ``{lot id: quantity in stock}``"""
        rows = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                [
                    ("lot_id", "in", list(lots)),
                    ("company_id", "in", companies),
                    ("location_id.usage", "in", ("internal", "transit")),
                    ("location_id.company_id", "!=", False),
                ],
                ["lot_id"],
                ["quantity:sum"],
            )
        )
        return {lot.id: self._to_decimal(quantity) for lot, quantity in rows}
