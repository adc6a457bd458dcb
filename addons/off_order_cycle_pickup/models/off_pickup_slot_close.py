from datetime import date, timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import float_repr, format_date

from ..engine.spread import BadNumberError, read_number
from .account_payment import RECEIVED
from .off_allocation import REASONS
from .off_handover import OPEN
from .off_hub import LEFT, NO_SHOW


class OffPickupSlot(models.Model):
    """A pickup is closed: who did not come, what is left over, what is in the till."""

    _inherit = "off.pickup.slot"

    def _off_close(self, key, choices):
        """Close these pickups; also again, for what was kept for later.

        :param key: made by the phone; what was closed with it is not closed again
        :param choices: dict of ``absent``, ``{order id as text: [a key of NO_SHOW, day
            until which it is kept]}``, ``left``, ``{"product id:reason": a key of
            LEFT}``, ``counts``, ``{journal id as text: [amount, note]}``. What is not
            there follows the hub.
        :return: as ``_off_read``
        :raise UserError: what is missing or wrong; nothing is done then
        """
        if not self._off_may_close():
            raise AccessError(self.env._("Who manages the hub closes its pickups."))
        self._off_begin()
        if not self._off_was_closed(key):
            for slot in self:
                slot._off_check_handed_over()
            self._off_settle_absent(choices.get("absent") or {})
            self._off_settle_left(choices.get("left") or {})
            self._off_count_till(choices.get("counts") or {})
            now = fields.Datetime.now()
            self.write({"date_pickup_closed": now, "pickup_closed_by_id": self.env.uid})
            self._off_tell_closed(key, now)
        return self._off_read()

    def _off_was_closed(self, key):
        Act = self.env["off.pickup.act"]
        return bool(
            Act.search([("slot_id", "in", self.ids), ("key", "=", key)], limit=1)
        )

    def _off_check_handed_over(self):
        self.cycle_id._check_state("distributed", "settled")

    def _off_tell_closed(self, key, now):
        self.env["off.pickup.act"].create(
            [
                {
                    "slot_id": slot.id,
                    "kind": "close",
                    "key": key,
                    "user_id": self.env.uid,
                    "date": now,
                }
                for slot in self
            ]
        )

    # -- who did not come --------------------------------------------------------------
    def _off_settle_absent(self, choices):
        orders = self._off_get_orders()
        handovers = self.env["off.handover"]._ensure(orders)
        for order, handover in handovers.items():
            if handover.state not in OPEN:
                continue
            way, until = self._off_read_choice(order, choices.get(str(order.id)))
            if way == "keep":
                handover.write({"state": "kept", "keep_until": until})
            elif way == "charge":
                handover.state = "charged"
            else:
                self._off_check_goods_at_closing(handover)
                self._off_give_up_order(handover)

    def _off_check_goods_at_closing(self, handover):
        if handover.cycle_id.state == "settled":
            raise UserError(
                self.env._(
                    "%(order)s is invoiced: charge it, or keep it for later. A credit "
                    "note gives the money back.",
                    order=handover.order_id.name,
                )
            )

    def _off_read_choice(self, order, choice):
        """:return: a key of NO_SHOW, and the day until which it is kept"""
        hub = order.off_hub_id
        way, until = (*choice, None)[:2] if choice else (hub.pickup_no_show, None)
        if way not in dict(NO_SHOW):
            raise UserError(
                self.env._(
                    "Say what becomes of the order of %s, which was not collected.",
                    order.partner_id.name,
                )
            )
        try:
            day = date.fromisoformat(until) if until else None
        except (TypeError, ValueError):
            raise UserError(
                self.env._(
                    "Until when is the order of %s kept? Write a day.",
                    order.partner_id.name,
                )
            ) from None
        if day and day < self._off_get_today():
            raise UserError(
                self.env._(
                    "The order of %(name)s cannot be kept until %(day)s, which is "
                    "over.",
                    name=order.partner_id.name,
                    day=format_date(self.env, day),
                )
            )
        return way, day or self._off_get_keep_until()

    def _off_get_keep_until(self):
        days = timedelta(days=self[0].hub_id.pickup_keep_days)
        return self._off_get_today() + days

    def _off_get_today(self):
        return self[0]._off_to_local(fields.Datetime.now()).date()

    # -- what is left over -------------------------------------------------------------
    def _off_settle_left(self, choices):
        pending = self._off_get_pending()
        ways = {key: pending.browse() for key in dict(LEFT)}
        for allocation in pending:
            way = self._off_read_left(allocation, choices)
            ways[way] |= allocation
        if ways["donate"] and not self[0].hub_id.pickup_donee_id:
            raise UserError(
                self.env._(
                    "%s: say on the hub to whom left-overs are donated.",
                    self[0].hub_id.name,
                )
            )
        pending._off_bring_back()
        ways["donate"]._off_donate(self[0].hub_id.pickup_donee_id)
        ways["loss"]._off_scrap()

    def _off_read_left(self, allocation, choices):
        """:return: a key of LEFT: what is missing or damaged is lost by itself"""
        reason = allocation.off_reason
        usual = self[0].hub_id.pickup_left if reason == "left" else "loss"
        way = choices.get(f"{allocation.product_id.id}:{reason}", usual)
        if way not in dict(LEFT):
            labels = dict(REASONS)
            raise UserError(
                self.env._(
                    "Say what becomes of %(product)s (%(reason)s).",
                    product=allocation.product_id.display_name,
                    reason=labels[reason],
                )
            )
        return way

    # -- the till ----------------------------------------------------------------------
    def _off_get_taken(self):
        """:return: ``{account.journal: amount taken since it was counted last}``"""
        taken = dict.fromkeys(self._off_get_journals(), 0.0)
        for journal, direction, amount in self.env["account.payment"]._read_group(
            [("off_slot_id", "in", self.ids), ("state", "in", RECEIVED)],
            ["journal_id", "payment_type"],
            ["amount:sum"],
        ):
            sign = 1 if direction == "inbound" else -1
            taken[journal] = taken.get(journal, 0.0) + sign * amount
        for journal, amount in self.env["off.pickup.count"]._read_group(
            [("slot_id", "in", self.ids)], ["journal_id"], ["expected:sum"]
        ):
            taken[journal] = taken.get(journal, 0.0) - amount
        rounded = self[0].company_id.currency_id.round
        return {journal: rounded(amount) for journal, amount in taken.items()}

    def _off_get_expected(self):
        """Hook: what is to be counted when these pickups are closed.

        :return: ``{account.journal: amount}``
        """
        return self._off_get_taken()

    def _off_read_till(self):
        expected = self._off_get_expected()
        return [
            {"journal": journal.id, "name": journal.name, "expected": expected[journal]}
            for journal in self.env["account.journal"].union(*expected)._off_sort()
        ]

    def _off_count_till(self, counts):
        """Keep what was counted beside what was taken; nothing counted is no
        difference."""
        currency = self[0].company_id.currency_id
        vals_list = []
        for journal, expected in self._off_get_expected().items():
            counted, note = (*(counts.get(str(journal.id)) or ()), None, None)[:2]
            if counted in (None, ""):
                if not expected:
                    continue
                counted = expected
            try:
                amount = float(read_number(counted))
            except BadNumberError:
                raise UserError(
                    self.env._("%s: write what was counted.", journal.name)
                ) from None
            vals_list.append(
                {
                    "slot_id": self[0].id,
                    "journal_id": journal.id,
                    "date": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "expected": expected,
                    "counted": float(float_repr(amount, currency.decimal_places)),
                    "note": self._off_read_text(note),
                }
            )
        self.env["off.pickup.count"].create(vals_list)._off_book()
