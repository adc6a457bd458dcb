import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.off_order_cycle_website.tests.common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestHomeShop(CycleWebsiteCase):
    """A round that serves post codes in 69 for 5.00, free from 30.00 on. Léa lives in
    Lyon, Ali nowhere that is known."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls.env["product.product"].create(
            {
                "name": "Home delivery",
                "type": "service",
                "list_price": 5.0,
                "taxes_id": [Command.clear()],
            }
        )
        cls.country = cls.env.ref("base.fr")
        cls.carrier = cls.env["delivery.carrier"].create(
            {
                "name": "By bicycle",
                "product_id": product.id,
                "company_id": cls.company.id,
                "free_over": True,
                "amount": 30,
                "country_ids": [Command.set(cls.country.ids)],
                "zip_prefix_ids": [Command.create({"name": "690"})],
            }
        )
        point = cls.env["off.pickup.point"].create(
            {
                "name": "Round",
                "hub_id": cls.hub.id,
                "carrier_id": cls.carrier.id,
            }
        )
        now = fields.Datetime.now()
        cls.home = cls.env["off.pickup.slot"].create(
            {
                "exchange_id": cls.exchange.id,
                "point_id": point.id,
                "date_start": now + timedelta(days=3),
                "date_end": now + timedelta(days=3, hours=3),
            }
        )
        cls.customer.partner_id.write(cls._prepare_address("69003", "Lyon"))
        cls.office = cls._create_address(cls.customer, "75011", "Paris")

    @classmethod
    def _prepare_address(cls, post_code, city):
        return {
            "street": "3 rue du Four",
            "zip": post_code,
            "city": city,
            "phone": "+33 6 12 34 56 78",
            "country_id": cls.country.id,
        }

    @classmethod
    def _create_address(cls, user, post_code, city):
        return cls.env["res.partner"].create(
            {
                "name": f"{user.name}, office",
                "email": user.email,
                "type": "other",
                "parent_id": user.partner_id.id,
                **cls._prepare_address(post_code, city),
            }
        )

    def _get_delivery(self, order):
        return order.order_line.filtered("is_delivery")

    # -- ordering at once --------------------------------------------------------------
    def test_an_order_is_brought_home(self):
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("Brought home: Round", page)
        self.assertIn("for the delivery, free from", page)
        self.assertIn("3 rue du Four, 69003 Lyon", page)
        response = self._order({self.bread: 2}, self.home)
        order = self._get_orders()
        self.assertEqual((order.state, order.amount_total), ("sale", 13.0))
        self.assertEqual(len(self._get_delivery(order)), 1)
        self.assertIn("Brought to:", response.text)
        self.assertIn("3 rue du Four, 69003 Lyon", response.text)

    def test_an_address_that_is_not_served_is_told_and_the_form_kept(self):
        self._login(self.customer)
        page = self._order({self.bread: 2}, self.home, address=str(self.office.id)).text
        self.assertIn("Round does not come to 75011 Paris", page)
        self.assertFalse(self._get_orders())
        self.assertRegex(page, rf'<option[^>]*value="{self.office.id}"[^>]*selected')

    def test_who_has_no_address_is_asked_for_it(self):
        self._login(self.neighbour)
        page = self._order({self.bread: 2}, self.home).text
        self.assertIn("Complete the address of Ali", page)
        self.assertFalse(self._get_orders(self.neighbour))
        self._order({self.bread: 2}, self.slot)
        self.assertEqual(self._get_orders(self.neighbour).amount_total, 8.0)

    def test_the_address_of_somebody_else_is_refused(self):
        self._login(self.neighbour)
        page = self._order(
            {self.bread: 2}, self.home, address=str(self.customer.partner_id.id)
        ).text
        self.assertIn("Choose one of your addresses.", page)
        self.assertNotIn("rue du Four", page)
        self.assertFalse(self._get_orders(self.neighbour))

    def test_r11_changing_to_a_pickup_and_to_another_address(self):
        second = self._create_address(self.customer, "69001", "Lyon")
        self._login(self.customer)
        self._order({self.bread: 2}, self.home)
        order = self._get_orders()
        mine = {"order": str(order.id)}
        self._order({self.bread: 2}, self.slot, **mine)
        self.assertEqual(order.amount_total, 8.0)
        self.assertFalse(self._get_delivery(order))
        self._order({self.bread: 2}, self.home, address=str(second.id), **mine)
        self.assertEqual(
            (order.amount_total, order.partner_shipping_id), (13.0, second)
        )
        page = self._order(
            {self.bread: 2}, self.home, address=str(self.office.id), **mine
        ).text
        self.assertIn("does not come to 75011", page)
        order.invalidate_recordset()
        self.assertEqual(order.partner_shipping_id, second)
        self._order({self.bread: 8}, self.home, address=str(second.id), **mine)
        self.assertEqual(order.amount_total, 32.0)
        self.assertEqual(len(self._get_delivery(order)), 1)

    def test_an_address_where_the_round_comes_is_proposed(self):
        self.office.type = "delivery"
        usual = self.customer.partner_id._off_get_usual_address()
        self.assertEqual(usual, self.office.id)
        self._login(self.customer)
        self.assertRegex(
            self.url_open(self._get_path()).text,
            rf'<option[^>]*value="{self.customer.partner_id.id}"[^>]*selected',
        )

    def test_the_note_for_the_driver_is_kept_and_offered_again(self):
        self._login(self.customer)
        self._order({self.bread: 2}, self.home, delivery_note="Code  12B\n")
        order = self._get_orders()
        self.assertEqual(order.off_delivery_note, "Code 12B")
        self.assertIn("Code 12B", self.url_open(order.get_portal_url()).text)
        self.assertIn('value="Code 12B"', self.url_open(self._get_path()).text)
        self._order(
            {self.bread: 2}, self.home, order=str(order.id), delivery_note="x" * 300
        )
        order.invalidate_recordset()
        self.assertEqual(order.off_delivery_note, "x" * 200)

    def test_a_repeated_order_goes_where_it_went(self):
        second = self._create_address(self.customer, "69001", "Lyon")
        self.hub.standing_orders = "open"
        self._login(self.customer)
        self._order(
            {self.bread: 2}, self.home, address=str(second.id), delivery_note="Bell"
        )
        order = self._get_orders()
        self.env["off.standing.order"]._ask_from_order(
            order, {self.bread: 2}, 1, "take"
        )
        cycle = self._create_cycle(self.hub, is_open=False)
        week = timedelta(days=7)
        self.home.copy(
            {
                "exchange_id": cycle.outgoing_ids.id,
                "date_start": self.home.date_start + week,
                "date_end": self.home.date_end + week,
            }
        )
        self.env["off.standing.order"]._cron_plan()
        cycle.action_open()
        repeated = self._get_orders() - order
        self.assertEqual(repeated.partner_shipping_id, second)
        self.assertEqual(repeated.off_delivery_note, "Bell")
        self.assertEqual(repeated.amount_total, 13.0)

    # -- the running total -------------------------------------------------------------
    def _tell(self, quantities, slot=None, **more):
        return self.make_jsonrpc_request(
            f"{self._get_path()}/basket",
            {
                "quantities": {
                    str(self._get_offer(product).id): quantity
                    for product, quantity in quantities.items()
                },
                "slot": slot and slot.id,
                **more,
            },
        )

    def test_the_basket_tells_the_delivery_once_it_is_chosen(self):
        self._login(self.customer)
        told = self._tell({self.bread: 2})
        self.assertEqual((told["fees"], told["total"]), ([], 800))
        told = self._tell({self.bread: 2}, self.home)
        self.assertEqual(told["fees"], [["Delivery (By bicycle)", 500]])
        self.assertEqual((told["total"], told["message"]), (1300, ""))
        told = self._tell({self.bread: 8}, self.home)
        self.assertEqual((told["fees"][0][1], told["total"]), (0, 3200))
        self.assertFalse(self._tell({self.bread: 2}, self.slot)["fees"])
        self.assertFalse(self._tell({self.bread: 0}, self.home)["fees"])

    def test_what_the_basket_tells_is_what_is_charged(self):
        tax = self.env["account.tax"].create(
            {
                "name": "20 %",
                "amount": 20,
                "price_include_override": "tax_excluded",
                "company_id": self.company.id,
            }
        )
        self.carrier.product_id.taxes_id = tax
        self._login(self.customer)
        told = self._tell({self.bread: 2}, self.home)
        self.assertIn("6.00", self.url_open(self._get_path()).text)
        self._order({self.bread: 2}, self.home)
        order = self._get_orders()
        self.assertEqual(told["total"], 1400)
        self.assertEqual(order.amount_total, 14.0)
        told = self._tell({self.bread: 3}, self.home, order=order.id)
        self.assertEqual(told["total"], 1800)

    def test_a_price_by_rules_is_told_too(self):
        self.carrier.delivery_type = "base_on_rule"
        self.env["delivery.price.rule"].create(
            {
                "carrier_id": self.carrier.id,
                "variable": "price",
                "operator": "<=",
                "max_value": 10,
                "list_base_price": 2,
            }
        )
        self._login(self.customer)
        self.assertEqual(self._tell({self.bread: 2}, self.home)["total"], 1000)
        told = self._tell({self.bread: 5}, self.home)
        self.assertEqual(
            told["fees"], [["Delivery (By bicycle)", "known once ordered"]]
        )
        self.assertIn("cannot bring this order home", told["message"])

    def test_the_basket_tells_where_one_does_not_come_before_anything_is_sent(self):
        self._login(self.customer)
        told = self._tell({self.bread: 2}, self.home, address=self.office.id)
        self.assertIn("Round does not come to 75011 Paris", told["message"])
        self.assertEqual(told["total"], 1300)
        # Of somebody else: as if it were not told.
        stranger = self.neighbour.partner_id.id
        self.assertEqual(
            self._tell({self.bread: 2}, self.home, address=stranger)["message"], ""
        )
        self._login(self.neighbour)
        told = self._tell({self.bread: 2}, self.home)
        self.assertIn("Complete the address of Ali", told["message"])

    def test_a_visitor_reads_it_without_an_address(self):
        told = self._tell({self.bread: 2}, self.home)
        self.assertEqual((told["total"], told["message"]), (1300, ""))

    def test_pages_without_a_round_ask_for_no_address(self):
        self.home.unlink()
        self._login(self.customer)
        self.assertNotIn("off_address", self.url_open(self._get_path()).text)

    # -- the checkout ------------------------------------------------------------------
    def _check_out(self, quantities, slot, **extra):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        data = {
            f"qty_{self._get_offer(product).id}": quantity
            for product, quantity in quantities.items()
        }
        return self.url_open(
            f"{self._get_path()}/checkout",
            {**data, "slot": slot.id, "csrf_token": token, **extra},
        )

    def test_the_checkout_shows_the_address_step_for_what_is_brought_home(self):
        self.hub.checkout = "payment"
        self._login(self.customer)
        response = self._check_out({self.bread: 2}, self.home)
        self.assertIn("/shop/checkout", response.url)
        self.assertIn("3 rue du Four", response.text)
        cart = self._get_orders()
        self.assertFalse(cart.only_services)
        self.assertEqual((cart.amount_total, cart.carrier_id), (13.0, self.carrier))
        response = self.url_open("/shop/payment")
        self.assertIn("/shop/payment", response.url)
        self.assertEqual(len(self._get_delivery(cart)), 1)
        self.assertTrue(cart.off_held_until)
        response = self._check_out({self.bread: 2}, self.slot)
        self.assertTrue(response.url.endswith("/shop/payment"), response.url)
        self.assertEqual(cart.amount_total, 8.0)

    def test_the_checkout_asks_who_has_no_address(self):
        self.hub.checkout = "payment"
        self._login(self.neighbour)
        response = self._check_out({self.bread: 2}, self.home)
        self.assertIn("/shop/address", response.url)
        self.assertTrue(self._get_orders(self.neighbour).off_held_until)

    def test_nobody_pays_for_what_cannot_be_brought(self):
        self.hub.checkout = "payment"
        self._login(self.customer)
        self._check_out({self.bread: 2}, self.home, address=str(self.office.id))
        cart = self._get_orders()
        self.assertEqual(cart.partner_shipping_id, self.office)
        self.assertFalse(self._get_delivery(cart) or cart._get_delivery_methods())
        self.assertIn("unable to ship", self.url_open("/shop/payment").text)
        self.make_jsonrpc_request(
            "/shop/update_address",
            {"partner_id": self.customer.partner_id.id, "address_type": "delivery"},
        )
        self.assertEqual(len(self._get_delivery(cart)), 1)
        self.assertEqual(cart.amount_total, 13.0)
        self.assertNotIn("unable to ship", self.url_open("/shop/payment").text)

    # -- afterwards --------------------------------------------------------------------
    def test_mails_and_calendar_name_the_address(self):
        self._login(self.customer)
        self._order({self.bread: 2}, self.home)
        order = self._get_orders()
        notice = self.env["off.notice"].new({"kind": "confirmed", "order_id": order.id})
        self.assertEqual(notice._get_address(), "3 rue du Four, 69003 Lyon")
        calendar = self.customer.partner_id._off_get_calendar("http://x").decode()
        self.assertIn("LOCATION:3 rue du Four\\, 69003 Lyon", calendar)
        self.assertIn("SUMMARY:Delivery of", calendar)
