from dataclasses import dataclass, field

from odoo import fields
from odoo.tools import float_compare

PRECISION = 6  # digits to which a number typed is the number stored


@dataclass
class Save:
    """What is being saved, and the records that it is about.

    :ivar edges: ``{id: off.exchange}`` of the cycle
    :ivar supplied: ``{(exchange, product): off.offer}``, likewise ``sold``
    :ivar joining: ``{key: [key, direction, member]}``
    :ivar ordered: ``{offer: quantity}`` that orders hold
    :ivar joined: ``{key: exchange}`` once they are made
    :ivar made: ``{(exchange, product): incoming offer}`` that were made
    """

    changes: dict
    edges: dict
    supplied: dict
    sold: dict
    products: dict
    slots: dict
    leave: object
    joining: dict
    may_plan: bool
    ordered: dict
    joined: dict = field(default_factory=dict)
    made: dict = field(default_factory=dict)

    def is_outgoing(self, edge):
        if edge in self.joining:
            return self.joining[edge][1] == "outgoing"
        return edge in self.edges and self.edges[edge].direction == "outgoing"

    def get_producer(self, edge):
        if edge in self.joining:
            return self.joining[edge][2]
        return edge in self.edges and self.edges[edge].producer_id.id

    def get_hub(self, edge):
        if edge in self.joining:
            return self.joining[edge][2]
        return self.edges[edge].hub_id.id

    def get_incoming_offer(self, source, product):
        made = self.made.get((self.joined.get(source, source), product))
        return made or self.supplied[source, product].id


def get_removed(offers, changes):
    """Offers that changes take out: the exchange comes first, then what is before what
    was seen and the new value."""
    removed = [(row[0], row[-3]) for row in changes if row[-1] is None]
    return [offers[key] for key in removed if key in offers]


def get_held(supplied, sold):
    """Quantities that orders and carts being paid hold, of all hubs.

    :return: ``{offer id: quantity}``
    """
    offers = (supplied | sold).sudo()
    quantities = {
        offer.id: quantity
        for offer, quantity in offers._get_ordered_quantities().items()
        if quantity
    }
    for offer in offers.search(
        [
            "|",
            ("id", "in", sold.ids),
            ("incoming_id", "in", supplied.ids),
            ("reserved_qty", ">", 0),
        ]
    ):
        for key in (offer.id, offer.incoming_id.id):
            quantities[key] = max(quantities.get(key, 0), offer.reserved_qty)
    return quantities


def is_same(one, other):
    """Whether two values of a cell are equal, numbers as exactly as they are kept."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    numbers = int | float
    if isinstance(one, numbers) and isinstance(other, numbers):
        return not float_compare(one, other, precision_digits=PRECISION)
    return one == other


def get_cell(offer):
    if not offer:
        return None
    limit = None if offer.on_demand else offer.declared_qty
    return [offer.price, limit, offer.customer_limit]


def get_pack(offer):
    return [offer.pack_size, offer.minimum_qty] if offer else [0.0, 0.0]


def get_cell_vals(value):
    price, limit, customer_limit = value
    return {
        "price": price,
        "on_demand": limit is None,
        "declared_qty": limit or 0.0,
        "customer_limit": customer_limit or 0.0,
    }


def get_slot(slot):
    if not slot:
        return None
    return [
        slot.point_id.id,
        fields.Datetime.to_string(slot.date_start),
        fields.Datetime.to_string(slot.date_end),
        None if slot.on_demand else slot.declared_qty,
    ]


def get_slot_vals(value):
    point, start, end, limit = value
    return {
        "point_id": point,
        "date_start": start,
        "date_end": end,
        "on_demand": limit is None,
        "declared_qty": limit or 0.0,
    }
