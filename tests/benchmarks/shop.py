"""The shop of a cycle beside Odoo's own, on the same products and the same server."""

import random
import re
import statistics
import tempfile
from pathlib import Path

from support import server

from ._figures import figure, report
from ._portal_weight import browser, find_chromium
from ._requests import Meter
from ._shop_seed import PASSWORD, make_shop

PAGE = 150  # milliseconds, of 1,000 offers
QUERIES = 30
CHANGE = 60
PAINT = 1.5  # seconds
RATIO = 10  # an offer costs so many times less than at stock Odoo's shop


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=1000, help="offers, 100 or more")
    parser.add_argument("--repeat", type=int, default=40, help="requests of each page")


def check_arguments(args):
    if args.size < 100:
        raise ValueError(f"--size {args.size} is no shop; give 100 or more offers")
    if args.repeat < 1:
        raise ValueError(f"--repeat {args.repeat} measures nothing; give 1 or more")
    find_chromium()


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    sizes = (args.size // 10, args.size, args.size * 5)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_shop(env, random.Random(args.seed), sizes, buyers=1)
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
    figures = get_figures(args, ours, stock, painted)
    return report(figures, describe(ours), describe({"/shop": stock}))


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
