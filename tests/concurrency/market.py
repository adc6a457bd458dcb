"""A small open cycle on a scratch database, and processes that act in it at once."""

import multiprocessing
from datetime import timedelta

import odoo.modules.registry
import odoo.sql_db
from odoo import SUPERUSER_ID, api, fields
from odoo.service.model import retrying
from odoo.tools import config

BUSY = ("40001", "40P01", "55P03")  # what PostgreSQL answers when one must try again


def open_registry(configuration, name):
    config.parse_config(["-c", configuration, "-d", name, "--log-level=critical"])
    return odoo.modules.registry.Registry(name)


def run_at_once(target, arguments):
    """Run ``target(*arguments, barrier, outcomes)`` in as many processes.

    :param arguments: list of tuples, one a process
    :return: list of what they appended to ``outcomes``
    """
    # Forked processes must not share a connection.
    odoo.sql_db.close_all()
    barrier = multiprocessing.Barrier(len(arguments))
    with multiprocessing.Manager() as manager:
        outcomes = manager.list()
        people = [
            multiprocessing.Process(target=target, args=(*given, barrier, outcomes))
            for given in arguments
        ]
        for person in people:
            person.start()
        for person in people:
            person.join(300)
        return list(outcomes)


def act(name, model, record_id, method):
    """Call a method as a person does who tries again when the shop is too busy.

    :return: False when it was too busy ten times
    """
    for _attempt in range(10):
        try:
            with odoo.modules.registry.Registry(name).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                retrying(getattr(env[model].browse(record_id), method), env)
            return True
        except Exception as error:
            if getattr(error, "pgcode", None) not in BUSY:
                raise
    return False


def prepare_carts(env, buyers, units):
    """Carts of one unit each of a product.

    :param buyers: number of carts
    :param units: what the producer has declared
    :return: sale.order
    """
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
    product.off_availability_ids.declared_qty = units
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
        [{"name": f"Buyer {n}"} for n in range(buyers)]
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
    )
