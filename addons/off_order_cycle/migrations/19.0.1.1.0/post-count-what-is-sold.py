"""Offers and pickups count what is sold: what was sold before is counted once."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE off_offer SET reserved_qty = sold.quantity
          FROM (
                SELECT line.off_offer_id AS id,
                       SUM(line.product_uom_qty * ordered.factor / own.factor)
                       AS quantity
                  FROM sale_order_line line
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template
                    ON template.id = product.product_tmpl_id
                  JOIN uom_uom ordered ON ordered.id = line.product_uom_id
                  JOIN uom_uom own ON own.id = template.uom_id
                 WHERE line.off_offer_id IS NOT NULL AND line.state = 'sale'
                 GROUP BY line.off_offer_id
               ) sold
         WHERE off_offer.id = sold.id
        """
    )
    cr.execute(
        """
        UPDATE off_pickup_slot SET reserved_qty = placed.number
          FROM (
                SELECT off_slot_id AS id, COUNT(*) AS number FROM sale_order
                 WHERE off_slot_id IS NOT NULL AND state = 'sale'
                 GROUP BY off_slot_id
               ) placed
         WHERE off_pickup_slot.id = placed.id
        """
    )
