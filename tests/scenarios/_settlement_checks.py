"""Checks of the settlement scenario, read from the stored documents by SQL."""

ORDERED = """
    SELECT t.name->>'en_US', SUM(l.product_qty)::float
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.off_cycle_id = %s AND o.state = 'purchase' AND l.product_qty > 0
     GROUP BY 1"""
PURCHASES = """
    SELECT id FROM purchase_order
     WHERE off_cycle_id = %s AND state = 'purchase' ORDER BY id"""
EXPECTED = """
    SELECT t.name->>'en_US', SUM(m.product_uom_qty)::float
      FROM stock_move m JOIN purchase_order_line l ON l.id = m.purchase_line_id
      JOIN purchase_order o ON o.id = l.order_id
      JOIN product_product p ON p.id = m.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.off_cycle_id = %s AND m.state NOT IN ('cancel', 'done')
     GROUP BY 1 HAVING SUM(m.product_uom_qty) > 0"""
MIRRORED = """
    SELECT t.name->>'en_US', SUM(s.product_uom_qty)::float, SUM(l.product_qty)::float
      FROM sale_order_line s
      JOIN sale_order o ON o.id = s.order_id
      JOIN purchase_order_line l ON l.off_supply_line_id = s.id
      JOIN product_product p ON p.id = s.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.off_supply_cycle_id = %s GROUP BY 1"""
TOLD = """
    SELECT w.body_html FROM mail_mail w JOIN mail_message m
        ON m.id = w.mail_message_id
      JOIN purchase_order o ON o.id = m.res_id
     WHERE m.model = 'purchase.order' AND o.off_cycle_id = %s ORDER BY w.id"""
RECEIVED = """
    SELECT t.name->>'en_US', SUM(l.qty_received)::float
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.off_cycle_id = %s GROUP BY 1"""
DAMAGES = """
    SELECT t.name->>'en_US', d.quantity::float, d.note, d.date_told IS NOT NULL,
           EXISTS (SELECT 1 FROM mail_message g
                    WHERE g.model = 'purchase.order' AND g.res_id = o.id
                      AND g.body LIKE '%%' || d.note || '%%'),
           (SELECT COALESCE(SUM(q.quantity), 0) FROM stock_quant q
              JOIN stock_location s ON s.id = q.location_id
             WHERE s.usage = 'internal' AND q.product_id = d.product_id)::float
      FROM off_receipt_damage d JOIN stock_move m ON m.id = d.move_id
      JOIN purchase_order_line l ON l.id = m.purchase_line_id
      JOIN purchase_order o ON o.id = l.order_id
      JOIN product_product p ON p.id = d.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE o.off_cycle_id = %s"""
SHARES = """
    SELECT u.login, SUM(a.quantity)::float
      FROM off_allocation a JOIN sale_order o ON o.id = a.order_id
      JOIN res_users u ON u.partner_id = o.partner_id
     WHERE a.cycle_id = %s AND a.product_id = %s AND a.quantity <> 0 GROUP BY 1"""
# What came in from producers, was given, left for customers, and is still there.
BOOKS = """
    WITH moved AS (
        SELECT l.product_id, src.usage AS source, dst.usage AS target,
               SUM(l.quantity_product_uom) AS quantity
          FROM stock_move_line l
          JOIN stock_picking k ON k.id = l.picking_id
          JOIN stock_location src ON src.id = l.location_id
          JOIN stock_location dst ON dst.id = l.location_dest_id
         WHERE k.off_cycle_id = %(cycle)s AND l.state = 'done' GROUP BY 1, 2, 3)
    SELECT t.name->>'en_US',
           (SELECT COALESCE(SUM(quantity), 0) FROM moved
             WHERE product_id = p.id AND source = 'supplier')::float,
           (SELECT COALESCE(SUM(quantity), 0) FROM off_allocation
             WHERE product_id = p.id AND cycle_id = %(cycle)s)::float,
           (SELECT COALESCE(SUM(quantity), 0) FROM moved
             WHERE product_id = p.id AND target = 'customer')::float,
           (SELECT COALESCE(SUM(l.qty_delivered), 0) FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
             WHERE o.off_cycle_id = %(cycle)s AND l.product_id = p.id)::float,
           (SELECT COALESCE(SUM(q.quantity), 0) FROM stock_quant q
              JOIN stock_location s ON s.id = q.location_id
             WHERE s.usage = 'internal' AND q.product_id = p.id)::float,
           (SELECT COALESCE(SUM(q.reserved_quantity), 0) FROM stock_quant q
             WHERE q.product_id = p.id)::float,
           (SELECT COALESCE(SUM(q.quantity), 0) FROM stock_quant q
              JOIN stock_location s ON s.id = q.location_id
             WHERE s.usage = 'transit' AND q.product_id = p.id)::float
      FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
     WHERE p.id = ANY(%(products)s) ORDER BY 1"""
