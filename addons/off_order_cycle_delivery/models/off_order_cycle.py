from urllib.parse import quote_plus

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_datetime

MAP = "https://www.openstreetmap.org/search?query="


class OffOrderCycle(models.Model):
    """The list with which orders are brought home."""

    _inherit = "off.order.cycle"

    has_rounds = fields.Boolean(compute="_compute_has_rounds")

    def _compute_has_rounds(self):
        slots = self._search_round_slots()
        for cycle in self:
            cycle.has_rounds = cycle in slots.cycle_id

    def _search_round_slots(self):
        """:return: off.pickup.slot of the user's operators that are brought home"""
        return self.env["off.pickup.slot"].search(
            [
                ("cycle_id", "in", self.ids),
                ("company_id", "in", self.env.companies.ids),
                ("point_id.carrier_id", "!=", False),
            ]
        )

    def action_view_rounds(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/off/rounds/{self.id}",
            "target": "new",
        }

    def _get_rounds(self):
        """Where to go, for the staff of the operator: what one needs at the door and
        nothing else.

        :return: list of dicts, the first to start first: ``slot`` and ``stops``, by
            post code and street: dicts of ``name``, ``address``, ``map`` (its page),
            ``phone``, ``notes`` and ``orders`` (texts)
        """
        self.ensure_one()
        if not self.env.user.has_group("off_hub_network.group_user"):
            raise AccessError(self.env._("Addresses are for the staff of the hub."))
        self.check_access("read")
        slots = self._search_round_slots()
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [("off_slot_id", "in", slots.ids), ("state", "=", "sale")], order="id"
            )
            .filtered(lambda order: any(order._off_get_by_offer().values()))
        )
        by_slot = orders.grouped("off_slot_id")
        return [
            {"slot": slot, "stops": by_slot[slot]._off_get_stops()}
            for slot in slots
            if slot in by_slot
        ]


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    def _get_round_hours(self):
        """“Friday 4 December, 17:00 – 19:00”, by the clock of the operator."""
        self.ensure_one()
        tz = str(self.cycle_id._to_local(self.date_start).tzinfo)
        start = format_datetime(self.env, self.date_start, tz, "EEEE d MMMM, HH:mm")
        return f"{start} – {format_datetime(self.env, self.date_end, tz, 'HH:mm')}"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_stops(self):
        """:return: see ``off.order.cycle._get_rounds``"""
        places = self.grouped("partner_shipping_id")
        stops = [orders._off_describe_stop(place) for place, orders in places.items()]
        return sorted(stops, key=lambda stop: stop["key"])

    def _off_describe_stop(self, place):
        address = place._off_get_address_line()
        customer = self.partner_id[:1]
        return {
            "key": [
                (text or "").casefold()
                for text in (place.zip, place.city, place.street, place.name)
            ],
            "name": place.name or customer.name,
            "address": address,
            "map": f"{MAP}{quote_plus(address)}",
            "phone": place.phone or customer.phone or "",
            "notes": [note for note in self.mapped("off_delivery_note") if note],
            "orders": self.mapped("name"),
        }
