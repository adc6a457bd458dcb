"""A cycle closes while people order in it.

``late.py CONFIG DATABASE``: on a scratch database. One process has looked at the cycle
before three others order, and closes it after them; a fourth buyer has looked at it
before the closing, and orders after it. Prints one JSON object: ``{"outcomes":
{outcome: count}, "confirmed": n, "locked": n, "bought": q}``.
"""

import json
import sys
import time
from collections import Counter

from market import BUSY, open_registry, prepare_carts, run_at_once

import odoo.modules.registry
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

EARLY = 3
PAUSE = 4  # seconds in which those who come before are done


def main(configuration, name):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        carts = prepare_carts(env, EARLY + 1, 10)
        cycle, buyers = carts.off_cycle_id.id, carts.partner_id.ids
        # They order at once, as in a shop without checkout or in the grid.
        carts.unlink()
    pauses = [0] * EARLY + [3 * PAUSE]
    outcomes = run_at_once(
        look_and_act,
        [
            (name, cycle, False, PAUSE),
            *((name, cycle, *pair) for pair in zip(buyers, pauses, strict=True)),
        ],
    )
    with registry.cursor() as cr:
        cr.execute(
            "SELECT COUNT(*), COUNT(*) FILTER (WHERE locked) FROM sale_order"
            " WHERE off_cycle_id = %s AND state = 'sale'",
            [cycle],
        )
        confirmed, locked = cr.fetchone()
        cr.execute("SELECT COALESCE(SUM(product_qty), 0) FROM purchase_order_line")
        (bought,) = cr.fetchone()
    print(
        json.dumps(
            {
                "outcomes": Counter(outcomes),
                "confirmed": confirmed,
                "locked": locked,
                "bought": bought,
            }
        )
    )


def look_and_act(name, cycle_id, buyer, pause, barrier, outcomes):
    """Act on what was seen before the others began; begin anew where that is over."""
    outcome = "ordered" if buyer else "closed"
    for attempt in range(10):
        try:
            with odoo.modules.registry.Registry(name).cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                cycle = env["off.order.cycle"].browse(cycle_id)
                cycle.read(["state"])
                if not attempt:
                    barrier.wait(60)
                    time.sleep(pause)
                if buyer:
                    order(cycle, env["res.partner"].browse(buyer))
                else:
                    cycle.action_close()
                env.flush_all()
            break
        except UserError:
            outcome = "refused"
            break
        except Exception as error:
            if getattr(error, "pgcode", None) not in BUSY:
                raise
    outcomes.append(outcome)


def order(cycle, partner):
    edge = cycle.outgoing_ids
    edge._place_order(partner, {edge.offer_ids: 1}, edge.slot_ids)


if __name__ == "__main__":
    main(*sys.argv[1:])
