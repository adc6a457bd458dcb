"""Twenty buyers at once, each a process of its own, on committed data.

``reserve.py CONFIG DATABASE SCARCE``: on a scratch database, each of twenty processes
validates an order of one, and there is enough for ten: by what the producer has
(``availability``), by the limit of the offer (``offer``), by the capacity of the pickup
(``slot``), by what the producer can prepare on the day (``capacity``, whose counter
does not exist yet), by the limit for one customer, who ordered them all
(``customer``), or by what is in a warehouse (``stock``), where every other order is one
of a professional outside of the cycle. Prints one JSON object:
``{"outcomes": {outcome: count}, "confirmed": n, "reserved": q}``.
"""

import json
import sys
from collections import Counter

from market import act, open_registry, prepare_carts, run_at_once

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

BUYERS = 20
UNITS = 10
RESERVED = "SELECT SUM(reserved_qty) FROM off_availability"
# By the cycle, and by transfers of orders outside of it.
PROMISED = """
SELECT (SELECT SUM(reserved_qty) FROM off_catalog_item)
       + (SELECT COALESCE(SUM(reserved_quantity), 0) FROM stock_quant
           WHERE product_id = (SELECT product_id FROM off_catalog_item))
"""


def main(configuration, name, scarce):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        enough = UNITS if scarce == "availability" else BUYERS
        carts = prepare_carts(env, BUYERS, enough)
        make_scarce(carts, scarce)
        orders = carts.ids
        if scarce == "stock":
            orders = sell_beside(carts)
    outcomes = run_at_once(buy, [(name, order) for order in orders])
    with registry.cursor() as cr:
        cr.execute(
            "SELECT COUNT(*) FROM sale_order WHERE id = ANY(%s) AND state = 'sale'",
            [orders],
        )
        (confirmed,) = cr.fetchone()
        cr.execute(RESERVED if scarce != "stock" else PROMISED)
        (reserved,) = cr.fetchone()
    print(
        json.dumps(
            {
                "outcomes": Counter(outcomes),
                "confirmed": confirmed,
                "reserved": reserved,
            }
        )
    )


def make_scarce(carts, scarce):
    """Leave enough for ``UNITS`` orders, by another counter than the producer's."""
    limit = {"on_demand": False, "declared_qty": UNITS}
    offer = carts.order_line.off_offer_id
    if scarce == "offer":
        offer.write(limit)
    elif scarce == "slot":
        carts.off_slot_id.write(limit)
    elif scarce == "customer":
        offer.customer_limit = UNITS
        carts.partner_id = carts[0].partner_id
    elif scarce == "capacity":
        offer.env["off.producer.capacity"].create(
            {
                "producer_id": offer.producer_id.id,
                "measure": "orders",
                "per_day": UNITS,
            }
        )


def sell_beside(carts):
    """Sell from a warehouse in which ``UNITS`` lie, and make every other order one of
    a professional outside of the cycle.

    :return: ids of the orders
    """
    env = carts.env
    product = carts.order_line.product_id
    warehouse = carts.warehouse_id
    env["stock.quant"].with_context(inventory_mode=True).create(
        {
            "product_id": product.id,
            "location_id": warehouse.lot_stock_id.id,
            "inventory_quantity": UNITS,
        }
    ).action_apply_inventory()
    env["off.network.link"].search([]).write({"may_override": True})
    env["off.catalog.item"].create(
        {
            "hub_id": carts.off_hub_id.id,
            "product_id": product.id,
            "warehouse_id": warehouse.id,
        }
    )
    beside = carts[::2]
    orders = env["sale.order"].create(
        [
            {
                "partner_id": cart.partner_id.id,
                "company_id": cart.company_id.id,
                "warehouse_id": warehouse.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "product_uom_qty": 1})
                ],
            }
            for cart in beside
        ]
    )
    return (carts - beside + orders).ids


def buy(name, order_id, barrier, outcomes):
    barrier.wait(60)
    try:
        done = act(name, "sale.order", order_id, "action_confirm")
        outcomes.append("confirmed" if done else "busy")
    except UserError:
        outcomes.append("sold out")
    except Exception as error:
        outcomes.append(repr(error))
        raise


if __name__ == "__main__":
    main(*sys.argv[1:])
