from collections import defaultdict
from dataclasses import dataclass, field

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare, format_amount

from .off_order_cycle_planner import PLANNED

PRECISION = 6  # digits to which a number typed is the number stored
MOST = 10_000_000


class OffOrderCycle(models.Model):
    """Saves what was changed in the planner: all of it, or nothing with the reasons."""

    _inherit = "off.order.cycle"

    def save_planner(self, changes):
        """Each change carries the value that its author saw. Where somebody else
        changed it meanwhile, that is told and nothing is overwritten.

        :param changes: dict of lists, each may be missing:

            * ``join``: [key below 0, "incoming" or "outgoing", producer or hub]
            * ``leave``: exchange
            * ``supplied``: [incoming exchange, product, seen, price or None]
            * ``cells``: [outgoing exchange, incoming exchange, product, seen, value],
              a value is [price, limit or None, limit per customer], None if not sold
            * ``slots``: [slot or key below 0, exchange, seen, value], a value is
              [point, from, to, limit or None], None where there is none
            * ``fees``: [exchange or 0 for the coordinator, fees added, fees removed]

            Exchanges that join are named by their keys.
        :return: ``{"errors": [[key, text, value as it is now]], "stamp"}``; without
            errors also ``joined``: ``{key: exchange}``, and ``offers``: list of
            [incoming exchange, product, incoming offer or 0]
        """
        self.ensure_one()
        self.check_access("read")
        self._check_planned()
        stamp = self._stamp_planner()
        save = self._read_planner_changes(changes)
        errors = [
            *self._find_leaving_errors(save),
            *self._find_supplied_errors(save),
            *self._find_cell_errors(save),
            *self._find_slot_errors(save),
        ]
        if errors:
            return {"errors": errors, "stamp": stamp}
        self._save_joining(save)
        made = self._save_supplied(save)
        self._save_cells(save)
        self._save_slots(save)
        self._save_fees(save)
        save.leave._remove_from_cycle()
        return {"errors": [], "stamp": stamp, "joined": save.joined, "offers": made}

    def _check_planned(self):
        if self.state not in PLANNED:
            raise UserError(
                self.env._(
                    "%(cycle)s is “%(state)s”: what is offered stays as it was sold.",
                    cycle=self.name,
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        self.state
                    ],
                )
            )

    def _stamp_planner(self):
        """Let others who save wait: they start again and see what was saved here.

        By SQL, since who edits one exchange may not write the cycle.
        """
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE off_order_cycle SET planner_stamp = COALESCE(planner_stamp, 0) + 1"
            " WHERE id = %s RETURNING planner_stamp",
            [self.id],
        )
        (stamp,) = self.env.cr.fetchone()
        self.invalidate_recordset(["planner_stamp"], flush=False)
        return stamp

    def _read_planner_changes(self, changes):
        """:return: ``Save``, with the records that the changes are about"""
        incoming, outgoing = self._get_planner_edges()
        products = {row[1] for row in changes.get("supplied", [])}
        products |= {row[2] for row in changes.get("cells", [])}
        Offer = self.env["off.offer"]
        supplied = Offer.sudo().search(
            [("exchange_id", "in", incoming.ids), ("product_id", "in", list(products))]
        )
        sold = Offer.search(
            [("exchange_id", "in", outgoing.ids), ("product_id", "in", list(products))]
        )
        slots = self.env["off.pickup.slot"].browse(
            [row[0] for row in changes.get("slots", []) if row[0] > 0]
        )
        supplied = {(row.exchange_id.id, row.product_id.id): row for row in supplied}
        sold = {(row.exchange_id.id, row.product_id.id): row for row in sold}
        return Save(
            changes=changes,
            edges={edge.id: edge for edge in incoming | outgoing},
            supplied=supplied,
            sold=sold,
            products={
                product.id: product
                for product in self.env["product.product"].browse(products).exists()
            },
            slots={slot.id: slot for slot in slots.exists()},
            leave=self.env["off.exchange"].browse(changes.get("leave", [])).exists()
            & (incoming | outgoing).with_env(self.env),
            joining={row[0]: row for row in changes.get("join", [])},
            may_plan=self._is_planned_by_user(),
            ordered=_get_held(
                Offer.union(*_get_removed(supplied, changes.get("supplied", []))),
                Offer.union(*_get_removed(sold, changes.get("cells", []))),
            ),
        )

    # -- errors ------------------------------------------------------------------------
    def _find_leaving_errors(self, save):
        if (save.leave or save.joining) and not save.may_plan:
            self._check_coordinated()
        for edge in save.leave:
            if held := edge._get_held_products():
                yield [f"x:{edge.id}", self._tell_held(held), None]

    def _tell_held(self, products):
        return self.env._(
            "In orders, and cannot leave the cycle: %s. Change the orders first.",
            ", ".join(products.sudo().mapped("display_name")),
        )

    def _find_supplied_errors(self, save):
        changes = save.changes.get("supplied", [])
        if changes and not save.may_plan:
            self._check_coordinated()
        for edge, product, seen, value in changes:
            offer = save.supplied.get((edge, product))
            now = offer.price if offer else None
            text = (
                self._tell_conflict(offer, seen, now, value)
                or self._tell_bad_supplier(save, edge, product)
                or self._tell_bad_number(value)
            )
            if not text and offer and value is None and save.ordered.get(offer.id):
                text = self._tell_ordered(save.ordered[offer.id])
            if text:
                yield [f"s:{edge}:{product}", text, now]

    def _find_cell_errors(self, save):
        coming = {
            (edge, product): value is not None
            for edge, product, _seen, value in save.changes.get("supplied", [])
        }
        for edge, source, product, seen, value in save.changes.get("cells", []):
            offer = save.sold.get((edge, product))
            supplied = save.supplied.get((source, product))
            now = _get_cell(offer)
            if offer and supplied and offer.sudo().incoming_id.id != supplied.id:
                text = self.env._("This hub sells it from another delivery already.")
                now = None
            else:
                text = self._tell_cell_error(save, offer, edge, seen, now, value)
            if not text and value and not coming.get((source, product), bool(supplied)):
                text = self.env._("It is not supplied in this cycle.")
            if text:
                yield [f"c:{edge}:{source}:{product}", text, now]

    def _tell_cell_error(self, save, offer, edge, seen, now, value):
        if not save.is_outgoing(edge):
            return self.env._("This hub does not sell here any more.")
        text = self._tell_conflict(offer, seen, now, value)
        for number in () if text or value is None else value:
            text = text or self._tell_bad_number(number)
        if not text and value is not None and value[0] is None:
            text = self.env._("Set a price.")
        if not text and offer and value is None and save.ordered.get(offer.id):
            text = self._tell_ordered(save.ordered[offer.id])
        return text

    def _tell_conflict(self, record, seen, now, value):
        """:return: what somebody else did meanwhile, "" where it is as it was seen"""
        if _is_same(seen, now) or _is_same(value, now):
            return ""
        if now is None:
            return self.env._("Somebody else took it out meanwhile.")
        who = record.sudo().write_uid.name
        if isinstance(now, list) and isinstance(now[0], float):
            now = now[0]
        if isinstance(now, float):
            price = format_amount(self.env, now, self.currency_id)
            return self.env._(
                "%(who)s changed it to %(now)s meanwhile. Save again to keep yours.",
                who=who,
                now=price,
            )
        return self.env._("%s changed it meanwhile. Save again to keep yours.", who)

    def _tell_bad_number(self, value):
        if value is None:
            return ""
        if isinstance(value, int | float) and 0 <= value < MOST:
            return ""
        return self.env._("“%s” is no price or quantity that fits here.", value)

    def _tell_bad_supplier(self, save, edge, product):
        producer = save.get_producer(edge)
        if product not in save.products or not producer:
            return self.env._(
                "This product is not there any more: load the page again."
            )
        if save.products[product].sudo().off_producer_id.id != producer:
            return self.env._("It is a product of another producer.")
        return ""

    def _tell_ordered(self, quantity):
        return self.env._(
            "%s in orders: change the orders first, their customers must know.",
            f"{quantity:g}",
        )

    def _find_slot_errors(self, save):
        for key, edge, seen, value in save.changes.get("slots", []):
            slot = save.slots.get(key)
            now = _get_slot(slot)
            text = ""
            if not save.is_outgoing(edge):
                text = self.env._("This hub does not sell here any more.")
            elif key > 0:
                text = self._tell_conflict(slot, seen, now, value)
            if not text and value is None and slot and slot.reserved_qty:
                text = self.env._(
                    "%s orders are collected then: change the orders first.",
                    f"{slot.reserved_qty:g}",
                )
            text = text or (value and self._tell_bad_slot(save, edge, value)) or ""
            if text:
                yield [f"t:{key}", text, now]

    def _tell_bad_slot(self, save, edge, value):
        point, start, end, limit = value
        points = self.env["off.pickup.point"].search(
            [("hub_id", "=", save.get_hub(edge))]
        )
        if point not in points.ids:
            return self.env._("Choose a pickup point of this hub.")
        if not start or not end or end <= start:
            return self.env._("Set an end of the pickup after its start.")
        return self._tell_bad_number(limit)

    # -- writing -----------------------------------------------------------------------
    def _save_joining(self, save):
        if not save.joining:
            return
        hubs = self.env["off.hub"]
        vals_list = []
        for _key, direction, member in save.joining.values():
            vals = {"cycle_id": self.id, "direction": direction}
            if direction == "incoming":
                vals |= {"producer_id": member, "hub_id": self.coordinator_id.id}
            else:
                fees = hubs.browse(member)._get_default_fees("outgoing")
                vals |= {"hub_id": member, "fee_ids": [Command.set(fees.ids)]}
            vals_list.append(vals)
        edges = self.env["off.exchange"].create(vals_list)
        save.joined = dict(zip(save.joining, edges.ids, strict=True))

    def _save_supplied(self, save):
        Offer = self.env["off.offer"]
        writes = defaultdict(lambda: Offer)
        removed, creates, made = Offer, [], []
        for edge, product, _seen, value in save.changes.get("supplied", []):
            offer = save.supplied.get((edge, product), Offer).with_env(self.env)
            made.append([edge, product, offer.id if value is not None else 0])
            if value is None:
                removed |= offer
            elif offer:
                writes[value] |= offer
            else:
                creates.append(
                    {
                        "exchange_id": save.joined.get(edge, edge),
                        "product_id": product,
                        "price": value,
                    }
                )
        removed._remove_from_cycle()
        for price, offers in writes.items():
            offers.write({"price": price})
        new = Offer.create(creates)
        save.made = {(row.exchange_id.id, row.product_id.id): row.id for row in new}
        return [
            [
                edge,
                product,
                offer or save.made.get((save.joined.get(edge, edge), product), 0),
            ]
            for edge, product, offer in made
        ]

    def _save_cells(self, save):
        Offer = self.env["off.offer"]
        writes = defaultdict(lambda: Offer)
        removed, creates = Offer, []
        for edge, source, product, _seen, value in save.changes.get("cells", []):
            offer = save.sold.get((edge, product), Offer)
            if value is None:
                removed |= offer
            elif offer:
                writes[tuple(value)] |= offer
            else:
                creates.append(
                    {
                        "exchange_id": save.joined.get(edge, edge),
                        "product_id": product,
                        "incoming_id": save.get_incoming_offer(source, product),
                        **_get_cell_vals(value),
                    }
                )
        removed.exists()._remove_from_cycle()
        for value, offers in writes.items():
            offers.write(_get_cell_vals(value))
        Offer.create(creates)

    def _save_slots(self, save):
        Slot = self.env["off.pickup.slot"]
        creates, removed = [], Slot
        for key, edge, _seen, value in save.changes.get("slots", []):
            slot = save.slots.get(key, Slot)
            if value is None:
                removed |= slot
            elif slot:
                slot.write(_get_slot_vals(value))
            else:
                vals = {"exchange_id": save.joined.get(edge, edge)}
                creates.append(vals | _get_slot_vals(value))
        removed.unlink()
        Slot.create(creates)

    def _save_fees(self, save):
        for place, added, removed in save.changes.get("fees", []):
            commands = [Command.link(one) for one in added]
            commands += [Command.unlink(one) for one in removed]
            edge = save.joined.get(place, place)
            record = self.env["off.exchange"].browse(edge) if edge else self
            record.write({"fee_ids": commands})


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _get_held_products(self):
        """:return: product.product of these edges that orders hold"""
        offers = self.offer_ids
        held = _get_held(
            offers.filtered(lambda offer: offer.direction == "incoming"),
            offers.filtered(lambda offer: offer.direction == "outgoing"),
        )
        return offers.filtered(lambda offer: held.get(offer.id)).product_id

    def _remove_from_cycle(self):
        self.offer_ids._leave_carts()
        self.unlink()


