from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_datetime

from odoo.addons.off_order_cycle.models.sale_order_due import HANDED_OVER

from .account_payment import RECEIVED
from .off_allocation import REASONS


class OffPickupSlot(models.Model):
    """What a phone is told of a pickup: names, goods and what is due, nothing else."""

    _inherit = "off.pickup.slot"

    def _off_read(self):
        """All that is needed to hand over, also while there is no network.

        Neither prices nor totals: of a solidarity order only its customer knows what it
        is reduced by (rule 26).

        :return: dict of plain values, ``households`` as ``_off_read_household``
        """
        orders = self._off_get_orders()
        older = self._off_get_older(orders)
        handovers = self.env["off.handover"]._ensure(orders)
        dues = (orders | older)._off_get_dues()
        payments = self._off_get_payments()
        by_household = orders.grouped(lambda one: one.partner_id.commercial_partner_id)
        owed = older.grouped(lambda one: one.partner_id.commercial_partner_id)
        households = [
            self._off_read_household(
                household,
                [(one, handovers[one]) for one in mine],
                owed.get(household, older.browse()),
                dues,
                payments[household],
            )
            for household, mine in by_household.items()
        ]
        return {**self._off_read_head(), "households": households}

    def _off_read_head(self):
        first = self[0]
        hub = first.hub_id
        journals = self._off_get_journals()
        return {
            "slots": self.ids,
            "point": first.point_id.name,
            "hub": hub.name,
            "when": first._off_get_when_text(),
            "day_count": len(first._off_get_same_day()),
            "ready": all(slot.cycle_id.state in HANDED_OVER for slot in self),
            "settled": any(slot.cycle_id.state == "settled" for slot in self),
            "closed": self._off_get_closed_text(),
            "staff": self._off_is_staff(),
            "may_close": self._off_may_close(),
            "signature": hub.pickup_signature,
            "no_show": hub.pickup_no_show,
            "keep_until": fields.Date.to_string(self._off_get_keep_until()),
            "left": hub.pickup_left,
            "walk_in": hub.pickup_walk_in_id.name or "",
            "donee": hub.pickup_donee_id.name or "",
            "currency": self._off_read_currency(),
            "journals": [
                {"id": one.id, "name": one.name, "cash": one.type == "cash"}
                for one in journals._off_sort()
            ],
            "pool": self._off_read_pool(),
            "till": self._off_read_till() if self._off_may_close() else [],
        }

    def _off_get_when_text(self):
        tz = self.company_id._off_get_tz()
        start = format_datetime(self.env, self.date_start, tz, "EEEE d MMMM, HH:mm")
        return f"{start} – {self._off_clock(self.date_end)}"

    def _off_get_closed_text(self):
        """Who closed these pickups and when, empty as long as one is open."""
        if not all(slot.date_pickup_closed for slot in self):
            return ""
        last = self.sorted("date_pickup_closed")[-1]
        return self.env._(
            "Closed by %(who)s at %(when)s",
            who=last.pickup_closed_by_id.name,
            when=self._off_clock(last.date_pickup_closed),
        )

    def _off_read_currency(self):
        currency = self[0].company_id.currency_id
        return {
            "symbol": currency.symbol,
            "position": currency.position,
            "digits": currency.decimal_places,
        }

    # -- orders ------------------------------------------------------------------------
    def _off_get_orders(self):
        """Orders that are collected at these pickups, the oldest first."""
        return self.env["sale.order"].search(
            [("off_slot_id", "in", self.ids), ("state", "=", "sale")],
            order="date_order, id",
        )

    def _off_get_older(self, orders):
        """What households that come now may still owe of earlier pickups here, the
        oldest first."""
        open_ones = [
            ("partner_id.commercial_partner_id", "in", self._off_get_ids(orders)),
            ("off_slot_id.point_id", "in", self.point_id.ids),
            ("off_slot_id.date_start", "<", min(self.mapped("date_start"))),
            ("off_slot_id", "not in", self.ids),
            ("company_id", "in", self.company_id.ids),
            ("state", "=", "sale"),
            "|",
            ("off_cycle_id.state", "=", "distributed"),
            "&",
            ("off_cycle_id.state", "=", "settled"),
            "|",
            # Invoiced by the month, say.
            ("invoice_status", "=", "to invoice"),
            ("order_line.invoice_lines.move_id", "any", self._off_get_open_domain()),
        ]
        return self.env["sale.order"].search(open_ones, order="date_order, id")

    def _off_get_ids(self, orders):
        return orders.partner_id.commercial_partner_id.ids

    def _off_get_open_domain(self):
        return [
            ("state", "=", "posted"),
            ("payment_state", "in", ("not_paid", "partial")),
        ]

    def _off_read_household(self, household, pairs, older, dues, payments):
        """One line of the list: people with one balance (rule 4: their names alone).

        :param pairs: list of (order, its off.handover)
        :param older: orders of before
        :param dues: what ``_off_get_dues`` returns
        """
        contacts = dict.fromkeys(
            order.partner_id.name
            for order, _handover in pairs
            if order.partner_id != household
        )
        orders = [order for order, _handover in pairs]
        currency = self[0].company_id.currency_id
        before = currency.round(sum(max(dues[order], 0.0) for order in older))
        return {
            "id": household.id,
            "name": household.name or next(iter(contacts), ""),
            "contacts": [name for name in contacts if name],
            "due": currency.round(sum(dues[order] for order in orders) + before),
            "before": before,
            "orders": [
                {**self._off_read_order(*pair), "due": dues[pair[0]]} for pair in pairs
            ],
            "payments": [self._off_read_payment(*one) for one in payments.items()],
        }

    def _off_read_order(self, order, handover):
        lines = order.order_line.filtered(
            lambda line: (
                line.off_offer_id and (line.product_uom_qty or line.off_allocation_ids)
            )
        )
        ticked = handover.ticked_line_ids
        return {
            "id": order.id,
            "name": order.name,
            "hour": self._off_clock(order.off_slot_id.date_start),
            "slot": order.off_slot_id.id,
            "crate": order._off_get_crate(),
            "person": order.partner_id.name or "",
            "state": handover.state,
            "at": self._off_clock(handover.date_collected),
            "by": handover.user_id.name or "",
            "mine": handover.user_id == self.env.user,
            "collector": handover.collector or "",
            "signed": bool(handover.signature),
            "note": handover.note or "",
            "until": fields.Date.to_string(handover.keep_until) or "",
            "lines": [self._off_read_line(line, line in ticked) for line in lines],
        }

    def _off_read_line(self, line, is_ticked):
        product = line.product_id.with_context(display_default_code=False)
        out, pending = defaultdict(float), defaultdict(float)
        for one in line.off_allocation_ids.filtered("off_reason"):
            out[one.off_reason] -= one.quantity
            if not one.move_line_id:
                pending[one.off_reason] -= one.quantity
        weighed = all(one.weight for one in line.off_allocation_ids if one.quantity > 0)
        return {
            "id": line.id,
            "product_id": product.id,
            "product": product.display_name,
            "unit": product.uom_id.name,
            "asked": line._off_get_ordered(),
            "given": line._off_get_given(),
            "out": {key: out[key] for key, _label in REASONS},
            "pending": {key: pending[key] for key, _label in REASONS},
            "ticked": is_ticked,
            "unit_weight": line.off_unit_weight,
            "weight": float(line._off_get_weight()),
            "weighed": bool(line.off_unit_weight and weighed),
            "kept_back": bool(line._off_get_kept_back()),
        }

    # -- money -------------------------------------------------------------------------
    def _off_get_payments(self):
        """What was paid at these pickups.

        :return: ``{household: {key: account.payment}}``
        """
        found = defaultdict(dict)
        payments = self.env["account.payment"].search(
            [("off_slot_id", "in", self.ids), ("state", "in", RECEIVED)], order="id"
        )
        for key, group in payments.grouped("off_pickup_key").items():
            found[group.partner_id.commercial_partner_id][key] = group
        return found

    def _off_read_payment(self, key, payments):
        first = payments[0]
        return {
            "key": key,
            "amount": sum(
                one.amount if one.payment_type == "inbound" else -one.amount
                for one in payments
            ),
            "journal": first.journal_id.name,
            "at": self._off_clock(first.create_date),
            "by": first.off_received_by_id.name or "",
            "mine": first.off_received_by_id == self.env.user,
        }
