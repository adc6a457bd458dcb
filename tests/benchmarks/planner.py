"""The planner of a cycle beside the form of stock Odoo, on the same cycle.

Stock Odoo's way to edit a cycle with its offers is a form with lists in it: what it
reads (``web_read``) and how it saves one price (``web_save``) is the baseline. The form
is asked for all lines, as the planner shows all; a form that shows the first 40 of each
list cannot search in the others.
"""

import statistics
import tempfile
import time
from pathlib import Path

from support import server
from support.chromium import browser, find_chromium

from ._figures import figure, report
from ._planner_seed import EACH, PASSWORD, make_territory
from ._requests import Meter

OPENS = 2.0  # seconds
SAVES = 1.0
MODEL = "off.order.cycle"
FORM = "/odoo/action-off_order_cycle.off_order_cycle_action/"
CELL = "product_id price on_demand declared_qty customer_limit reserved_qty".split()
# Seconds from a click until the browser has painted what it leads to.
CLICK = """(async () => {
    const until = async (check) => {
        for (let turn = 0; turn < 2000; turn++) {
            if (check()) return;
            await new Promise(requestAnimationFrame);
        }
        throw new Error("nothing came");
    };
    const find = (selector) => document.querySelector(selector);
    await until(() => %(start)s);
    await new Promise((done) => setTimeout(done, 500));
    const began = performance.now();
    %(act)s;
    await until(() => %(end)s);
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return (performance.now() - began) / 1000;
})()"""
GROUP = ".o_off_planner_group"
PRICE = ".o_off_planner_row .o_off_planner_hub input[inputmode]"
BADGE = ".o_off_planner_bar [role=status]"
TYPE = (
    "const typed = find('.o_off_planner_filters input'); typed.value = '%s';"
    " typed.dispatchEvent(new Event('input'))"
)
STEPS = {
    "opens": {
        "start": "find('button[name=action_plan]')",
        "act": "find('button[name=action_plan]').click()",
        "end": f"find('{GROUP}')",
    },
    "unfolds": {
        "start": f"find('{GROUP} button')",
        "act": f"find('{GROUP} button').click()",
        "end": f"find('{PRICE}')?.value",
    },
    "searches": {
        "start": "find('.o_off_planner_filters input')",
        "act": TYPE % "no such thing",
        "end": "find('.o_off_planner_body > p')",
    },
    "shows all again": {
        "start": "find('.o_off_planner_body > p')",
        "act": TYPE % "",
        "end": f"find('{PRICE}')?.value",
    },
    "saves": {
        "start": f"find('{PRICE}')?.value",
        "act": f"const cell = find('{PRICE}');"
        " cell.value = (1 + Math.random() * 90).toFixed(2);"
        " cell.dispatchEvent(new Event('change', {bubbles: true}));"
        f" await until(() => find('{BADGE}.text-bg-warning'));"
        " find('[data-hotkey=s]').click()",
        "end": f"find('{BADGE}:not(.text-bg-warning)')",
    },
}


def add_arguments(parser):
    parser.add_argument("--size", type=int, default=10_000, help="products, 40 or more")
    parser.add_argument("--hubs", type=int, default=20, help="hubs that sell them")
    parser.add_argument("--repeat", type=int, default=5, help="requests of each kind")


def check_arguments(args):
    if args.size < EACH:
        raise ValueError(
            f"--size {args.size} is no cycle; give {EACH} or more products"
        )
    if args.hubs < 1 or args.repeat < 1:
        raise ValueError("--hubs and --repeat are 1 or more")
    find_chromium()


def run(args):
    registry = server.open_registry(args.config, args.database)
    from odoo import SUPERUSER_ID, api

    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        made = make_territory(env, args.size, args.hubs)
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "requests.log")
        options = (
            f"--logfile={log}",
            "--log-handler=werkzeug:INFO",
            # The baseline takes longer than a request may, and more memory.
            "--limit-time-real=3600",
            "--limit-memory-soft=0",
            "--limit-memory-hard=0",
        )
        with server.serve(args.config, args.database, *options) as address:
            session = server.log_in(address, made["login"], PASSWORD)
            caller = Caller(address, session, made["cycle"], log, args.repeat)
            ours = measure_ours(caller, args)
            seen = measure_browser(address, session, made["cycle"], args.repeat)
            stock = measure_stock(caller)
    return report(get_figures(args, ours, seen, stock), {**ours, **seen}, stock)


class Caller:
    """Calls methods of the cycle as the web client does."""

    def __init__(self, address, session, cycle, log, repeat):
        self.address = address
        self.session = session
        self.cycle = cycle
        self.meter = Meter(address, log, repeat)

    def call(self, method, *args, **kwargs):
        answer = self.send(method, *args, **kwargs).json()
        if "result" not in answer:
            raise RuntimeError(answer)
        return answer["result"]

    def send(self, method, *args, **kwargs):
        params = {
            "model": MODEL,
            "method": method,
            "args": [[self.cycle], *args],
            "kwargs": kwargs,
        }
        return self.session.post(
            f"{self.address}/web/dataset/call_kw/{MODEL}/{method}",
            json={"jsonrpc": "2.0", "method": "call", "params": params},
            timeout=3600,
        )

    def measure(self, call):
        """:return: dict of plain values"""
        cost = self.meter.measure_calls(call)
        return {
            "seconds": cost.milliseconds / 1000,
            "queries": cost.queries,
            "kB": cost.size,
        }

    def time(self, method, *args, **kwargs):
        """Once only, of what takes too long to be repeated."""
        began = time.monotonic()
        answer = self.send(method, *args, **kwargs)
        result = {
            "seconds": round(time.monotonic() - began, 2),
            "kB": round(len(answer.content) / 1000, 1),
        }
        if "result" not in answer.json():
            raise RuntimeError(answer.text[:2000])
        return result


