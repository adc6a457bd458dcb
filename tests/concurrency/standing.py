"""A cycle with standing orders is opened by several at once, after one who died in the
middle of it; then several deliveries are suspended at once with one joker.

``standing.py CONFIG DATABASE``: on a scratch database. Prints one JSON object:
``{"after_kill": [state, orders], "outcomes": {outcome: count}, "states": {state:
count}, "orders": n, "reserved": q, "jokers": {outcome: count}, "suspended": n}``.
"""

import json
import os
import signal
import sys
from collections import Counter

from market import act, open_registry, prepare_carts, run_at_once

import odoo.modules.registry
from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

SUBSCRIBERS = 6
UNITS = 4
OPENERS = 4
DELIVERIES = 3


def main(configuration, name):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        cycle, deliveries = prepare(api.Environment(cr, SUPERUSER_ID, {}))
    run_at_once(open_and_die, [(name, cycle)])
    after_kill = read(registry, cycle)
    outcomes = run_at_once(open_cycle, [(name, cycle)] * OPENERS)
    _state, orders, reserved, states = read(registry, cycle)
    jokers = run_at_once(suspend, [(name, delivery) for delivery in deliveries])
    with registry.cursor() as cr:
        cr.execute(
            "SELECT COUNT(*) FROM off_standing_order_delivery WHERE state = 'joker'"
        )
        (suspended,) = cr.fetchone()
    print(
        json.dumps(
            {
                "after_kill": after_kill[:2],
                "outcomes": Counter(outcomes),
                "states": states,
                "orders": orders,
                "reserved": reserved,
                "jokers": Counter(jokers),
                "suspended": suspended,
            }
        )
    )


def prepare(env):
    """:return: (id of a planned cycle, ids of deliveries in other planned ones)"""
    prepare_carts(env, 0, UNITS)
    cycle = env["off.order.cycle"].search([("name", "=", "Race")])
    cycle.state = "draft"
    families = env["res.partner"].create(
        [{"name": f"Subscriber {n}"} for n in range(SUBSCRIBERS)]
    )
    product = cycle.outgoing_ids.offer_ids.product_id
    orders = env["off.standing.order"].create(
        [
            {
                "partner_id": family.id,
                "hub_id": cycle.coordinator_id.id,
                "point_id": cycle.slot_ids.point_id.id,
                "joker_count": 1,
                "line_ids": [(0, 0, {"product_id": product.id, "quantity": 1})],
            }
            for family in families
        ]
    )
    orders.action_activate()
    others = env["off.order.cycle"].browse()
    for _number in range(DELIVERIES):
        others |= cycle.copy()
    orders[0]._plan_deliveries()
    deliveries = orders[0].delivery_ids.filtered(lambda one: one.cycle_id in others)
    return cycle.id, deliveries.ids


def open_and_die(name, cycle_id, barrier, outcomes):
    with odoo.modules.registry.Registry(name).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["off.order.cycle"].browse(cycle_id).action_open()
        env.flush_all()
        os.kill(os.getpid(), signal.SIGKILL)


def open_cycle(name, cycle_id, barrier, outcomes):
    barrier.wait(60)
    done = act(name, "off.order.cycle", cycle_id, "action_open")
    outcomes.append("opened" if done else "busy")


def suspend(name, delivery_id, barrier, outcomes):
    barrier.wait(60)
    try:
        done = act(name, "off.standing.order.delivery", delivery_id, "action_suspend")
        outcomes.append("suspended" if done else "busy")
    except UserError:
        outcomes.append("refused")


def read(registry, cycle_id):
    """:return: (state, number of orders, what is reserved, deliveries by state)"""
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        cycle = env["off.order.cycle"].browse(cycle_id)
        product = cycle.outgoing_ids.offer_ids.product_id
        deliveries = env["off.standing.order.delivery"].search(
            [("cycle_id", "=", cycle_id)]
        )
        return (
            cycle.state,
            len(cycle.order_ids),
            product.off_availability_ids.reserved_qty,
            Counter(deliveries.mapped("state")),
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
