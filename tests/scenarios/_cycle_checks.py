"""Checks of the cycle scenario, computed from the stored documents by SQL."""

from decimal import Decimal

ORDERED = """
    SELECT l.product_id, SUM(l.product_uom_qty)
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'sale'
     GROUP BY l.product_id"""
PURCHASED = """
    SELECT l.product_id, SUM(l.product_qty)
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'purchase'
     GROUP BY l.product_id"""
MOVED = """
    SELECT m.product_id, SUM(m.quantity)
      FROM stock_move_line m
      JOIN stock_picking p ON p.id = m.picking_id
      JOIN stock_picking_type t ON t.id = p.picking_type_id
     WHERE p.off_cycle_id = %(cycle)s AND m.state = 'done' AND t.code = %(code)s
     GROUP BY m.product_id"""
DELIVERED = """
    SELECT l.product_id, SUM(l.qty_delivered)
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'sale' AND l.qty_delivered <> 0
     GROUP BY l.product_id"""
ALLOCATED = """
    SELECT product_id, SUM(quantity) FROM off_allocation
     WHERE cycle_id = %(cycle)s AND date_delivered IS NOT NULL GROUP BY product_id"""
STOCK = """
    SELECT q.product_id, SUM(q.quantity)
      FROM stock_quant q JOIN stock_location s ON s.id = q.location_id
     WHERE s.usage = 'internal' AND q.company_id = %(company)s
     GROUP BY q.product_id HAVING SUM(q.quantity) <> 0"""
INVOICES = """
    SELECT COUNT(*), COALESCE(SUM(m.amount_total), 0), COUNT(*) FILTER (
           WHERE m.state <> 'posted')
      FROM account_move m
     WHERE m.move_type = 'out_invoice' AND m.company_id = %(company)s"""
LINES = """
    SELECT l.id, l.product_uom_qty, l.qty_delivered
      FROM sale_order_line l JOIN sale_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'sale'"""
PURCHASED_AMOUNT = """
    SELECT COALESCE(SUM(ROUND(l.product_qty * l.price_unit, 2)), 0)
      FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id
     WHERE o.off_cycle_id = %(cycle)s AND o.state = 'purchase'"""
UNBALANCED = """
    SELECT COUNT(*) FROM (
        SELECT move_id FROM account_move_line WHERE company_id = %(company)s
         GROUP BY move_id HAVING SUM(balance) <> 0) AS entries"""
TOTALS = """
    SELECT (SELECT SUM(amount_total) FROM sale_order
             WHERE off_cycle_id = %(cycle)s AND state = 'sale'),
           (SELECT SUM(amount_total) FROM purchase_order
             WHERE off_cycle_id = %(cycle)s AND state = 'purchase')"""
BILLS = """
    SELECT COALESCE(SUM(amount_total), 0) FROM account_move
     WHERE move_type = 'in_invoice' AND company_id = %(company)s"""
RESERVED = """
    SELECT COALESCE(SUM(reserved_qty), 0) FROM off_availability"""


def count_documents(cr, cycle):
    """Documents that a closing makes."""
    cr.execute(
        """SELECT (SELECT COUNT(*) FROM purchase_order WHERE off_cycle_id = %(cycle)s),
                  (SELECT COUNT(*) FROM stock_picking WHERE off_cycle_id = %(cycle)s),
                  (SELECT COUNT(*) FROM purchase_order_line l
                     JOIN purchase_order o ON o.id = l.order_id
                    WHERE o.off_cycle_id = %(cycle)s)""",
        {"cycle": cycle},
    )
    return cr.fetchone()


class Books:
    """Reads the database of a finished scenario."""

    def __init__(self, scenario):
        self.cr = scenario.env.cr
        self.parameters = {
            "cycle": scenario.cycle.id,
            "company": scenario.company.id,
        }

    def by_product(self, query, **more):
        self.cr.execute(query, {**self.parameters, **more})
        return {
            product: Decimal(str(quantity)) for product, quantity in self.cr.fetchall()
        }

    def at_frozen_prices(self, frozen):
        """Amounts by the prices that the offers had when each order was validated.

        :param frozen: ``{line: (sale price, purchase price)}``
        :return: (ordered from producers, delivered to customers, margin of these)
        """
        self.cr.execute(LINES, self.parameters)
        bought, sold, margin = Decimal(0), Decimal(0), Decimal(0)
        for line, ordered, delivered in self.cr.fetchall():
            sale, purchase = frozen[line]
            ordered, delivered = Decimal(str(ordered)), Decimal(str(delivered))
            bought += ordered * purchase
            sold += round(delivered * sale, 2)
            margin += delivered * (sale - purchase)
        return bought, sold, margin

    def row(self, query):
        self.cr.execute(query, self.parameters)
        # PostgreSQL sums exactly; Odoo's cursor then hands numerics out as floats.
        return tuple(Decimal(str(value or 0)) for value in self.cr.fetchone())


