from decimal import Decimal

from odoo import fields, models
from odoo.tools import float_repr, formatLang

from ..engine.spread import BadNumberError, spread_payment
from .account_payment import RECEIVED
from .refused import Refused


class OffPickupSlot(models.Model):
    """What is paid on site: Odoo's payments, one for each order that is paid."""

    _inherit = "off.pickup.slot"

    def _off_act_pay(self, act):
        """``household``, ``journal``, ``amount``, ``seen``: what was due on the phone;
        ``more`` to take more than is due, ``back`` to give back what was too much.

        The oldest order is paid first, also those of earlier pickups here.
        """
        orders = self._off_get_household_orders(act)
        household = orders[0].partner_id.commercial_partner_id
        journal = self._off_find_journal(act)
        currency = self[0].company_id.currency_id
        amount = self._off_read_number(act, "amount")
        text = float_repr(float(amount), currency.decimal_places)
        if not amount or Decimal(text) != amount:
            raise Refused("wrong", self.env._("Write the amount that was paid."))
        if act.get("back"):
            return self._off_give_back(act, journal, orders, amount)
        dues = (self._off_get_older(orders) | orders)._off_get_dues()
        owed = [(one, Decimal(float_repr(due, 6))) for one, due in dues.items()]
        total = sum(max(due, Decimal(0)) for _one, due in owed)
        if amount > total and not act.get("more"):
            self._off_check_due(act, household, total)
        payments = self.env["account.payment"].create(
            [
                self._off_prepare_payment(act, journal, order, part)
                for order, part in spread_payment(amount, owed)
            ]
        )
        payments.action_post()
        for payment in payments:
            payment._off_pay(payment.off_order_id._off_get_open_invoices())
        return {"household_id": household.id, "text": journal.name}

    def _off_give_back(self, act, journal, orders, amount):
        """Give back what a household paid too much for these orders."""
        credits = {
            order: Decimal(float_repr(-due, 6))
            for order, due in orders._off_get_dues().items()
        }
        if amount > (total := sum(credits.values())):
            raise Refused(
                "wrong",
                self.env._(
                    "No more than %s can be given back.",
                    self._off_say_amount(max(total, Decimal(0))),
                ),
            )
        self.env["account.payment"].create(
            [
                self._off_prepare_payment(act, journal, order, part)
                | {"payment_type": "outbound"}
                for order, part in spread_payment(amount, list(credits.items()))
            ]
        ).action_post()
        household = orders[0].partner_id.commercial_partner_id
        return {"household_id": household.id, "text": journal.name}

    def _off_get_household_orders(self, act):
        household = act.get("household")
        orders = self._off_get_orders().filtered(
            lambda one: one.partner_id.commercial_partner_id.id == household
        )
        if not orders:
            raise Refused(
                "gone", self.env._("This household collects nothing here any more.")
            )
        self._off_check_ready(orders[0])
        return orders

    def _off_get_journals(self):
        """Hook: journals of the means of payment that are taken here."""
        return self[0].hub_id.pickup_journal_ids.filtered(
            lambda one: one.company_id == self[0].company_id
        )

    def _off_find_journal(self, act):
        journal = self._off_get_journals().filtered(
            lambda one: one.id == act.get("journal")
        )
        if not journal:
            raise Refused(
                "wrong",
                self.env._(
                    "The hub does not take this means of payment at its pickups."
                ),
            )
        lines = journal.inbound_payment_method_line_ids
        lines |= journal.outbound_payment_method_line_ids
        if not all(line.payment_account_id for line in lines):
            # Without one they could not pay a later invoice.
            journal.company_id._off_set_outstanding_accounts()
        return journal

    def _off_say_amount(self, amount):
        return formatLang(
            self.env, float(amount), currency_obj=self[0].company_id.currency_id
        )

    def _off_check_due(self, act, household, total):
        """Raise where more is paid than is due: somebody else took it meanwhile, or it
        is a mistake. What was due on the phone before something came short was paid
        all the same, and the rest is a credit."""
        taken = self.env["account.payment"].search(
            [
                ("off_slot_id", "in", self.ids),
                ("partner_id", "child_of", household.id),
                ("payment_type", "=", "inbound"),
                ("state", "in", RECEIVED),
            ],
            order="id desc",
            limit=1,
        )
        if taken:
            text = self.env._(
                "Only %(due)s is due: %(who)s took %(amount)s (%(journal)s) at "
                "%(when)s.",
                due=self._off_say_amount(total),
                who=taken.off_received_by_id.name,
                amount=self._off_say_amount(taken.amount),
                journal=taken.journal_id.name,
                when=self._off_clock(taken.create_date),
            )
            raise Refused("paid", text)
        try:
            seen = self._off_read_number(act, "seen")
        except BadNumberError:
            seen = Decimal(0)
        if self._off_read_number(act, "amount") > seen:
            raise Refused(
                "paid", self.env._("Only %s is due.", self._off_say_amount(total))
            )

    def _off_prepare_payment(self, act, journal, order, amount):
        """Paid where it was taken, also for orders of earlier pickups."""
        slot = order.off_slot_id if order.off_slot_id in self else self[0]
        return {
            "payment_type": "inbound",
            "partner_type": "customer",
            "partner_id": order.partner_id.commercial_partner_id.id,
            "company_id": self[0].company_id.id,
            "currency_id": order.currency_id.id,
            "journal_id": journal.id,
            "amount": float(amount),
            "date": fields.Date.to_string(
                self._off_to_local(self._off_read_moment(act)).date()
            ),
            "memo": f"{order.name} {slot.point_id.name}",
            "off_order_id": order.id,
            "off_slot_id": slot.id,
            "off_pickup_key": act["key"],
            "off_received_by_id": self.env.uid,
        }

    def _off_act_unpay(self, act):
        """``by``: key of the act that is undone"""
        payments = self.env["account.payment"].search(
            [
                ("off_slot_id", "in", self.ids),
                ("off_pickup_key", "=", str(act.get("by") or "-")),
                ("state", "in", RECEIVED),
            ]
        )
        if not payments:
            return None
        if closed := payments.off_slot_id.filtered("date_pickup_closed"):
            raise Refused("closed", self._off_say_closed(closed[0]))
        first = payments[0]
        self._off_check_own(first.off_received_by_id, first.create_date)
        payments.action_draft()
        payments.action_cancel()
        return {"household_id": first.partner_id.id, "text": first.journal_id.name}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_open_invoices(self):
        """Posted invoices of these orders that ask for something, the oldest first."""
        return self.order_line.invoice_lines.move_id.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.amount_residual > 0
            )
        ).sorted(lambda move: (move.invoice_date_due or move.date, move.id))
