"""Work beside the cycles: the van's round and a canteen's tender."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command

from .cycles import local_time


def plan_around(federation):
    _plan_tour(federation.association)
    _prepare_tender(federation)


def _plan_tour(operator):
    """Tomorrow's round: three farms, then the six pickup points."""
    env = operator.env
    cycle = env["off.order.cycle"].search([("state", "=", "closed")], limit=1)
    farms = cycle.incoming_ids.producer_id.filtered("street")[:3]
    places = [("collection", farm) for farm in farms]
    places += [("drop", point.partner_id) for point in operator.points]
    start = local_time(1, 13)
    tour = env["off.tour"].create(
        {
            "name": f"Tournée des {cycle.name.lower()}",
            "date": fields.Date.context_today(cycle, start),
            "driver_id": env.user.partner_id.id,
            "stop_ids": [
                Command.create(
                    {
                        "sequence": rank,
                        "kind": kind,
                        "partner_id": place.id,
                        "window_start": start + timedelta(minutes=25 * rank),
                        "window_end": start + timedelta(minutes=25 * rank + 20),
                    }
                )
                for rank, (kind, place) in enumerate(places)
            ],
        }
    )
    tour.action_plan()


def _prepare_tender(federation):
    """A canteen buys its vegetables and its bread for a school year."""
    env = federation.association.env
    buyer = federation.find("Cuisine centrale de Sucé-sur-Erdre")
    kilogram = env.ref("uom.product_uom_kgm")
    tender = env["off.tender"].create(
        {
            "name": "Légumes et pain des cantines",
            "partner_id": buyer.id,
            "date_deadline": local_time(21, 12),
            "lot_ids": [
                Command.create(
                    {
                        "sequence": rank,
                        "name": name,
                        "quantity": quantity,
                        "uom_id": kilogram.id,
                        "amount_estimated": amount,
                    }
                )
                for rank, (name, quantity, amount) in enumerate(
                    (
                        ("Légumes de saison", 3200, 8400),
                        ("Pommes et poires", 1500, 3300),
                        ("Pain biologique", 1100, 4700),
                    )
                )
            ],
        }
    )
    tender.action_publish()