class OffOffer(models.Model):
    _inherit = "off.offer"

    def _remove_from_cycle(self):
        self._leave_carts()
        self.unlink()

    def _leave_carts(self):
        """Take these products out of carts that nobody validated, and say so there.

        Whose carts they are is not the affair of who plans, hence sudo. What is held
        for a payment, or ordered, was refused before.
        """
        if not self:
            return
        offers = self.sudo().search(
            ["|", ("id", "in", self.ids), ("incoming_id", "in", self.ids)]
        )
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("off_offer_id", "in", offers.ids),
                    ("order_id.state", "in", ("draft", "sent", "cancel")),
                ]
            )
        )
        cancelled = lines.filtered(lambda line: line.state == "cancel")
        cancelled.off_offer_id = False
        for order, gone in (lines - cancelled).grouped("order_id").items():
            order.message_post(
                body=self.env._(
                    "Not sold in this cycle any more, and taken out of the cart: %s.",
                    ", ".join(gone.product_id.mapped("display_name")),
                )
            )
        (lines - cancelled).unlink()


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


def _get_removed(offers, changes):
    """Offers that changes take out: the exchange comes first, then what is before what
    was seen and the new value."""
    removed = [(row[0], row[-3]) for row in changes if row[-1] is None]
    return [offers[key] for key in removed if key in offers]


def _get_held(supplied, sold):
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


def _is_same(one, other):
    """Whether two values of a cell are equal, numbers as exactly as they are kept."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    numbers = int | float
    if isinstance(one, numbers) and isinstance(other, numbers):
        return not float_compare(one, other, precision_digits=PRECISION)
    return one == other


def _get_cell(offer):
    if not offer:
        return None
    limit = None if offer.on_demand else offer.declared_qty
    return [offer.price, limit, offer.customer_limit]


def _get_cell_vals(value):
    price, limit, customer_limit = value
    return {
        "price": price,
        "on_demand": limit is None,
        "declared_qty": limit or 0.0,
        "customer_limit": customer_limit or 0.0,
    }


def _get_slot(slot):
    if not slot:
        return None
    return [
        slot.point_id.id,
        fields.Datetime.to_string(slot.date_start),
        fields.Datetime.to_string(slot.date_end),
        None if slot.on_demand else slot.declared_qty,
    ]


def _get_slot_vals(value):
    point, start, end, limit = value
    return {
        "point_id": point,
        "date_start": start,
        "date_end": end,
        "on_demand": limit is None,
        "declared_qty": limit or 0.0,
    }
