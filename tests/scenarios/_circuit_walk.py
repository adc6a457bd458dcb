"""The coordinator at its desk: from cloning a cycle to settling it, click by click."""

import json
import time
from contextlib import suppress
from datetime import timedelta

from support import server
from support.chromium import browser

from odoo import fields

from ._network_people import PASSWORD

MOST = 40  # clicks
# Where the middle of what is shown lies; nothing as long as it is not there.
PLACE = """(() => {
    const shown = [...document.querySelectorAll(%s)].filter(
        (one) => (one.offsetParent || one.closest(".modal")) && !one.disabled
            && (!%s || one.textContent.trim().startsWith(%s))
    );
    if (!shown.length) return "";
    shown[0].scrollIntoView({block: "center"});
    const box = shown[0].getBoundingClientRect();
    return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]);
})()"""


class Walk:
    """Real clicks, counted.

    :ivar clicks: texts that tell what was clicked
    """

    def __init__(self, tab, address):
        self.tab, self.address = tab, address
        self.clicks = []
        tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=1400,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )

    def log_in(self, login):
        session = server.log_in(self.address, login, PASSWORD)
        value = session.cookies["session_id"]
        self.tab.call(
            "Network.setCookie", name="session_id", value=value, url=self.address
        )

    def go(self, path):
        self.tab.call("Page.navigate", url=self.address + path)
        self.tab.wait("Page.loadEventFired")

    def click(self, what, selector, text="", seconds=90):
        """Click the first that is shown, as soon as it is.

        :param what: tells it
        :param text: with which its own begins
        """
        x, y = self.find(what, selector, text, seconds)
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.tab.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=x,
                y=y,
                button="none" if kind == "mouseMoved" else "left",
                clickCount=int(kind != "mouseMoved"),
            )
        self.clicks.append(what)

    def find(self, what, selector, text="", seconds=90):
        script = PLACE % (json.dumps(selector), json.dumps(text), json.dumps(text))
        limit = time.monotonic() + seconds
        last = None
        while time.monotonic() < limit:
            found = self.tab.evaluate(script)
            # What still moves is not clicked.
            if found and found == last:
                return json.loads(found)
            last = found
            time.sleep(0.2)
        path = self.tab.evaluate("location.pathname")
        shown = self.tab.evaluate("document.body.innerText.slice(0, 400)")
        raise RuntimeError(f"{what} is not shown at {path}: {shown}")

    def wait_for(self, what, condition, seconds=120):
        """Until the work that a click began is done."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if condition():
                return
            time.sleep(0.3)
        shown = self.tab.evaluate("document.body.innerText.slice(0, 600)")
        raise RuntimeError(f"{what} did not come: {shown}")


class CircuitWalk:
    """What only a browser shows: how many clicks a sale takes."""

    def walk(self):
        last = self.cycles[-1].sudo()
        self.move_to_today(last)
        self.commit()
        clicks, cycle, stopped = [], None, ""
        with server.serve(self.args.config, self.args.database) as address:
            self.commit()
            with browser() as tab:
                walk = Walk(tab, address)
                walk.log_in("coordination")
                clicks = walk.clicks
                try:
                    cycle = self.live_at_the_desk(walk, last)
                except RuntimeError as error:
                    # What was checked before is told all the same.
                    stopped = str(error)
        self.commit()
        self.report.totals["clicks"] = f"{len(clicks)}: {', '.join(clicks)}"
        self.check(
            f"from-cloning-to-settling-takes-at-most-{MOST}-clicks",
            bool(cycle) and cycle.state == "settled" and len(clicks) <= MOST,
            stopped or f"{len(clicks)} clicks",
        )

    def move_to_today(self, cycle):
        """The last sale ended just now: its clone opens at once."""
        now = fields.Datetime.now().replace(microsecond=0)
        shift = now - timedelta(minutes=5) - cycle.date_close
        for slot in cycle.outgoing_ids.slot_ids:
            slot.write(
                {
                    "date_start": slot.date_start + shift,
                    "date_end": slot.date_end + shift,
                }
            )
        cycle.write(
            {
                "date_open": cycle.date_open + shift,
                "date_close": cycle.date_close + shift,
            }
        )

    def live_at_the_desk(self, walk, last):
        walk.go(f"/odoo/action-off_order_cycle.off_order_cycle_action/{last.id}")
        walk.click("gear", ".o_cp_action_menus .dropdown-toggle")
        walk.click("duplicate", ".o-dropdown--menu .o_menu_item", "Duplicate")
        cycles = self.env["off.order.cycle"]

        def find_clone():
            self.commit()
            return cycles.search([("id", ">", last.id)], order="id desc", limit=1)

        walk.wait_for("the clone", find_clone)
        cycle = find_clone()
        self.step(walk, cycle, "open for orders", "action_open", "open")
        self.order_from_home(cycle)
        self.step(walk, cycle, "close and order", "action_close", "closed")
        self.receive_at_the_desk(walk, cycle)
        for what, name, state in (
            ("share out", "action_allocate", "allocated"),
            ("hand over", "action_distribute", "distributed"),
            ("settle", "action_settle", "settled"),
        ):
            self.step(walk, cycle, what, name, state)
        return cycle

    def step(self, walk, cycle, what, name, state):
        """A button of the cycle, and what it asks."""
        walk.click(what, f"button[name={name}]")
        asked = ".modal footer .btn-primary, .modal .modal-footer .btn-primary"

        def is_there():
            self.commit()
            return cycle.state == state

        limit = time.monotonic() + 120
        while not is_there():
            if time.monotonic() > limit:
                shown = walk.tab.evaluate("document.body.innerText.slice(0, 600)")
                raise RuntimeError(f"{what} did not come: {shown}")
            if walk.tab.evaluate(f"!!document.querySelector('{asked}')"):
                # It may just be closing.
                with suppress(RuntimeError):
                    walk.click(f"{what}: yes", asked, seconds=3)
                time.sleep(2)
            time.sleep(0.5)

    def order_from_home(self, cycle):
        """Families order while the coordinator does something else."""
        from odoo.addons.off_order_cycle.models.off_exchange_orders import Wish

        edge = cycle.with_env(self.desk).outgoing_ids
        offers = edge.offer_ids.filtered(lambda one: one.product_id.tracking == "none")
        orders = edge._create_orders(
            [
                Wish(
                    family,
                    self.env["sale.order"],
                    {offer: 2 for offer in self.random.sample(list(offers), 4)},
                    edge.slot_ids[place % len(edge.slot_ids)],
                )
                for place, family in enumerate(self.members[:20])
            ]
        )
        orders.action_confirm()
        self.commit()

    def receive_at_the_desk(self, walk, cycle):
        """All came as ordered: the list of receipts, validated at once."""
        walk.click("receipts", "button[name=action_view_receipts]")
        walk.click("all of them", "thead .o_list_record_selector input")
        walk.click("actions", ".o_cp_action_menus .dropdown-toggle", "Actions")
        walk.click("validate", ".o-dropdown--menu .o_menu_item", "Validate")

        def are_done():
            self.commit()
            receipts = cycle.picking_ids.filtered(
                lambda one: one.picking_type_code == "incoming"
            )
            return receipts and set(receipts.mapped("state")) <= {"done", "cancel"}

        walk.wait_for("the goods", are_done)
        walk.click("back to the cycle", ".o_back_button a")
