"""What a large network costs: its public directory beside Odoo's own directory of
partners, the pages of hubs and producers, the import of a catalogue.

Stock Odoo lists partners at ``/customers`` (add-on website_customer): it is installed
after ours was measured, shows the same members, and gives the baseline.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

from support import server
from support.chromium import find_chromium

from . import _catalogue_import, _hub_pages
from ._directory_seed import make_network
from ._figures import figure, report
from ._requests import Meter

PRODUCTS = 10  # of each member
PAGE = 200  # milliseconds
MAP = 300
QUERIES = 25
NEAR = "near=x&at=x&lat=46.5&lng=3&km="
PAGES = {
    "list": "/network",
    "list, last page": "/network/page/9999",
    "list by role": "/network?role=producer",
    "list by label": "/network?label=BIO",
    "list by product": "/network?product=carottes",
    "list by season": "/network?month=6",
    "list by delivery day": "/network?day=1",
    "list within 50 km": f"/network?{NEAR}50",
    "list at any distance": f"/network?{NEAR}0",
    "list by everything": f"/network?{NEAR}200&product=miel&month=6&day=1&label=BIO",
    "products": "/network/products",
    "products by name": "/network/products?product=carottes",
    "products within 50 km": f"/network/products?{NEAR}50",
    "products by name and distance": f"/network/products?{NEAR}0&product=miel",
    "map": "/network/map.json",
    "map within 50 km": f"/network/map.json?{NEAR}50",
}
STOCK = "website_customer"
STOCK_PAGES = {
    "list": "/customers",
    # A word that is found: stock Odoo searches names and texts, and has no products.
    "list by product": "/customers?search=Ferme",
}


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=5000, help="members, 10 or more")
    parser.add_argument("--repeat", type=int, default=7, help="requests of each page")


def check_arguments(args):
    if args.size < 10:
        raise ValueError(f"--size {args.size} is no network; give 10 or more members")
    if args.repeat < 1:
        raise ValueError(f"--repeat {args.repeat} measures nothing; give 1 or more")
    find_chromium()


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        make_network(env, random.Random(args.seed), args.size, PRODUCTS)
        made = _hub_pages.prepare(env)
    with server.serve(args.config, args.database) as address:
        further = _hub_pages.measure(address, made)
    with registry.cursor() as cr:
        further += _catalogue_import.measure(
            api.Environment(cr, SUPERUSER_ID, {}), made["hub"]
        )
    ours = measure(args, PAGES)
    baseline = measure_stock(registry, args)
    figures = [one for name, cost in ours.items() for one in get_figures(name, cost)]
    figures += [
        figure(
            f"{name}, time as part of stock Odoo's",
            ours[name].milliseconds / cost.milliseconds,
            "×",
        )
        for name, cost in baseline.items()
    ]
    return report(figures + further, describe(ours), describe(baseline))


def measure(args, pages):
    """:return: ``{name: Cost}``"""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "requests.log")
        options = (f"--logfile={log}", "--log-handler=werkzeug:INFO")
        with server.serve(args.config, args.database, *options) as address:
            meter = Meter(address, log, args.repeat)
            return {name: meter.measure(path) for name, path in pages.items()}


def measure_stock(registry, args):
    """The same members in Odoo's own directory."""
    command = [sys.executable, "-m", "odoo", "-c", args.config, "-d", args.database]
    command += ["-i", STOCK, "--stop-after-init", "--log-level=error", "--no-http"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with registry.cursor() as cr:
        cr.execute(
            "UPDATE res_partner SET is_published = true, assigned_partner_id ="
            " (SELECT partner_id FROM res_company ORDER BY id LIMIT 1)"
            " WHERE off_is_member AND off_visibility = 'public'"
        )
        cr.execute("ANALYZE res_partner")
    return measure(args, STOCK_PAGES)


def get_figures(name, cost):
    limit = MAP if name.startswith("map") else PAGE
    return [
        figure(f"{name}, time", cost.milliseconds, "ms", limit),
        figure(f"{name}, queries", cost.queries, "queries", QUERIES),
    ]


def describe(costs):
    return {
        name: {"ms": cost.milliseconds, "queries": cost.queries, "kB": cost.size}
        for name, cost in costs.items()
    }
