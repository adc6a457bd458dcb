"""The shop of a cycle beside Odoo's own, on the same products and the same server."""

import random
import re
import statistics
import tempfile
from pathlib import Path

from support import server
from support.chromium import browser, find_chromium

from ._figures import figure, report
from ._load import WORKERS, drive, log_all_in, rush
from ._requests import Meter
from ._shop_seed import PASSWORD, make_checkout, make_scarce, make_shop

PAGE = 150  # milliseconds, of 1,000 offers
QUERIES = 30
CHANGE = 60
PAINT = 1.5  # seconds
RATIO = 10  # an offer costs so many times less than at stock Odoo's shop
UNITS = 50  # of one product, for which many more buyers come at once


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=1000, help="offers, 100 or more")
    parser.add_argument("--repeat", type=int, default=40, help="requests of each page")
    parser.add_argument(
        "--customers", type=int, default=50, help="virtual customers, 1 or more"
    )
    parser.add_argument(
        "--seconds", type=int, default=60, help="how long virtual customers order"
    )
    parser.add_argument(
        "--buyers",
        type=int,
        default=200,
        help=f"buyers of {UNITS} units at once, more than {UNITS}",
    )


def check_arguments(args):
    if args.size < 100:
        raise ValueError(f"--size {args.size} is no shop; give 100 or more offers")
    if args.repeat < 1:
        raise ValueError(f"--repeat {args.repeat} measures nothing; give 1 or more")
    if args.customers < 1 or args.seconds < 1:
        raise ValueError("--customers and --seconds must be 1 or more")
    if args.buyers <= UNITS:
        raise ValueError(f"--buyers {args.buyers} is no rush; give more than {UNITS}")
    find_chromium()


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_shop(
            env,
            random.Random(args.seed),
            (args.size // 10, args.size, args.size * 5),
            buyers=max(args.buyers, args.customers),
        )
        make_checkout(env)
        ours, stock, painted = measure_pages(args, made)
        crowd = measure_crowds(args, env, made)
    return report(
        [*get_figures(args, ours, stock, painted), *get_crowd_figures(args, crowd)],
        describe(ours) | {name: vars(one) for name, one in crowd.items()},
        describe({"/shop": stock}) | {"orders in /shop": vars(crowd["stock"])},
    )


def measure_pages(args, made):
    """One person on a server of one process: (our costs, that of /shop, seconds)."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "requests.log")
        options = (f"--logfile={log}", "--log-handler=werkzeug:INFO")
        with server.serve(args.config, args.database, *options) as address:
            meter = Meter(address, log, args.repeat)
            session = server.log_in(address, made["logins"][0], PASSWORD)
            ours = {
                f"page of {size} offers": meter.measure(f"/cycles/{exchange}", session)
                for size, exchange in made["exchanges"].items()
            }
            ours["change of a quantity"] = measure_change(
                meter, session, made["exchanges"][args.size]
            )
            stock = meter.measure("/shop", session)
            painted = measure_paint(
                address, session, f"/cycles/{made['exchanges'][args.size]}"
            )
    return ours, stock, painted


def measure_crowds(args, env, made):
    """Many people on a server of two workers.

    :return: ``{"direct", "paid", "stock": Throughput, "rush": Rush}``
    """
    exchange = made["exchanges"][args.size]
    edge = env["off.exchange"].browse(exchange)
    plan = {"exchange": exchange, "slot": made["slots"][args.size]}
    offers = edge.offer_ids.ids
    small = made["exchanges"][args.size // 10]
    scarce = make_scarce(env, small, UNITS)
    crowd = {}
    with server.serve(args.config, args.database, *WORKERS) as address:
        sessions = log_all_in(address, made["logins"], PASSWORD)

        def drive_all(journey, goods, **changes):
            load = {
                "journey": journey,
                "plan": plan | changes,
                "goods": goods,
                "sessions": sessions[: args.customers],
                "seed": args.seed,
            }
            return drive(address, load, args.seconds)

        crowd["rush"] = rush(
            address,
            env,
            small,
            sessions[: args.buyers],
            {f"qty_{scarce.id}": 1, "slot": made["slots"][args.size // 10]},
        )
        crowd["direct"] = drive_all("order_in_cycle", offers)
        edge.hub_id.checkout = "payment"
        env.cr.commit()
        crowd["paid"] = drive_all("order_in_cycle", offers, pays=True)
        crowd["stock"] = drive_all("order_in_shop", made["goods"])
    return crowd


def measure_change(meter, session, exchange):
    """A buyer with thirty products in the basket changes one after the other."""
    address = f"{meter.address}/cycles/{exchange}"
    page = session.get(address, timeout=60).text
    offers = re.findall(r'name="qty_(\d+)"', page)[:30]

    def change(quantities):
        call = {
            "jsonrpc": "2.0",
            "method": "call",
            "params": {"quantities": quantities},
        }
        answer = session.post(f"{address}/basket", json=call, timeout=60)
        if "result" not in answer.json():
            raise RuntimeError(answer.text)
        return answer

    change(dict.fromkeys(offers, 1))
    return meter.measure_calls(
        lambda turn: change({offers[turn % len(offers)]: 2 + turn})
    )


def measure_paint(address, session, path, times=5):
    """Seconds until the browser shows the page, median of several, empty cache each."""
    seconds = []
    for _time in range(times):
        with browser() as tab:
            tab.call(
                "Network.setCookie",
                name="session_id",
                value=session.cookies["session_id"],
                url=address,
            )
            tab.call("Page.navigate", url=address + path)
            tab.wait("Page.loadEventFired")
            painted = tab.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
            )
            if painted is None:
                raise RuntimeError(f"{path} painted nothing")
            seconds.append(painted / 1000)
    return statistics.median(seconds)


def get_figures(args, ours, stock, painted):
    main = ours[f"page of {args.size} offers"]
    change = ours["change of a quantity"]
    shown = 20  # products on a page of Odoo's shop
    ratio = (stock.milliseconds / shown) / (main.milliseconds / args.size)
    queries = {cost.queries for name, cost in ours.items() if name.startswith("page")}
    return [
        figure(f"page of {args.size} offers, time (p95)", main.slow, "ms", PAGE),
        figure(f"page of {args.size} offers, queries", main.queries, "q", QUERIES),
        figure("queries that depend on the size", max(queries) - min(queries), "q", 0),
        figure("first paint", painted, "s", PAINT),
        figure(
            "time of an offer, as part of a product's in /shop",
            1 / ratio,
            "×",
            1 / RATIO,
        ),
        figure("change of a quantity (p95)", change.slow, "ms", CHANGE),
    ]


def get_crowd_figures(args, crowd):
    rushed, direct, paid = crowd["rush"], crowd["direct"], crowd["paid"]
    name = f"{args.buyers} buyers on {UNITS} units"
    customers = f"{args.customers} customers on 2 workers"
    return [
        figure(f"{customers}, errors", direct.errors + paid.errors, "errors", 0),
        figure(f"{customers}, ordering at once", direct.per_minute, "orders/min"),
        figure(f"{customers}, paying by transfer", paid.per_minute, "orders/min"),
        figure(
            f"{customers}, same in stock Odoo's shop",
            crowd["stock"].per_minute,
            "orders/min",
        ),
        figure(
            f"{name}, sold more or less than {UNITS}",
            abs(rushed.sold - UNITS),
            "units",
            0,
        ),
        figure(
            f"{name}, not told what is left",
            args.buyers - UNITS - rushed.told,
            "buyers",
            0,
        ),
        figure(f"{name}, deadlocks", rushed.deadlocks, "deadlocks", 0),
    ]


def describe(costs):
    return {
        name: {
            "ms": cost.milliseconds,
            "p95": cost.slow,
            "queries": cost.queries,
            "kB": cost.size,
        }
        for name, cost in costs.items()
    }
