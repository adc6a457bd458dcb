"""Twenty buyers at once, each a process of its own, on committed data.

``reserve.py CONFIG TEMPLATE``: on a copy of the database TEMPLATE, ten units are for
sale and each of twenty processes validates an order of one. Prints one JSON object:
``{"outcomes": {outcome: count}, "confirmed": n, "reserved": q}``.
"""

import json
import multiprocessing
import os
import sys
from collections import Counter
from datetime import timedelta

import odoo.modules.registry
import odoo.sql_db
from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tools import SQL, config

BUYERS = 20
UNITS = 10


def main(configuration, template):
    name = f"off_scratch_reserve_{os.getpid()}"
    config.parse_config(["-c", configuration, "-d", name, "--log-level=critical"])
    administer(
        SQL("CREATE DATABASE %s TEMPLATE %s", *map(SQL.identifier, (name, template)))
    )
    try:
        print(json.dumps(race(name)))
    finally:
        odoo.sql_db.close_all()
        administer(SQL("DROP DATABASE IF EXISTS %s WITH (FORCE)", SQL.identifier(name)))


def administer(query):
    with odoo.sql_db.db_connect("postgres").cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute(query)


def race(name):
    registry = odoo.modules.registry.Registry(name)
    with registry.cursor() as cr:
        orders = prepare(api.Environment(cr, SUPERUSER_ID, {}))
    # Forked processes must not share a connection.
    odoo.sql_db.close_all()
    barrier = multiprocessing.Barrier(BUYERS)
    with multiprocessing.Manager() as manager:
        outcomes = manager.list()
        buyers = [
            multiprocessing.Process(target=buy, args=(name, order, barrier, outcomes))
            for order in orders
        ]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join(300)
        counted = Counter(outcomes)
    with registry.cursor() as cr:
        cr.execute(
            "SELECT COUNT(*) FROM sale_order WHERE id = ANY(%s) AND state = 'sale'",
            [orders],
        )
        (confirmed,) = cr.fetchone()
        cr.execute("SELECT SUM(reserved_qty) FROM off_availability")
        (reserved,) = cr.fetchone()
    return {"outcomes": counted, "confirmed": confirmed, "reserved": reserved}


def buy(name, order_id, barrier, outcomes):
    """One buyer, who tries again when the shop is too busy."""
    barrier.wait(60)
    for _attempt in range(10):
        try:
            with odoo.modules.registry.Registry(name).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                retrying(env["sale.order"].browse(order_id).action_confirm, env)
            outcomes.append("confirmed")
            return
        except UserError:
            outcomes.append("sold out")
            return
        except Exception as error:
            if getattr(error, "pgcode", None) not in ("40001", "40P01", "55P03"):
                outcomes.append(repr(error))
                raise
    outcomes.append("busy")


def prepare(env):
    """Ids of twenty carts that want ten units in all but one."""
    company = env["res.company"].create({"name": "Race"})
    company.off_is_operator = True
    env["stock.warehouse"].create(
        {"name": "R", "code": "RACE", "company_id": company.id}
    )
    hub = env["off.hub"].create({"name": "Race", "company_id": company.id})
    role = env.ref("off_hub_network.role_producer")
    producer = env["res.partner"].create(
        {"name": "Grower", "off_role_ids": [(4, role.id)]}
    )
    env["off.network.link"].create(
        {"grantor_id": producer.id, "grantee_id": hub.partner_id.id}
    ).action_accept()
    product = env["product.product"].create(
        {"name": "Last units", "off_producer_id": producer.id, "off_price": 2.0}
    )
    product.off_availability_ids.declared_qty = UNITS
    point = env["off.pickup.point"].create({"name": "Door", "hub_id": hub.id})
    now = fields.Datetime.now()
    cycle = env["off.order.cycle"].create(
        {
            "name": "Race",
            "coordinator_id": hub.id,
            "date_open": now,
            "date_close": now + timedelta(days=1),
        }
    )
    cycle.action_fill_offers()
    exchange = cycle.outgoing_ids
    slot = env["off.pickup.slot"].create(
        {
            "exchange_id": exchange.id,
            "point_id": point.id,
            "date_start": now + timedelta(days=2),
            "date_end": now + timedelta(days=2, hours=1),
        }
    )
    cycle.action_open()
    families = env["res.partner"].create(
        [{"name": f"Buyer {n}"} for n in range(BUYERS)]
    )
    line = {"product_id": product.id, "off_offer_id": exchange.offer_ids.id}
    return (
        env["sale.order"]
        .with_company(company)
        .create(
            [
                {
                    "partner_id": family.id,
                    "company_id": company.id,
                    "off_exchange_id": exchange.id,
                    "off_slot_id": slot.id,
                    "order_line": [(0, 0, {**line, "product_uom_qty": 1})],
                }
                for family in families
            ]
        )
        .ids
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