def check_all(scenario):
    scenario.env.flush_all()
    books = Books(scenario)
    check_quantities(scenario, books)
    check_money(scenario, books)
    check_isolation(scenario)
    fill_made(scenario, books)


def check_quantities(scenario, books):
    check = scenario.report.check
    ordered = books.by_product(ORDERED)
    purchased = books.by_product(PURCHASED)
    received = books.by_product(MOVED, code="incoming")
    left = books.by_product(MOVED, code="outgoing")
    delivered = books.by_product(DELIVERED)
    allocated = books.by_product(ALLOCATED)
    short = sum(ordered.values()) - sum(received.values())
    check(
        "r14-purchased-is-ordered",
        ordered and ordered == purchased,
        f"{len(ordered)} products, {sum(ordered.values())} units",
    )
    check("r20-short-by-one-product", short == 1, f"{short} unit missing")
    check(
        "r20-delivered-is-received",
        received and received == left == delivered == allocated,
        f"{sum(received.values())} received, {sum(left.values())} left in transfers, "
        f"{sum(delivered.values())} on orders, {sum(allocated.values())} allocated",
    )
    stock = books.by_product(STOCK)
    check("stock-at-zero", not stock, f"{len(stock)} products left in stock")
    (reserved,) = books.row(RESERVED)
    check("r3-nothing-stays-reserved", not reserved, f"{reserved} units reserved")
    scenario.report.totals["short"] = float(short)


def check_money(scenario, books):
    check = scenario.report.check
    count, invoiced, unposted = books.row(INVOICES)
    to_buy, expected, margin = books.at_frozen_prices(scenario.frozen)
    (bought,) = books.row(PURCHASED_AMOUNT)
    (bills,) = books.row(BILLS)
    (unbalanced,) = books.row(UNBALANCED)
    ordered, purchased = books.row(TOTALS)
    check(
        "r10-invoiced-is-delivered-at-frozen-prices",
        count and invoiced == expected,
        f"{invoiced} invoiced, {expected} delivered × frozen price, tax included",
    )
    check(
        "r10-purchased-at-frozen-prices",
        bought and bought == to_buy,
        f"{bought} in purchase orders, {to_buy} ordered × frozen purchase price",
    )
    check("invoices-posted", count and not unposted, f"{count} invoices")
    check(
        "invariant-invoiced-is-paid-plus-margin",
        margin > 0 and invoiced == bills + margin,
        f"{invoiced} = {bills} + {margin}",
    )
    check("entries-balanced", not unbalanced, f"{unbalanced} entries out of balance")
    scenario.report.totals.update(
        ordered=float(ordered), invoiced=float(invoiced), purchased=float(purchased)
    )


def check_isolation(scenario):
    """What a coordinator of the other operator sees of this one."""
    env = scenario.env(user=scenario.stranger)
    seen = {
        "off.order.cycle": [],
        "off.offer": [],
        "off.allocation": [],
        "sale.order": [],
        "purchase.order": [],
        "stock.picking": [],
        "stock.quant": [],
        "stock.lot": [],
        "account.move": [],
        "res.partner": [("name", "=like", "Famille %")],
    }
    counts = {model: env[model].search_count(domain) for model, domain in seen.items()}
    scenario.report.check(
        "r4-other-operator-sees-nothing", not any(counts.values()), counts
    )


def fill_made(scenario, books):
    cr, cycle = books.cr, books.parameters
    queries = {
        "producers": "SELECT COUNT(*) FROM res_partner WHERE off_is_producer",
        "variants": "SELECT COUNT(*) FROM off_availability",
        "orders": "SELECT COUNT(*) FROM sale_order WHERE off_cycle_id = %(cycle)s",
        "order_lines": """SELECT COUNT(*) FROM sale_order_line l JOIN sale_order o
            ON o.id = l.order_id WHERE o.off_cycle_id = %(cycle)s""",
        "purchase_orders": """SELECT COUNT(*) FROM purchase_order
            WHERE off_cycle_id = %(cycle)s""",
        "receipts": """SELECT COUNT(*) FROM stock_picking p JOIN stock_picking_type t
            ON t.id = p.picking_type_id WHERE p.off_cycle_id = %(cycle)s
            AND t.code = 'incoming'""",
        "transfers": """SELECT COUNT(*) FROM stock_picking p JOIN stock_picking_type t
            ON t.id = p.picking_type_id WHERE p.off_cycle_id = %(cycle)s
            AND t.code = 'outgoing'""",
        "invoices": """SELECT COUNT(*) FROM account_move
            WHERE move_type = 'out_invoice' AND company_id = %(company)s""",
    }
    for name, query in queries.items():
        cr.execute(query, cycle)
        scenario.report.made[name] = cr.fetchone()[0]