LOTS = """
    SELECT o.company_id, lot.name, lot.company_id, SUM(a.quantity)::float
      FROM off_allocation a JOIN sale_order o ON o.id = a.order_id
      JOIN stock_lot lot ON lot.id = a.lot_id
     WHERE a.cycle_id = %s AND lot.name LIKE 'C-%%' GROUP BY 1, 2, 3 ORDER BY 1, 2"""
TRANSFERS = """
    SELECT COUNT(*), COUNT(DISTINCT off_pickup_point_id) FROM stock_picking
     WHERE off_cycle_id = %s AND off_pickup_point_id IS NOT NULL AND state = 'done'"""
MADE = {
    "orders": "SELECT COUNT(*) FROM sale_order WHERE off_cycle_id IS NOT NULL",
    "purchases": "SELECT COUNT(*) FROM purchase_order",
    "transfers": "SELECT COUNT(*) FROM stock_picking WHERE state = 'done'",
    "allocations": "SELECT COUNT(*) FROM off_allocation",
}


def read_closing(scenario):
    cycle = scenario.cycle.id
    return {
        "purchases": [row[0] for row in scenario.read(PURCHASES, cycle)],
        "ordered": dict(scenario.read(ORDERED, cycle)),
        "expected": dict(scenario.read(EXPECTED, cycle)),
        "mirrored": {
            name: (sold, bought)
            for name, sold, bought in scenario.read(MIRRORED, cycle)
        },
    }


def read_received(scenario):
    return dict(scenario.read(RECEIVED, scenario.cycle.id))


def read_shares(scenario, name):
    return dict(scenario.read(SHARES, scenario.cycle.id, scenario.goods[name].id))


def check_all(scenario):
    """What came, was given, left and stays agrees for each product."""
    scenario.env.flush_all()
    scenario.env.cr.execute(
        BOOKS,
        {
            "cycle": scenario.cycle.id,
            "products": [product.id for product in scenario.goods.values()],
        },
    )
    rows = scenario.env.cr.fetchall()
    wrong = [
        row
        for row in rows
        if not (row[2] == row[3] == row[4] and row[1] - row[3] == row[5])
        or row[6]
        or row[7]
    ]
    scenario.check(
        "r20-received-given-delivered-and-kept-agree",
        rows and not wrong and any(row[3] for row in rows),
        f"name, received, given, left, delivered, kept, reserved, in transit: {rows}",
    )
    scenario.check(
        "r20-what-nobody-asked-for-stays",
        {row[0]: row[5] for row in rows if row[5]} == {"Farine": 1},
        f"{[(row[0], row[5]) for row in rows]}",
    )
    lots = scenario.read(LOTS, scenario.cycle.id)
    scenario.check(
        "lots-go-with-the-goods-to-the-other-operator",
        lots
        and all(company == owner for company, _name, owner, _quantity in lots)
        and sum(row[3] for row in lots) == 12
        and len({row[0] for row in lots}) == 2,
        f"operator of the order, lot, operator of the lot, quantity: {lots}",
    )
    ((count, points),) = scenario.read(TRANSFERS, scenario.cycle.id)
    scenario.check(
        "one-transfer-for-each-pickup-point",
        count == points == 2,
        f"{count} transfers for {points} points",
    )
