"""A sale from confirming to invoices, as a cycle and as plain Odoo does it.

Both are made of the same catalogue and orders in one database and run, and must end
equal: stock of each product, ledger of each account and partner, tax of each rate.
"""

import argparse
import random
import resource
import time

from support import server

from ._cycle_twins import CycleTwin, Sale, StockTwin
from ._figures import figure, report

PHASES = ("confirm", "purchase", "receive", "share", "hand_over")
NAMES = {
    "create": "orders created",
    "confirm": "orders confirmed",
    "purchase": "closing: purchase orders",
    "receive": "receiving",
    "share": "sharing out",
    "hand_over": "handing over",
    "invoice": "invoices posted",
}
STOCK = """
    SELECT p.id, COALESCE(SUM(q.quantity), 0), COALESCE(SUM(q.reserved_quantity), 0)
      FROM product_product p
      LEFT JOIN stock_quant q ON q.product_id = p.id AND q.company_id = %(company)s
      LEFT JOIN stock_location l ON l.id = q.location_id
     WHERE p.id = ANY(%(products)s) AND (l.id IS NULL OR l.usage = 'internal')
     GROUP BY p.id ORDER BY p.id"""
DELIVERED = """
    SELECT l.product_id, SUM(l.quantity_product_uom)
      FROM stock_move_line l JOIN stock_location d ON d.id = l.location_dest_id
     WHERE l.company_id = %(company)s AND l.state = 'done' AND d.usage = 'customer'
     GROUP BY l.product_id ORDER BY l.product_id"""
LEDGER = """
    SELECT a.code_store->>%(root)s, l.partner_id, SUM(l.balance)
      FROM account_move_line l JOIN account_account a ON a.id = l.account_id
     WHERE l.company_id = %(company)s AND l.parent_state = 'posted'
     GROUP BY 1, 2 HAVING SUM(l.balance) <> 0 ORDER BY 1, 2"""
TAXES = """
    SELECT t.amount, SUM(l.balance), SUM(l.tax_base_amount)
      FROM account_move_line l JOIN account_tax t ON t.id = l.tax_line_id
     WHERE l.company_id = %(company)s AND l.parent_state = 'posted'
     GROUP BY 1 ORDER BY 1"""
PAPERS = {"stock": STOCK, "delivered": DELIVERED, "ledger": LEDGER, "taxes": TAXES}


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=1000, help="orders, 1 or more")
    parser.add_argument("--lines", type=int, default=10, help="of each order")
    parser.add_argument("--products", type=int, default=600)
    parser.add_argument("--producers", type=int, default=30)
    parser.add_argument("--points", type=int, default=6, help="drop points")
    parser.add_argument(
        "--month",
        type=int,
        metavar="SALES",
        help="so many sales one after another, invoiced together: 4 make a month",
    )
    parser.add_argument(
        "--growth",
        action="store_true",
        help="not beside stock Odoo but beside a tenth of the orders",
    )


def check_arguments(args):
    if args.growth and args.size < 100:
        raise ValueError("give 100 or more orders, a tenth of them says little else")
    if args.month is not None and args.month < 1:
        raise ValueError("give 1 or more sales to --month")
    if args.size < 1 or not 1 <= args.lines <= args.products:
        raise ValueError("give 1 or more orders, and no more --lines than --products")
    if not 1 <= args.producers <= args.products or args.points < 1:
        raise ValueError("give 1 or more --points, and --producers up to --products")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if args.growth:
            return measure_growth(env, args)
        sale = Sale(env, random.Random(args.seed), args)
        twins = [CycleTwin(sale, args), StockTwin(sale, args)]
        cr.commit()
        if args.month:
            return measure_month(env, args, sale, twins)
        ours, stock = (measure(env, twin) for twin in twins)
        unequal = compare(env, sale, twins)
    return report(get_figures(args, ours, stock, unequal), ours, stock)


