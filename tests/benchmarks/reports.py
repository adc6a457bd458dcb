"""Each report of a cycle with 30,000 lines, the working ones and, of the same cycle
invoiced, paid and billed, those of the books, beside the ORM of stock Odoo.

Each is made in a process of its own, which has served nothing before: what it takes in
memory is what the process grew by, at its highest, above what Odoo itself takes. The
baseline reads the same lines as records and sums them up, which is how reports of Odoo
that are written without care work.
"""

import contextlib
import json
import multiprocessing
import os
import resource
import time

from support import server

from ._figures import figure, report
from ._reports_books import settle
from ._reports_seed import EACH, make_orders

SECONDS = 5
MEGABYTES = 200
BASELINE = "supplier totals, record by record"


def add_arguments(parser):
    parser.add_argument(
        "--size", type=int, default=30_000, help="order lines, 300 or more"
    )
    parser.add_argument("--products", type=int, default=600, help="30 or more")


def check_arguments(args):
    if args.size < 10 * EACH:
        raise ValueError(f"--size {args.size} is no long report; give 300 or more")
    if args.products < EACH:
        raise ValueError(f"--products {args.products}: give {EACH} or more")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo.addons.off_order_cycle_report.reports import REPORTS

    _close_connections()
    # Apart too: memory that making them left would be used again by the reports.
    made = _apart(_seed, registry, args.seed, args.size, args.products)
    who = registry, made["user"], made["cycle"]
    ours = {}
    for sources, prepare in (
        (("lines", "offers"), None),
        (("billed", "fees", "payments", "bills"), _settle),
    ):
        if prepare:
            _apart(prepare, registry, made["cycle"], made["user"])
        for code, known in REPORTS.items():
            if known.source in sources:
                ours[f"{code}, sheet"] = _apart(_measure, *who, code, _write_sheet)
                ours[f"{code}, screen"] = _apart(_measure, *who, code, _read_page)
    stock = _apart(_measure, *who, None, _sum_records)
    return report(
        [*_get_figures(args, ours), *_get_ratio(ours, stock)], ours, {BASELINE: stock}
    )


def _get_figures(args, ours):
    for name, cost in ours.items():
        told = f"{name}, {args.size} lines"
        yield figure(f"{told}: time", cost["seconds"], "s", SECONDS)
        yield figure(f"{told}: memory above the server", cost["MB"], "MB", MEGABYTES)
        yield figure(f"{told}: queries", cost["queries"], "q")


def _get_ratio(ours, stock):
    yield figure(f"{BASELINE}: time", stock["seconds"], "s")
    yield figure(f"{BASELINE}: memory above the server", stock["MB"], "MB")
    yield figure(
        "supplier totals, as part of the time record by record",
        ours["supplier_totals, sheet"]["seconds"] / stock["seconds"],
        "×",
        1,
    )


def _close_connections():
    """A process that begins from this one must not share its connections."""
    import odoo.sql_db

    odoo.sql_db.close_all()


def _apart(action, *args):
    """Run ``action`` in a process of its own.

    :return: what it returns
    """
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(send, action, *args))
    process.start()
    send.close()
    told = "it told nothing"
    with contextlib.suppress(EOFError):
        told = receive.recv()
    process.join()
    if not isinstance(told, dict):
        raise RuntimeError(f"{action.__name__}: {told}")
    return told


def _work(send, action, *args):
    try:
        told = action(*args)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
    send.send(told)
    send.close()


def _seed(registry, seed, size, products):
    """:return: ``{"cycle": id, "user": id}``"""
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_orders(env, seed, size, products)
        return {name: record.id for name, record in made.items()}


def _settle(registry, cycle, user):
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
        settle(env, env["off.order.cycle"].browse(cycle))
        env["res.users"].browse(user).group_ids += env.ref(
            "account.group_account_invoice"
        )
        cr.commit()
        cr.execute("ANALYZE")
        cr.commit()
    return {}


def _measure(registry, user, cycle, code, action):
    """:return: ``{"seconds", "MB", "queries", "rows"}``"""
    from odoo import api

    with registry.cursor() as cr:
        env = api.Environment(cr, user, {"lang": "fr_FR"})
        companies = env.user.company_ids.ids
        env = env.user.with_context(allowed_company_ids=companies).env
        # What any first request loads is no part of a report.
        env["off.cycle.report"].get_page("delivery", {"cycles": [2**31 - 1]})
        before, queries = _get_peak(), cr.sql_log_count
        start = time.perf_counter()
        rows = action(env, cycle, code)
        told = {
            "seconds": round(time.perf_counter() - start, 3),
            "MB": round(_get_peak() - before, 1),
            "queries": cr.sql_log_count - queries,
            "rows": rows,
        }
        cr.rollback()
    return told


def _get_peak():
    """The most that this process ever took, in megabytes: a child begins with what it
    has from its parent."""
    with open("/proc/self/status", encoding="ascii") as lines:
        for line in lines:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_sheet(env, cycle, code):
    rows = []
    reports = env["off.cycle.report"]
    one = reports._get_report(code)
    filters = reports._read_filters({"cycles": [cycle]})
    path = reports._write_file(one, filters, "xlsx", rows.append)
    os.unlink(path)
    if not rows:
        raise RuntimeError(f"{code}: nothing to report")
    return rows[-1]


def _read_page(env, cycle, code):
    page = env["off.cycle.report"].get_page(code, {"cycles": [cycle]}, 2)
    return len(json.dumps(page)) and page["count"]


def _sum_records(env, cycle, _code):
    totals = {}
    lines = env["sale.order.line"].search(
        [("order_id.off_cycle_id", "=", cycle), ("state", "=", "sale")]
    )
    for line in lines:
        product = line.product_id
        key = product.off_producer_id.display_name, product.display_name
        ordered, cost = totals.get(key, (0.0, 0.0))
        totals[key] = (
            ordered + line.product_uom_qty,
            cost + line.product_uom_qty * line.off_purchase_price,
        )
    return len(totals)
