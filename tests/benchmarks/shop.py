"""The shop of a cycle beside Odoo's own, on the same products and the same server."""

import random
import tempfile
from pathlib import Path

from support import server

from ._figures import figure, report
from ._requests import Meter
from ._shop_seed import PASSWORD, make_shop

PAGE = 150  # milliseconds, of 1,000 offers
QUERIES = 30
CHANGE = 60
RATIO = 10  # an offer costs so many times less than at stock Odoo's shop


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=1000, help="offers, 100 or more")
    parser.add_argument("--repeat", type=int, default=40, help="requests of each page")


def check_arguments(args):
    if args.size < 100:
        raise ValueError(f"--size {args.size} is no shop; give 100 or more offers")
    if args.repeat < 1:
        raise ValueError(f"--repeat {args.repeat} measures nothing; give 1 or more")


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    sizes = (args.size // 10, args.size, args.size * 5)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_shop(env, random.Random(args.seed), sizes, buyers=60)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "requests.log")
        options = (f"--logfile={log}", "--log-handler=werkzeug:INFO")
        with server.serve(args.config, args.database, *options) as address:
            meter = Meter(address, log, args.repeat)
            session = server.log_in(address, made["logins"][0], PASSWORD)
            ours = {
                f"{size} offers": meter.measure(f"/cycles/{exchange}", session)
                for size, exchange in made["exchanges"].items()
            }
            stock = meter.measure("/shop", session)
    return report(
        get_figures(args, ours, stock), describe(ours), describe({"shop": stock})
    )


def get_figures(args, ours, stock):
    main = ours[f"{args.size} offers"]
    return [
        figure(f"page of {args.size} offers, time (p95)", main.slow, "ms", PAGE),
        figure(
            f"page of {args.size} offers, queries", main.queries, "queries", QUERIES
        ),
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
