from odoo import models
from odoo.tools import SQL


class OffExchange(models.Model):
    """What producers can still prepare for the day of a cycle, in the shop's “left”."""

    _inherit = "off.exchange"

    def _get_capacity_query(self, has_order):
        """SQL of how many units of the offer ``o`` its producer can still prepare, NULL
        without limit.

        :param has_order: who looks changes an order, which takes no further one
        """
        self.ensure_one()
        return SQL(
            """
            SELECT MIN(CASE c.measure
                           WHEN 'quantity' THEN GREATEST(f.free, 0)
                           WHEN 'weight'
                           THEN GREATEST(f.free, 0) / NULLIF(p.weight, 0)
                           WHEN 'amount'
                           THEN GREATEST(f.free, 0) / NULLIF(i.price, 0)
                           WHEN 'orders'
                           THEN CASE WHEN f.free < 1 AND NOT %(has_order)s
                                     THEN 0 END
                       END) AS free
              FROM off_producer_capacity c
              LEFT JOIN off_producer_capacity_day d
                ON d.capacity_id = c.id
               AND d.date = (
                    SELECT (MIN(s.date_start) AT TIME ZONE 'UTC'
                            AT TIME ZONE %(tz)s)::date
                      FROM off_pickup_slot s
                     WHERE s.cycle_id = o.cycle_id)
              CROSS JOIN LATERAL (
                    SELECT COALESCE(d.declared_qty - d.reserved_qty, c.per_day)
                   ) f(free)
              JOIN product_product p ON p.id = o.product_id
              JOIN off_offer i ON i.id = o.incoming_id
             WHERE c.active AND c.producer_id = o.producer_id
            """,
            has_order=has_order,
            tz=self.cycle_id.sudo().company_id._off_get_tz(),
        )
