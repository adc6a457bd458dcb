import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common import HomeCommon


@tagged("post_install", "-at_install")
class TestHomeMails(HomeCommon):
    """Who has its order brought is not told to collect it, and reads what it pays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.families[0].email = "family@example.org"
        cls.env["off.notice"].search([]).unlink()

    def _send(self, **later):
        last = self.env["mail.mail"].search([], limit=1).id or 0
        with (
            self.enter_registry_test_mode(),
            freeze_time(fields.Datetime.now() + timedelta(**later)),
        ):
            self.env.ref("off_order_cycle.ir_cron_send_notices").method_direct_trigger()
        return self.env["mail.mail"].search([("id", ">", last)], order="id")

    def _read(self, mail):
        text = re.sub(r"<[^>]+>", " ", mail.body_html)
        return " ".join(text.replace("\xa0", " ").split())

    def test_a_placed_order_tells_the_delivery_and_adds_up(self):
        self._order_home({self.leeks: 2})
        text = self._read(self._send())
        self.assertIn("It is brought to you:", text)
        self.assertNotIn("collect", text)
        self.assertRegex(text, r"Leeks 2 \W*6.00.*By bicycle \W*5.00")
        self.assertRegex(text, r"Total \W*11.00")

    def test_an_opening_tells_what_is_brought(self):
        notice = self.env["off.notice"].new({"exchange_id": self.exchange.id})
        names = [name for name, _hours in notice._get_pickups()]
        self.assertCountEqual(names, ["Town hall", "Brought home: Bicycle round"])

    def test_who_collects_is_told_to(self):
        self._order_home({self.leeks: 2}, slot=self.collected)
        text = self._read(self._send())
        self.assertIn("You collect it here:", text)
        self.assertNotIn("brought", text)

    def test_another_address_is_told_as_a_change(self):
        order = self._order_home({self.leeks: 2})
        self._send()
        order.partner_shipping_id = self.env["res.partner"].create(
            {
                "parent_id": self.families[0].id,
                "type": "delivery",
                "name": "Grandmother",
                "street": "9 quai Haut",
                "zip": "69001",
                "city": "Lyon",
                "country_id": self.company_a.country_id.id,
            }
        )
        text = self._read(self._send(minutes=11))
        self.assertIn("another address", text)
        self.assertIn("9 quai Haut, 69001 Lyon", text)

    def test_the_day_before_it_asks_to_be_there(self):
        order = self._order_home({self.leeks: 2})
        self._send()
        notice = self.env["off.notice"]
        notice._plan_pickups("reminder", self.home, fields.Datetime.now())
        mail = self._send()
        self.assertEqual(mail.recipient_ids, order.partner_id)
        self.assertIn("is brought to you on", mail.subject)
        self.assertIn("Be there when your order comes:", self._read(mail))
