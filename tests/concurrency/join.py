"""A request to join is approved by several at once.

``join.py CONFIG DATABASE``: on a scratch database, four processes approve the same
request. Prints one JSON object: ``{"outcomes": {outcome: count}, "state": state,
"members": n, "logins": n, "mails": n}``.
"""

import json
import sys
from collections import Counter

from market import act, open_registry, run_at_once

from odoo import SUPERUSER_ID, api

MODERATORS = 4
EMAIL = "anne@race.example"


def main(configuration, name):
    registry = open_registry(configuration, name)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        request = prepare_request(env)
    outcomes = run_at_once(approve, [(name, request)] * MODERATORS)
    with registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        print(json.dumps({"outcomes": Counter(outcomes), **read(env, request)}))


def prepare_request(env):
    request = env["off.join.request"].create(
        {
            "name": "Race Farm",
            "contact_name": "Anne",
            "email": EMAIL,
            "zip": "44000",
            "city": "Nantes",
            "country_id": env.ref("base.fr").id,
            "role_ids": [(4, env.ref("off_hub_network.role_producer").id)],
            "lang": "en_US",
        }
    )
    request._confirm()
    return request.id


def approve(name, request_id, barrier, outcomes):
    barrier.wait(60)
    done = act(name, "off.join.request", request_id, "action_approve")
    outcomes.append("approved" if done else "busy")


def read(env, request_id):
    mails = [("email_to", "=", EMAIL), ("subject", "like", "Welcome")]
    return {
        "state": env["off.join.request"].browse(request_id).state,
        "members": env["res.partner"].search_count([("name", "=", "Race Farm")]),
        "logins": env["res.users"].search_count([("login", "=", EMAIL)]),
        "mails": env["mail.mail"].search_count(mails),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
