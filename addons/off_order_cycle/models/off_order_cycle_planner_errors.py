from odoo import models
from odoo.tools import format_amount

from odoo.addons.off_hub_network.tools.words import write_number

from .planner import get_cell, get_slot, is_same

MOST = 10_000_000


class OffOrderCycle(models.Model):
    """What is wrong with changes of the planner, each told at its place."""

    _inherit = "off.order.cycle"

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
            now = get_cell(offer)
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
        if is_same(seen, now) or is_same(value, now):
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
            write_number(self.env, quantity),
        )

    def _find_slot_errors(self, save):
        for key, edge, seen, value in save.changes.get("slots", []):
            slot = save.slots.get(key)
            now = get_slot(slot) if slot and slot.exchange_id.id == edge else None
            text = ""
            if not save.is_outgoing(edge):
                text = self.env._("This hub does not sell here any more.")
            elif key > 0 and slot and slot.exchange_id.id != edge:
                text, now = self.env._("This pickup is of another hub."), None
            elif key > 0:
                text = self._tell_conflict(slot, seen, now, value)
            if not text and value is None and slot and slot.reserved_qty:
                text = self.env._(
                    "%s orders are collected then: change the orders first.",
                    write_number(self.env, slot.reserved_qty),
                )
            text = text or (value and self._tell_bad_slot(save, edge, value)) or ""
            if text:
                yield [f"t:{key}", text, now]

    def _find_fee_errors(self, save):
        for place, _added, _removed in save.changes.get("fees", []):
            if place and place not in save.edges and place not in save.joining:
                text = self.env._("It takes no part in this cycle any more.")
                yield [f"f:{place}", text, None]

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
