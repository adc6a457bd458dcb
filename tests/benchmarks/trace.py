"""From a lot to its customers and back, among 100,000 allocations, beside reading the
same record by record."""

import os
import time

from support import server

from ._figures import figure, report
from ._trace_seed import make_traces

SECONDS = 1.0
BASELINE = "lot to customers, record by record"


def add_arguments(parser):
    parser.add_argument(
        "--size", type=int, default=100_020, help="allocations, 3000 or more"
    )
    parser.add_argument("--products", type=int, default=100, help="30 or more")


def check_arguments(args):
    if args.size < 3000:
        raise ValueError(f"--size {args.size} is few; give 3000 or more")
    if args.products < 30:
        raise ValueError(f"--products {args.products}: give 30 or more")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_traces(env, args.seed, args.size, args.products)
    ours = {}
    with registry.cursor() as cr:
        env = api.Environment(cr, made["user"], {"lang": "fr_FR"})
        env["off.trace"].find("nothing of this name")  # what any first request loads
        for name, kind, record in (
            ("lot to customers", "lot", made["lot"]),
            ("receipt without lot to customers", "line", made["line"]),
            ("customer to lots", "customer", made["customer"]),
            ("order to lots", "order", made["order"]),
        ):
            ours[name] = _measure(env, _read, kind, record)
            ours[f"{name}, spreadsheet"] = _measure(env, _write, kind, record)
        ours["search"] = _measure(env, _find, "lot", made["name"])
        stock = _measure(env, _browse, "lot", made["lot"])
    return report([*_get_figures(args, ours, stock)], ours, {BASELINE: stock})


def _get_figures(args, ours, stock):
    for name, cost in ours.items():
        told = f"{name}, among {args.size} allocations"
        yield figure(f"{told}: time", cost["seconds"], "s", SECONDS)
        yield figure(f"{told}: queries", cost["queries"], "q")
    yield figure(f"{BASELINE}: time", stock["seconds"], "s")
    yield figure(f"{BASELINE}: queries", stock["queries"], "q")


def _measure(env, action, kind, record):
    """:return: ``{"seconds", "queries", "rows"}``"""
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    rows = action(env, kind, record)
    if not rows:
        raise RuntimeError(f"{kind} {record}: nothing was found")
    return {
        "seconds": round(time.perf_counter() - start, 3),
        "queries": env.cr.sql_log_count - queries,
        "rows": rows,
    }


def _read(env, kind, record):
    told = env["off.trace"].get_trace(kind, record)
    return told["customers"]["lines"] if "customers" in told else len(told["given"])


def _write(env, kind, record):
    path = env["off.trace"]._write_xlsx(kind, record)
    size = os.path.getsize(path)
    os.unlink(path)
    return size


def _find(env, _kind, name):
    return len(env["off.trace"].find(name))


def _browse(env, _kind, record):
    given = env["off.allocation"].sudo().search([("lot_id", "=", record)])
    return len(
        [
            (
                one.partner_id.display_name,
                one.partner_id.phone,
                one.order_id.name,
                one.order_id.off_slot_id.point_id.name,
                one.move_line_id.picking_id.name,
                one.quantity,
            )
            for one in given
        ]
    )
