"""What a hub and a producer open every day: the catalogue grid, the portal's pages."""

import statistics
import time

from support import server
from support.chromium import browser

from odoo.fields import Command

from . import _portal_weight
from ._figures import figure

ROWS = 2000
LIMIT = 2.0  # seconds until the grid shows its rows
PASSWORD = "benchmark-password"
OPEN = """new Promise(done => {
    const start = performance.now();
    document.querySelector("button[name=action_open_catalog_grid]").click();
    const timer = setInterval(() => {
        if (document.querySelectorAll(".o_off_grid_body tbody select").length > 10) {
            clearInterval(timer);
            done(performance.now() - start);
        }
    }, 10);
})"""
READY = 'Boolean(document.querySelector("button[name=action_open_catalog_grid]"))'


def prepare(env):
    """A hub that may sell ``ROWS`` products of a producer, and logins of both.

    :return: ``{"hub": id, "coordinator": login, "producer": login}``
    """
    company = env["res.company"].create({"name": "Benchmark operator"})
    company.off_is_operator = True
    hub = env["off.hub"].create({"name": "Benchmark hub", "company_id": company.id})
    producer = env["res.partner"].create(
        {
            "name": "Benchmark farm",
            "is_company": True,
            "off_role_ids": [Command.link(env.ref("off_hub_network.role_producer").id)],
        }
    )
    link = env["off.network.link"].create(
        {
            "grantor_id": producer.id,
            "grantee_id": hub.partner_id.id,
            "may_override": True,
        }
    )
    link.action_accept()
    env["product.product"].with_context(
        tracking_disable=True, off_defer_sales_price=True
    ).create(
        [
            {
                "name": f"Product {n:05}",
                "type": "consu",
                "off_producer_id": producer.id,
                "off_price": 1 + n % 40 / 4,
            }
            for n in range(ROWS)
        ]
    )
    coordinator = _make_user(env, company, "off_hub_network.group_coordinator")
    farmer = _make_user(env, company, "base.group_portal")
    farmer.partner_id.parent_id = producer
    env.cr.commit()
    return {
        "hub": hub.id,
        "coordinator": coordinator.login,
        "producer": farmer.login,
    }


def _make_user(env, company, group):
    login = f"benchmark {group}"
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            "password": PASSWORD,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(env.ref(group).ids)],
        }
    )


def measure(address, made, repeat=3):
    """:return: list of figures"""
    grid = [_open_grid(address, made) for _turn in range(repeat)]
    figures = [
        figure(f"grid of {ROWS} rows, opens", statistics.median(grid), "s", LIMIT)
    ]
    session = _get_session(address, made["producer"])
    pages = _portal_weight.measure(address, session)
    for path, cost in pages.items():
        seconds = cost["seconds"]
        figures.append(
            figure(
                f"{path} on slow 3G, usable",
                999 if seconds is None else seconds,
                "s",
                _portal_weight.LIMIT,
            )
        )
    return figures


def _get_session(address, login):
    return server.log_in(address, login, PASSWORD).cookies["session_id"]


def _open_grid(address, made):
    """Seconds from the click on the hub's button to the rows in sight."""
    session = _get_session(address, made["coordinator"])
    with browser() as tab:
        tab.call(
            "Emulation.setDeviceMetricsOverride",
            width=1280,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        tab.call("Network.setCookie", name="session_id", value=session, url=address)
        hub = f"{address}/odoo/action-off_hub_network.off_hub_action/{made['hub']}"
        tab.call("Page.navigate", url=hub)
        for _turn in range(300):
            if tab.evaluate(READY):
                break
            time.sleep(0.1)
        else:
            raise RuntimeError(f"{hub} does not show its button to the catalogue")
        time.sleep(1)  # the client has drawn the form
        answer = tab.call("Runtime.evaluate", expression=OPEN, awaitPromise=True)
        return answer["result"]["value"] / 1000
