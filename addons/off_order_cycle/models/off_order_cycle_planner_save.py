from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command

from .off_order_cycle_planner import PLANNED
from .planner import Save, get_cell_vals, get_held, get_removed, get_slot_vals


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
            * ``packs``: [incoming exchange, product, seen, value], a value is [size of
              a case, least quantity of all orders], 0 for none
            * ``fees``: [exchange or 0 for the coordinator, fees added, fees removed]

            Exchanges that join are named by their keys.
        :return: ``{"errors": [[key, text, value as it is now]], "stamp"}``; without
            errors also ``joined``: ``{key: exchange}``, and ``offers``: list of
            [incoming exchange, product, incoming offer or 0], and ``packs``: list of
            [incoming exchange, product, size, least]
        """
        self.ensure_one()
        self.check_access("read")
        self._check_planned()
        stamp = self._stamp_planner()
        save = self._read_planner_changes(changes)
        errors = [
            *self._find_leaving_errors(save),
            *self._find_supplied_errors(save),
            *self._find_pack_errors(save),
            *self._find_cell_errors(save),
            *self._find_slot_errors(save),
            *self._find_fee_errors(save),
        ]
        if errors:
            return {"errors": errors, "stamp": stamp}
        self._save_joining(save)
        made = self._save_supplied(save)
        packs = self._save_packs(save)
        self._save_cells(save)
        self._save_slots(save)
        self._save_fees(save)
        save.leave._remove_from_cycle()
        return {
            "errors": [],
            "stamp": stamp,
            "joined": save.joined,
            "offers": made,
            "packs": packs,
        }

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
        products = {
            row[1] for name in ("supplied", "packs") for row in changes.get(name, [])
        }
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
            ordered=get_held(
                Offer.union(*get_removed(supplied, changes.get("supplied", []))),
                Offer.union(*get_removed(sold, changes.get("cells", []))),
            ),
        )

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
                        **get_cell_vals(value),
                    }
                )
        removed.exists()._remove_from_cycle()
        for value, offers in writes.items():
            offers.write(get_cell_vals(value))
        Offer.create(creates)

    def _save_slots(self, save):
        Slot = self.env["off.pickup.slot"]
        creates, removed = [], Slot
        for key, edge, _seen, value in save.changes.get("slots", []):
            slot = save.slots.get(key, Slot)
            if value is None:
                removed |= slot
            elif slot:
                slot.write(get_slot_vals(value))
            else:
                vals = {"exchange_id": save.joined.get(edge, edge)}
                creates.append(vals | get_slot_vals(value))
        removed.unlink()
        Slot.create(creates)

    def _save_fees(self, save):
        for place, added, removed in save.changes.get("fees", []):
            commands = [Command.link(one) for one in added]
            commands += [Command.unlink(one) for one in removed]
            edge = save.joined.get(place, place)
            record = self.env["off.exchange"].browse(edge) if edge else self
            record.write({"fee_ids": commands})