def measure_ours(caller, args):
    planner = caller.call("get_planner")
    edge, row = planner["outgoing"][0][0], planner["rows"][0]
    price = caller.call("get_planner_cells", [row[5]], [edge])[str(edge)][0][1]

    def save(turn):
        nonlocal price
        seen, price = price, 10 + turn
        cells = [[edge, row[0], row[1], [seen, None, 0], [price, None, 0]]]
        answer = caller.send("save_planner", {"cells": cells})
        if answer.json()["result"]["errors"]:
            raise RuntimeError(answer.text)
        return answer

    many = [one[5] for one in planner["rows"][:100]]
    return {
        "reads": caller.measure(lambda _turn: caller.send("get_planner")),
        "reads 100 products of all hubs": caller.measure(
            lambda _turn: caller.send("get_planner_cells", many)
        ),
        "saves one price": caller.measure(save),
        "a hub stops selling everything": measure_bulk(caller, planner),
    }


def measure_bulk(caller, planner):
    """One click on a hub, saved: as many offers as there are products."""
    edge = planner["outgoing"][-1][0]
    cells = []
    known = caller.call(
        "get_planner_cells", [row[5] for row in planner["rows"]], [edge]
    )[str(edge)]
    for row, cell in zip(planner["rows"], known, strict=True):
        cells.append([edge, row[0], row[1], cell[1:4], None])
    return caller.time("save_planner", {"cells": cells})


def measure_browser(address, session, cycle, repeat):
    """Seconds from a click until the page shows what it asked for, medians."""
    seconds = {name: [] for name in STEPS}
    for _turn in range(repeat + 1):
        with browser() as tab:
            tab.call(
                "Network.setCookie",
                name="session_id",
                value=session.cookies["session_id"],
                url=address,
            )
            tab.call("Page.navigate", url=f"{address}{FORM}{cycle}")
            tab.wait("Page.loadEventFired")
            for name, step in STEPS.items():
                answer = tab.call(
                    "Runtime.evaluate",
                    expression=CLICK % step,
                    awaitPromise=True,
                    returnByValue=True,
                )
                if "exceptionDetails" in answer:
                    raise RuntimeError(f"{name}: {answer['exceptionDetails']}")
                seconds[name].append(answer["result"]["value"])
    # The first time, the server had not read its files.
    return {
        f"{name}, in the browser": round(statistics.median(times[1:]), 3)
        for name, times in seconds.items()
    }


def measure_stock(caller):
    cell = {name: {} for name in CELL}
    cell["product_id"] = {"fields": {"display_name": {}}}
    lines = {"fields": cell, "limit": 1_000_000}
    spec = {
        "name": {},
        "outgoing_ids": {
            "fields": {
                "hub_id": {"fields": {"display_name": {}}},
                "offer_ids": lines,
            },
        },
    }
    read = caller.time("web_read", specification=spec)
    edge = caller.call("get_planner")["outgoing"][0][0]
    offer = caller.call(
        "web_read",
        specification={
            "outgoing_ids": {"fields": {"offer_ids": {"fields": {}, "limit": 1}}}
        },
    )[0]["outgoing_ids"][0]["offer_ids"][0]["id"]
    change = {
        "outgoing_ids": [[1, edge, {"offer_ids": [[1, offer, {"price": 12.34}]]}]]
    }
    saved = caller.time("web_save", change, specification=spec)
    return {"form reads": read, "form saves one price": saved}


def get_figures(args, ours, seen, stock):
    what = f"{args.size} products × {args.hubs} hubs"
    opens = seen["opens, in the browser"]
    saves = seen["saves, in the browser"]
    read, save = ours["reads"], ours["saves one price"]
    form, form_save = stock["form reads"], stock["form saves one price"]
    return [
        figure(f"{what}: opens, from the click to the paint", opens, "s", OPENS),
        figure(f"{what}: opens, time of the server", read["seconds"], "s", OPENS),
        figure("saves a change, from the click to the answer", saves, "s", SAVES),
        figure("saves a change, time of the server", save["seconds"], "s", SAVES),
        figure("unfolds a producer", seen["unfolds, in the browser"], "s", SAVES),
        figure("searches while typing", seen["searches, in the browser"], "s", SAVES),
        figure("queries of opening", read["queries"], "q"),
        figure("queries of saving", save["queries"], "q"),
        figure(
            "opens, as part of stock Odoo's form",
            read["seconds"] / form["seconds"],
            "×",
            1,
        ),
        figure(
            "saves, as part of stock Odoo's form",
            save["seconds"] / form_save["seconds"],
            "×",
            1,
        ),
    ]
