from datetime import UTC, datetime, timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.off_order_cycle.models.sale_order_due import HANDED_OVER

from ..engine.spread import BadNumberError, read_number
from .off_handover import OPEN
from .refused import Refused

KEY_LENGTH = 64
TEXT_LENGTH = 200
# What phones may do, and by which method.
ACTS = {
    "tick": "_off_act_tick",
    "collect": "_off_act_collect",
    "uncollect": "_off_act_uncollect",
    "absent": "_off_act_absent",
    "note": "_off_act_note",
    "short": "_off_act_short",
    "weigh": "_off_act_weigh",
    "give_up": "_off_act_give_up",
    "take_back": "_off_act_take_back",
    "pay": "_off_act_pay",
    "unpay": "_off_act_unpay",
    "sell": "_off_act_sell",
}


class OffPickupSlot(models.Model):
    """What phones do, one after the other, each once."""

    _inherit = "off.pickup.slot"

    def _off_act(self, acts):
        """Do what a phone sent, in its order. What cannot be done holds nothing up.

        :param acts: list of dicts of ``key`` (made by the phone), ``kind``, ``at``
            (moment in ISO), and what the kind takes
        :return: dict of ``refused``, ``{key: [code, text]}``, and ``pickup``, as
            ``_off_read`` tells it now
        """
        self._off_begin()
        acts = [one for one in acts if isinstance(one, dict)]
        refused = {}
        for act in acts:
            if answer := self._off_do(act):
                refused[str(act.get("key"))] = answer
        self.env.flush_all()
        return {"refused": refused, "pickup": self._off_read()}

    def _off_do(self, act):
        """:return: None where it is done, else [code, text]"""
        key, kind = act.get("key"), act.get("kind")
        Act = self.env["off.pickup.act"]
        if not isinstance(key, str) or not 8 <= len(key) <= KEY_LENGTH:
            return ["wrong", self.env._("This cannot be read: load the page again.")]
        known = Act.search([("slot_id", "in", self.ids), ("key", "=", key)], limit=1)
        if known:
            return known._get_answer()
        if kind not in ACTS:
            return ["wrong", self.env._("This cannot be read: load the page again.")]
        note = {"slot_id": self[0].id, "kind": kind, "key": key}
        try:
            with self.env.cr.savepoint():
                note |= getattr(self, ACTS[kind])(act) or {}
                self.env.flush_all()
        except (UserError, ValidationError, AccessError, BadNumberError) as error:
            self.env.invalidate_all()
            note |= self._off_prepare_refused(act, error)
        order = self.env["sale.order"].browse(note.get("order_id"))
        note.setdefault("household_id", order.partner_id.commercial_partner_id.id)
        done = Act.create(
            {
                **note,
                "user_id": self.env.uid,
                "date": self._off_read_moment(act),
                "data": self._off_get_plain(act),
            }
        )
        return done._get_answer()

    def _off_prepare_refused(self, act, error):
        orders = self._off_get_orders().filtered(lambda one: one.id == act.get("order"))
        if isinstance(error, BadNumberError):
            code, text = "wrong", self.env._("Write a number from 0 to ten millions.")
        else:
            code, text = getattr(error, "code", "wrong"), error.args[0]
        return {"refused": code, "reason": text, "order_id": orders.id}

    def _off_get_plain(self, act):
        """What was asked, as it is kept: signatures are with the handover."""
        return {
            name: value
            for name, value in act.items()
            if name in ("order", "household", "line", "journal", "product", "by")
            or (name not in ("signature", "key", "kind") and self._off_is_short(value))
        }

    def _off_is_short(self, value):
        return isinstance(value, bool | int | float) or (
            isinstance(value, str) and len(value) <= TEXT_LENGTH
        )

    # -- reading what phones send ------------------------------------------------------
    def _off_read_moment(self, act):
        """When it was done, by the clock of the phone where that can be true."""
        now = fields.Datetime.now()
        try:
            moment = datetime.fromisoformat(act["at"])
            moment = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        except (KeyError, TypeError, ValueError, OverflowError):
            return now
        return moment if now - timedelta(days=7) <= moment <= now else now

    def _off_read_text(self, value):
        return " ".join(str(value or "").split())[:TEXT_LENGTH]

    def _off_read_number(self, act, name):
        return read_number(act.get(name))

    def _off_find_order(self, act):
        """:return: the order of an act, and its off.handover"""
        order = self.env["sale.order"].browse()
        if type(act.get("order")) is int:
            order = order.browse(act["order"]).exists()
        if not order or order.off_slot_id not in self or order.state != "sale":
            known = order and order.off_slot_id in self
            raise Refused(
                "gone",
                self.env._(
                    "%s was cancelled meanwhile: nothing of it is handed over.",
                    order.name,
                )
                if known
                else self.env._("This order is not collected here any more."),
            )
        self._off_check_ready(order)
        return order, self.env["off.handover"]._ensure(order)[order]

    def _off_check_ready(self, order):
        if order.off_cycle_id.state not in HANDED_OVER:
            raise Refused(
                "early",
                self.env._(
                    "The goods of %s have not left the stock yet: the coordinator "
                    "presses “Hand over” on the sale first.",
                    order.off_cycle_id.name,
                ),
            )

    def _off_check_open(self, handover):
        """Raise where the pickup is closed, unless this was kept for later."""
        slot = handover.slot_id
        if slot.date_pickup_closed and handover.state != "kept":
            raise Refused("closed", self._off_say_closed(slot))

    def _off_say_closed(self, slot):
        return self.env._(
            "The pickup was closed by %(who)s at %(when)s. Tell the hub what happened.",
            who=slot.pickup_closed_by_id.name,
            when=self._off_clock(slot.date_pickup_closed),
        )

    def _off_check_own(self, user, when):
        """Raise unless the user undoes what is its own, or works for the operator."""
        if user != self.env.user and not self._off_is_staff():
            raise Refused(
                "changed",
                self.env._(
                    "%(who)s did this at %(when)s: only they, or the hub, undo it.",
                    who=user.name,
                    when=self._off_clock(when),
                ),
            )

    # -- handing over ------------------------------------------------------------------
    def _off_act_tick(self, act):
        """``order``, ``line``, ``on``"""
        order, handover = self._off_find_order(act)
        self._off_check_open(handover)
        line = self._off_find_line(order, act)
        command = fields.Command.link if act.get("on") else fields.Command.unlink
        handover.ticked_line_ids = [command(line.id)]
        return {"order_id": order.id, "text": line.product_id.display_name}

    def _off_find_line(self, order, act):
        line = order.order_line.filtered(
            lambda one: one.id == act.get("line") and one.off_offer_id
        )
        if not line:
            raise Refused(
                "gone", self.env._("%s does not hold this product.", order.name)
            )
        return line

    def _off_act_collect(self, act):
        """``order``, ``name`` of who came, ``signature``: PNG in base64"""
        order, handover = self._off_find_order(act)
        if handover.state not in OPEN:
            raise Refused("changed", self._off_say_state(handover))
        self._off_check_open(handover)
        self._off_check_kept_back(order)
        handover.write(
            {
                "state": "collected",
                "date_collected": self._off_read_moment(act),
                "user_id": self.env.uid,
                "collector": self._off_read_text(act.get("name")),
                "signature": handover._read_signature(act.get("signature")),
                "ticked_line_ids": [fields.Command.set(order.order_line.ids)],
            }
        )
        return {"order_id": order.id, "text": handover.collector}

    def _off_check_kept_back(self, order):
        """Raise where goods of an order go to nobody, a recalled lot say, and nobody
        has put them aside yet."""
        kept = order.order_line._off_get_kept_back()
        if kept:
            raise Refused(
                "recalled",
                self.env._(
                    "Recalled: %s. Keep it back: write it down as missing, then hand "
                    "over the rest.",
                    ", ".join(kept.mapped("product_id.display_name")),
                ),
            )

    def _off_say_state(self, handover):
        values = {
            "order": handover.order_id.name,
            "who": handover.user_id.name or "",
            "when": self._off_clock(handover.date_collected or handover.write_date),
            "name": handover.collector or handover.partner_id.name,
        }
        if handover.state == "collected":
            return self.env._(
                "%(who)s handed over %(order)s at %(when)s already, to %(name)s.",
                **values,
            )
        if handover.state == "charged":
            return self.env._(
                "%(order)s was charged without being collected.", **values
            )
        return self.env._("The goods of %(order)s were given up.", **values)

    def _off_act_uncollect(self, act):
        """``order``"""
        order, handover = self._off_find_order(act)
        if handover.state != "collected":
            return {"order_id": order.id}
        self._off_check_own(handover.user_id, handover.date_collected)
        self._off_check_open(handover)
        handover.write(
            {
                "state": "waiting",
                "date_collected": False,
                "user_id": False,
                "collector": False,
                "signature": False,
            }
        )
        return {"order_id": order.id}

    def _off_act_absent(self, act):
        """``order``, ``on``"""
        order, handover = self._off_find_order(act)
        self._off_check_open(handover)
        if handover.state not in ("waiting", "absent"):
            raise Refused("changed", self._off_say_state(handover))
        handover.state = "absent" if act.get("on") else "waiting"
        return {"order_id": order.id}

    def _off_act_note(self, act):
        """``order``, ``text``"""
        order, handover = self._off_find_order(act)
        handover.note = self._off_read_text(act.get("text"))
        return {"order_id": order.id, "text": handover.note}
