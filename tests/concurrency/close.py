"""A cycle is closed by several at once, after one who died in the middle of it.

``close.py CONFIG DATABASE``: on a scratch database, a process closes a cycle and is
killed before it commits, then four close it together. Prints one JSON object:
``{"after_kill": state, "outcomes": {outcome: count}, "closing_number": n,
"purchases": n, "quantity": q}``.
"""

import json
import os
import signal
import sys
from collections import Counter

from market import act, open_registry, prepare_carts, run_at_once

import odoo.modules.registry
from odoo import SUPERUSER_ID, api

ORDERS = 3
CLOSERS = 4


def main(configuration, name):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        orders = prepare_carts(env, ORDERS, ORDERS)
        orders.action_confirm()
        cycle = orders.off_cycle_id.id
    run_at_once(close_and_die, [(name, cycle)])
    after_kill = read(registry, cycle)
    outcomes = run_at_once(close, [(name, cycle)] * CLOSERS)
    state, number, purchases, quantity = read(registry, cycle)
    print(
        json.dumps(
            {
                "after_kill": after_kill[0],
                "outcomes": Counter(outcomes),
                "state": state,
                "closing_number": number,
                "purchases": purchases,
                "quantity": quantity,
            }
        )
    )


def close_and_die(name, cycle_id, barrier, outcomes):
    with odoo.modules.registry.Registry(name).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["off.order.cycle"].browse(cycle_id).action_close()
        env.flush_all()
        os.kill(os.getpid(), signal.SIGKILL)


def close(name, cycle_id, barrier, outcomes):
    barrier.wait(60)
    done = act(name, "off.order.cycle", cycle_id, "action_close")
    outcomes.append("closed" if done else "busy")


def read(registry, cycle_id):
    with registry.cursor() as cr:
        cr.execute(
            """
            SELECT c.state, c.closing_number, COUNT(DISTINCT p.id),
                   COALESCE(SUM(l.product_qty), 0)
              FROM off_order_cycle c
              LEFT JOIN purchase_order p ON p.off_cycle_id = c.id
              LEFT JOIN purchase_order_line l ON l.order_id = p.id
             WHERE c.id = %s GROUP BY c.id
            """,
            [cycle_id],
        )
        return cr.fetchone()


if __name__ == "__main__":
    main(*sys.argv[1:])
