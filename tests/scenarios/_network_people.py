"""Who plays in the scenario of the network, and what they have before it starts."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

PASSWORD = "scenario-password"
GRANTED = ("may_order", "may_manage_products", "may_override")
GOODS = (("Carottes", 2.5, 10), ("Miel de printemps", 7.9, 24), ("Farine", 1.8, 60))


def make_operators(env, names):
    companies = env["res.company"].create(
        [
            {"name": name, "country_id": env.ref("base.fr").id, "city": "Nantes"}
            for name in names
        ]
    )
    for company in companies:
        company._off_setup_operator()
    return companies


def make_user(env, company, login, group):
    return env["res.users"].create(
        {
            "name": f"{login} of {company.name}",
            "login": login,
            "email": f"{login}@example.org",
            "password": PASSWORD,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(env.ref(group).ids)],
        }
    )


def open_cycle(env, hub):
    """A cycle of ``hub`` that sells all it may, with one pickup.

    :param env: of the hub's coordinator
    """
    now = fields.Datetime.now()
    point = env["off.pickup.point"].create({"name": "Mairie", "hub_id": hub.id})
    cycle = env["off.order.cycle"].create(
        {
            "name": f"Cycle of {hub.name}",
            "coordinator_id": hub.id,
            "date_open": now,
            "date_close": now + timedelta(days=3),
        }
    )
    cycle.action_fill_offers()
    env["off.pickup.slot"].create(
        {
            "exchange_id": cycle.outgoing_ids.id,
            "point_id": point.id,
            "date_start": now + timedelta(days=5),
            "date_end": now + timedelta(days=5, hours=2),
        }
    )
    cycle.action_open()
    return cycle


def make_order(env, cycle, family, product, quantity):
    exchange = cycle.outgoing_ids
    offer = exchange.offer_ids.filtered(lambda offer: offer.product_id == product)
    return env["sale.order"].create(
        {
            "partner_id": family.id,
            "off_exchange_id": exchange.id,
            "off_slot_id": exchange.slot_ids.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "off_offer_id": offer.id,
                        "product_uom_qty": quantity,
                    }
                )
            ],
        }
    )
