from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """How far the cases of the producers are filled, by all hubs of the cycle together
    (rule 21)."""

    _inherit = "off.exchange"

    def _get_pack_progress(self, wanted=None, without=None):
        """What all validated orders come to, of what this hub sells and is handed over
        in cases or from a least quantity on, in one query.

        :param wanted: ids of some of its offers, by default all
        :param without: an order that is left aside, as it is being changed
        :return: ``{off.offer id: (units in a case or 0, least quantity or 0, ordered,
            accepted on top)}``, in the product's unit
        """
        self.env.flush_all()
        query = self._get_progress_query(wanted, without)
        return self._read_progress(self.env.execute_query(query))

    def _read_progress(self, rows):
        # Sums of numerics have more digits than quantities.
        return {
            offer: (pack, least, round(ordered, 4), round(on_top, 4))
            for offer, pack, least, ordered, on_top in rows
        }

    def _get_progress_query(self, wanted=None, without=None):
        """SQL of what ``_get_pack_progress`` tells."""
        self.ensure_one()
        return SQL(
            """
            SELECT o.id,
                   COALESCE(i.pack_size, 0)::float8 AS size,
                   COALESCE(i.minimum_qty, 0)::float8 AS least,
                   COALESCE(SUM(l.product_uom_qty * lu.factor / pu.factor),
                            0)::float8 AS ordered,
                   COALESCE(SUM(l.off_tolerance), 0)::float8 AS on_top
              FROM off_offer o
              JOIN off_offer i
                ON i.id = o.incoming_id
               AND (i.pack_size > 0 OR i.minimum_qty > 0)
              JOIN product_product p ON p.id = o.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom pu ON pu.id = t.uom_id
              JOIN off_offer s ON s.incoming_id = i.id
              LEFT JOIN sale_order_line l
                ON l.off_offer_id = s.id
               AND l.state = 'sale'
               AND l.product_uom_qty > 0
               AND l.off_warehouse_id IS NULL
               AND l.order_id != %(without)s
              LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
             WHERE o.exchange_id = %(exchange)s AND %(wanted)s
             GROUP BY o.id, i.id
            """,
            without=without.id if without else 0,
            exchange=self.id,
            wanted=SQL("TRUE")
            if wanted is None
            else SQL("o.id = ANY(%s)", list(wanted)),
        )
