from datetime import timedelta

import vobject
from pytz import UTC  # vobject knows it, not that of datetime

from odoo import fields, models
from odoo.tools import consteq, hmac

SCOPE = "off-pickup-calendar"
# Calendars ask again and again: what is long past need not come each time.
KEPT = timedelta(days=60)


class ResPartner(models.Model):
    """The pickups of a customer as a calendar that phones subscribe to."""

    _inherit = "res.partner"

    def _off_get_calendar_path(self):
        """Address of the calendar on a website. Who has it reads the pickups, without
        login, as calendars need it."""
        self.ensure_one()
        token = hmac(self.env(su=True), SCOPE, self.id)
        return f"/cycles/calendar/{self.id}/{token}.ics"

    def _off_is_calendar_token(self, token):
        self.ensure_one()
        # Bytes: texts with other letters than ASCII cannot be compared.
        expected = hmac(self.env(su=True), SCOPE, self.id)
        return consteq(expected.encode(), token.encode())

    def _off_get_calendar(self, base_url):
        """Validated orders that are collected now or later, cancelled ones as such, so
        that they leave the calendars in which they were.

        :param base_url: of the website, without slash at its end
        :return: the calendar in the form of RFC 5545, bytes
        """
        self.ensure_one()
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", self.id),
                    ("state", "in", ("sale", "cancel")),
                    ("off_slot_id.date_end", ">", fields.Datetime.now() - KEPT),
                ]
            )
        )
        calendar = vobject.iCalendar()
        calendar.add("x-wr-calname").value = self.env._("My pickups")
        for order in orders.sorted(
            lambda order: (order.off_slot_id.date_start, order.id)
        ):
            order._off_add_event(calendar, base_url)
        return calendar.serialize().encode()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_add_event(self, calendar, base_url):
        """Add the pickup of this order to a vobject calendar."""
        self.ensure_one()
        slot = self.off_slot_id
        point, uuid = slot.point_id, self.env["ir.config_parameter"].sudo()
        address = point._get_address()._display_address(without_company=True)
        event = calendar.add("vevent")
        event.add("uid").value = f"order-{self.id}@{uuid.get_param('database.uuid')}"
        event.add("dtstamp").value = self.write_date.replace(tzinfo=UTC)
        event.add("dtstart").value = slot.date_start.replace(tzinfo=UTC)
        event.add("dtend").value = slot.date_end.replace(tzinfo=UTC)
        event.add("summary").value = self.env._(
            "Pickup of %(order)s, %(hub)s", order=self.name, hub=self.off_hub_id.name
        )
        event.add("location").value = ", ".join(
            part.strip() for part in [point.name, *address.splitlines()] if part.strip()
        )
        if point.note:
            event.add("description").value = point.note
        event.add("url").value = f"{base_url}/my/orders/{self.id}"
        event.add("status").value = (
            "CANCELLED" if self.state == "cancel" else "CONFIRMED"
        )
