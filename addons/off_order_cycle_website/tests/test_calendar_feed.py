from datetime import UTC, timedelta

import vobject

from odoo import fields
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestCalendarFeed(CycleWebsiteCase):
    def setUp(self):
        super().setUp()
        self.slot.point_id.note = "Ring twice; the door is blue, the left one"
        self._login(self.customer)
        self._order({self.carrot: 1}, self.slot)
        self.order = self._get_orders()
        self.path = self.customer.partner_id._off_get_calendar_path()
        self.authenticate(None, None)

    def _read(self):
        response = self.url_open(self.path)
        self.assertIn("text/calendar", response.headers["Content-Type"])
        return vobject.readOne(response.text)

    def test_pickups_are_a_calendar_that_phones_read(self):
        (event,) = self._read().vevent_list
        start = self.slot.date_start.replace(tzinfo=UTC, microsecond=0)
        self.assertEqual(event.dtstart.value, start)
        self.assertEqual(event.dtend.value - start, timedelta(hours=2))
        self.assertIn(self.order.name, event.summary.value)
        self.assertIn("Quay", event.location.value)
        self.assertEqual(event.description.value, self.slot.point_id.note)
        self.assertEqual(event.status.value, "CONFIRMED")
        self.assertIn(f"/my/orders/{self.order.id}", event.url.value)

    def test_a_cancelled_order_is_told_as_such_under_the_same_name(self):
        (before,) = self._read().vevent_list
        self.order._action_cancel()
        (after,) = self._read().vevent_list
        self.assertEqual(after.uid.value, before.uid.value)
        self.assertEqual(after.status.value, "CANCELLED")

    def test_what_is_long_past_and_what_others_ordered_stay_away(self):
        self._login(self.neighbour)
        self._order({self.bread: 1}, self.slot)
        now = fields.Datetime.now()
        self.slot.cycle_id.write(
            {
                "date_open": now - timedelta(days=99),
                "date_close": now - timedelta(days=92),
            }
        )
        self.slot.write(
            {
                "date_start": fields.Datetime.now() - timedelta(days=91),
                "date_end": fields.Datetime.now() - timedelta(days=90),
            }
        )
        self.assertNotIn("VEVENT", self.url_open(self.path).text)

    def test_without_its_key_there_is_no_calendar(self):
        own, other = self.customer.partner_id, self.neighbour.partner_id
        token = self.path.rpartition("/")[2]
        for path in (
            f"/cycles/calendar/{other.id}/{token}",
            f"/cycles/calendar/{own.id}/x.ics",
            f"/cycles/calendar/{own.id}/%C3%A9.ics",
            f"/cycles/calendar/0/{token}",
        ):
            self.assertEqual(self.url_open(path).status_code, 404, path)

    def test_the_customer_finds_the_address_on_its_order(self):
        self._login(self.customer)
        page = self.url_open(f"/my/orders/{self.order.id}").text
        self.assertIn(self.path, page)
        self.authenticate(None, None)
        page = self.url_open(self.order.get_portal_url()).text
        self.assertNotIn("/cycles/calendar/", page)