def measure_growth(env, args):
    """The cycle alone, with a tenth of the orders and with all of them."""
    costs = []
    for size in (args.size // 10, args.size):
        few = argparse.Namespace(**{**vars(args), "size": size})
        sale = Sale(env, random.Random(args.seed), few)
        twin = CycleTwin(sale, few, f"En cycle, {size}")
        env.cr.commit()
        costs.append(measure(env, twin, ("create", *PHASES)))
    few, many = costs
    grown = [get_total(cost) for cost in costs]
    return report(
        [
            figure(
                f"{args.size // 10} orders, confirming to handing over", grown[0], "s"
            ),
            figure(f"{args.size} orders, confirming to handing over", grown[1], "s"),
            figure("10 × the lines take × the time", grown[1] / grown[0], "×", 11),
            figure("memory at the most", many["hand_over"]["peak_mb"], "MB", 1500),
        ],
        many,
        few,
    )


def measure_month(env, args, sale, twins):
    """The invoices of several sales, one for each customer."""
    costs = []
    for twin in twins:
        if isinstance(twin, CycleTwin):
            twin.hub.invoice_grouping = "month"
        for number in range(args.month):
            if number:
                twin.begin()
            measure(env, twin, ("create", *PHASES, "settle"))
        costs.append(measure(env, twin, ("invoice_month",)))
    ours, stock = costs
    unequal = compare(env, sale, twins)
    seconds = [cost["invoice_month"]["seconds"] for cost in costs]
    told = f"{args.month} sales of {args.size} orders"
    return report(
        [
            figure(
                f"papers on which the twins differ: {unequal or 'none'}",
                len(unequal),
                "papers",
                0,
            ),
            figure(f"{told}, invoiced together", seconds[0], "s"),
            figure("the same in stock Odoo, customer by customer", seconds[1], "s"),
            figure(
                "invoices, time as part of stock Odoo's",
                seconds[0] / seconds[1],
                "×",
                1 / 3,
            ),
            figure("invoices, queries", ours["invoice_month"]["queries"], "q"),
        ],
        ours,
        stock,
    )


def measure(env, twin, names=None):
    """:return: ``{phase: {"seconds", "queries", "peak_mb"}}``"""
    costs = {}
    for name in names or NAMES:
        env.flush_all()
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        getattr(twin, name)()
        env.flush_all()
        # Messages of what changed are written when a request ends: they count.
        env.cr.commit()
        seconds = time.perf_counter() - start
        costs[name] = {
            "seconds": round(seconds, 3),
            "queries": env.cr.sql_log_count - queries,
            # The most that the process ever took, so far.
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    return costs


def compare(env, sale, twins):
    """:return: names of what the twins do not agree on"""
    env.flush_all()
    papers = []
    for twin in twins:
        found = {}
        for name, query in PAPERS.items():
            env.cr.execute(
                query,
                {
                    "company": twin.company.id,
                    "root": str(twin.company.id),
                    "products": sale.products.ids,
                },
            )
            found[name] = env.cr.fetchall()
        papers.append(found)
    if not papers[0]["ledger"] or not papers[0]["delivered"]:
        raise RuntimeError("nothing was delivered or invoiced: there is no benchmark")
    return [name for name in PAPERS if papers[0][name] != papers[1][name]]


def get_total(costs, key="seconds"):
    return sum(costs[name][key] for name in PHASES)


def get_figures(args, ours, stock, unequal):
    ratio = get_total(stock) / get_total(ours)
    return [
        figure(
            f"papers on which the twins differ: {unequal or 'none'}",
            len(unequal),
            "papers",
            0,
        ),
        figure("confirming to handing over", get_total(ours), "s"),
        figure("the same in stock Odoo", get_total(stock), "s"),
        figure("confirming to handing over, queries", get_total(ours, "queries"), "q"),
        figure(
            "time, as part of stock Odoo's",
            1 / ratio,
            "×",
            0.2 if args.size < 1000 else 0.1,
        ),
        *(
            figure(
                f"{label}, stock Odoo beside it takes × as long",
                stock[name]["seconds"] / max(ours[name]["seconds"], 0.001),
                "×",
            )
            for name, label in NAMES.items()
            if name not in ("share", "create")
        ),
        figure(
            "invoices, time as part of stock Odoo's",
            ours["invoice"]["seconds"] / stock["invoice"]["seconds"],
            "×",
            1 / 3,
        ),
        figure("memory at the most", ours["invoice"]["peak_mb"], "MB", 1500),
    ]
