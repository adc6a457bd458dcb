"""Twenty buyers at once, each a process of its own, on committed data.

``reserve.py CONFIG DATABASE SCARCE``: on a scratch database, each of twenty processes
validates an order of one, and there is enough for ten: by what the producer has
(``availability``), by the limit of the offer (``offer``), by the capacity of the pickup
(``slot``), by what the producer can prepare on the day (``capacity``, whose counter
does not exist yet) or by the limit for one customer, who ordered them all
(``customer``). Prints one JSON object: ``{"outcomes": {outcome: count}, "confirmed": n,
"reserved": q}``.
"""

import json
import sys
from collections import Counter

from market import act, open_registry, prepare_carts, run_at_once

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

BUYERS = 20
UNITS = 10


def main(configuration, name, scarce):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        enough = UNITS if scarce == "availability" else BUYERS
        carts = prepare_carts(env, BUYERS, enough)
        make_scarce(carts, scarce)
        orders = carts.ids
    outcomes = run_at_once(buy, [(name, order) for order in orders])
    with registry.cursor() as cr:
        cr.execute(
            "SELECT COUNT(*) FROM sale_order WHERE id = ANY(%s) AND state = 'sale'",
            [orders],
        )
        (confirmed,) = cr.fetchone()
        cr.execute("SELECT SUM(reserved_qty) FROM off_availability")
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
