from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestShopMinimums(CycleWebsiteCase):
    """Rule 22 as customers read it."""

    def _create_minimum(self, edge, least, **vals):
        return self.env["off.cycle.minimum"].create(
            {"exchange_id": edge.id, "least": least, "policy": "cancel", **vals}
        )

    def _read(self):
        return " ".join(self.url_open(self._get_path()).text.split())

    def test_r22_everybody_sees_how_far_it_is(self):
        self._create_minimum(self.cycle.incoming_ids, 20)
        self._create_minimum(self.exchange, 12, measure="quantity", policy="send")
        self._login(self.customer)
        self._order({self.bread: 3}, self.slot)
        page = self._read()
        self.assertRegex(
            page,
            r"Ferme du Bois delivers from .{,3}20.00.{,3} on; .* far: .{,3}12.00",
        )
        self.assertIn("Amap du Port hands over from 12 on; ordered so far: 3", page)
        self.assertIn("Otherwise nothing of it is ordered.", page)
        self._login(self.neighbour)
        self._order({self.bread: 2}, self.slot)
        self.assertNotIn("Otherwise nothing", self._read())

    def test_r22_an_order_that_is_too_small_is_told_before_it_is_paid(self):
        self._create_minimum(self.exchange, 20, scope="order")
        self._login(self.customer)
        self.assertRegex(self._read(), r"Amap du Port takes orders from .{,3}20.00")
        self.assertRegex(
            self._order({self.bread: 2}, self.slot).text, r"add .{,3}12.00.{,3} or more"
        )
        cart = self.exchange._get_website_cart(
            self.customer.partner_id,
            self.website,
            {self._get_offer(self.bread): 2},
            self.slot,
        )
        with self.assertRaisesRegex(UserError, "takes orders from"):
            cart._off_hold(15)
        self.assertFalse(self._get_orders().filtered(lambda one: one.state == "sale"))

    def test_r4_minimums_of_other_hubs_are_not_shown(self):
        other = self._create_hub("Second hub", self.company)
        edge = self.env["off.exchange"].create(
            {"cycle_id": self.cycle.id, "direction": "outgoing", "hub_id": other.id}
        )
        self._create_minimum(edge, 77)
        self.assertNotIn("Second hub", self._read())
