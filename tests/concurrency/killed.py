"""The process that closes a cycle is killed, again and again, then the cycle is closed.

``killed.py CONFIG DATABASE KILLS SEED``: on a scratch database. Each SIGKILL comes
at another moment of the closing. Prints one JSON object: ``{"halves": [documents that
were there after a kill and are not all], "killed": n, "first": documents of an
undisturbed closing, "last": documents at the end}``.
"""

import json
import multiprocessing
import os
import random
import signal
import sys
import time
from datetime import timedelta

from market import open_registry

import odoo.modules.registry
import odoo.sql_db
from odoo import SUPERUSER_ID, api, fields

PRODUCERS, FAMILIES = 6, 15
DOCUMENTS = """
    SELECT (SELECT state || closing_number FROM off_order_cycle WHERE id = %(cycle)s),
           (SELECT COUNT(*) FROM sale_order WHERE off_cycle_id = %(cycle)s AND locked),
           (SELECT COUNT(*) FROM purchase_order WHERE off_cycle_id = %(cycle)s),
           (SELECT COALESCE(SUM(l.product_qty), 0)::float FROM purchase_order_line l
              JOIN purchase_order o ON o.id = l.order_id
             WHERE o.off_cycle_id = %(cycle)s AND o.state = 'purchase'),
           (SELECT COUNT(*) FROM stock_picking WHERE off_cycle_id = %(cycle)s),
           (SELECT COALESCE(SUM(m.product_uom_qty), 0)::float FROM stock_move m
              JOIN stock_picking p ON p.id = m.picking_id
             WHERE p.off_cycle_id = %(cycle)s),
           (SELECT COUNT(*) FROM mail_mail w JOIN mail_message m
                ON m.id = w.mail_message_id
             WHERE m.model = 'purchase.order')"""


def main(configuration, name, kills, seed):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cycle = prepare_sale(env).id
        cr.commit()
        start = time.monotonic()
        env["off.order.cycle"].browse(cycle).action_close()
        env.flush_all()
        first = read_documents(cr, cycle)
        duration = time.monotonic() - start
        cr.rollback()
        none = read_documents(cr, cycle)
    odoo.sql_db.close_all()
    moments = random.Random(seed)
    halves, killed = [], 0
    for number in range(kills):
        # One in each part of the closing, wherever in it.
        killed += kill_after(
            duration * (number + moments.random()) / kills, name, cycle
        )
        with odoo.modules.registry.Registry(name).cursor() as cr:
            found = read_documents(cr, cycle)
        odoo.sql_db.close_all()
        if found not in (none, first):
            halves.append(found)
    for _again in range(2):
        close(name, cycle)
    with odoo.modules.registry.Registry(name).cursor() as cr:
        last = read_documents(cr, cycle)
    print(
        json.dumps({"halves": halves, "killed": killed, "first": first, "last": last})
    )


def read_documents(cr, cycle):
    cr.execute(DOCUMENTS, {"cycle": cycle})
    return list(cr.fetchone())


def close(name, cycle):
    with odoo.modules.registry.Registry(name).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["off.order.cycle"].browse(cycle).action_close()


def kill_after(seconds, name, cycle):
    """:return: whether the closing was still under way"""
    process = multiprocessing.Process(target=close, args=(name, cycle))
    process.start()
    process.join(seconds)
    alive = process.is_alive()
    if alive:
        os.kill(process.pid, signal.SIGKILL)
        process.join()
    return alive


def prepare_sale(env):
    """An open cycle with orders of many families at several producers."""
    company = env["res.company"].create({"name": "Killed"})
    company.off_is_operator = True
    env["stock.warehouse"].create(
        {"name": "K", "code": "KILL", "company_id": company.id}
    )
    hub = env["off.hub"].create({"name": "Killed", "company_id": company.id})
    role = env.ref("off_hub_network.role_producer")
    producers = env["res.partner"].create(
        [
            {
                "name": f"Grower {number}",
                "email": f"grower{number}@example.org",
                "off_role_ids": [(4, role.id)],
            }
            for number in range(PRODUCERS)
        ]
    )
    env["off.network.link"].create(
        [
            {"grantor_id": producer.id, "grantee_id": hub.partner_id.id}
            for producer in producers
        ]
    ).action_accept()
    products = env["product.product"].create(
        [
            {"name": f"Goods {n}", "off_producer_id": producer.id, "off_price": 2.0 + n}
            for n, producer in enumerate((*producers, *producers))
        ]
    )
    products.off_availability_ids.declared_qty = 1000
    point = env["off.pickup.point"].create({"name": "Door", "hub_id": hub.id})
    now = fields.Datetime.now()
    cycle = env["off.order.cycle"].create(
        {
            "name": "Killed",
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
    # What joins no full case is taken back: closing changes orders, too.
    cycle.incoming_ids.offer_ids[:3].pack_size = 4
    families = env["res.partner"].create(
        [{"name": f"Family {number}"} for number in range(FAMILIES)]
    )
    orders = (
        env["sale.order"]
        .with_company(company)
        .create(
            [
                {
                    "partner_id": family.id,
                    "company_id": company.id,
                    "off_exchange_id": exchange.id,
                    "off_slot_id": slot.id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": offer.product_id.id,
                                "off_offer_id": offer.id,
                                "product_uom_qty": 1 + number % 3,
                            },
                        )
                        for number, offer in enumerate(exchange.offer_ids)
                    ],
                }
                for family in families
            ]
        )
    )
    orders.action_confirm()
    return cycle


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
