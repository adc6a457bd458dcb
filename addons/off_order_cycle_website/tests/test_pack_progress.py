import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.off_order_cycle.engine.packs import count_needed

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestPackProgress(CycleWebsiteCase):
    """Bread comes in cases of 4 (rules 19 and 21)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incoming = cls.cycle.incoming_ids.offer_ids.filtered(
            lambda offer: offer.product_id == cls.bread
        )
        cls.incoming.pack_size = 4
        cls.offer = cls._get_offer(cls, cls.bread)

    def _get_told(self, product=None, page=None):
        """(text of the progress, what is filled in on top)"""
        offer = self._get_offer(product or self.bread)
        page = page or self.url_open(self._get_path()).text
        told = re.search(rf'id="pack_{offer.id}">([^<]*)<', page)
        on_top = re.search(rf'name="tol_{offer.id}" value="(\d*)"', page)
        return told and told[1].strip(), on_top and on_top[1]

    def _send(self, quantity, on_top=None, **more):
        values = {f"tol_{self.offer.id}": "" if on_top is None else str(on_top)}
        return self._order({self.bread: quantity}, self.slot, **values, **more)

    def _get_line(self, user=None):
        return self._get_orders(user).order_line

    def test_r21_the_page_tells_what_is_missing_to_the_case(self):
        self.assertEqual(self._get_told()[0], "4 missing to fill the case of 4")
        self._login(self.customer)
        self._send(3)
        self.assertEqual(self._get_told()[0], "1 missing to fill the case of 4")
        self._login(self.neighbour)
        self._send(1)
        self.assertEqual(self._get_told()[0], "the case of 4 is full")
        self.assertEqual(self._get_told(self.carrot), (None, None))

    def test_r21_of_a_least_quantity_too(self):
        self.incoming.write({"pack_size": 0, "minimum_qty": 6})
        self._login(self.customer)
        self._send(5)
        self.assertEqual(
            self._get_told()[0], "1 missing to the 6 that the producer needs"
        )
        self.incoming.minimum_qty = 5
        self.assertIn("are ordered", self._get_told()[0])

    def test_r21_a_case_that_is_set_later_is_shown_at_once(self):
        self.keeps_pages = True
        self.assertEqual(self._get_told()[0], "4 missing to fill the case of 4")
        self.incoming.pack_size = 6
        self.assertEqual(self._get_told()[0], "6 missing to fill the case of 6")
        self.incoming.pack_size = 0
        self.assertEqual(self._get_told(), (None, None))

    def test_r19_what_is_accepted_on_top_goes_from_basket_to_order(self):
        self._login(self.customer)
        answer = self.make_jsonrpc_request(
            f"{self._get_path()}/basket",
            {
                "quantities": {str(self.offer.id): 1},
                "tolerances": {str(self.offer.id): 2},
            },
        )
        self.assertEqual(answer["packs"], {str(self.offer.id): [4, 0, 0, 0]})
        # One's own basket is in what the page tells.
        self.assertEqual(self._get_told(), ("1 missing to fill the case of 4", "2"))
        self._keep_quantity(2)
        self.assertEqual(self._get_told(), ("the case of 4 is full", "2"))
        self._send(2, 2)
        self.assertEqual(self._get_line().off_tolerance, 2)
        self._login(self.neighbour)
        self.assertEqual(self._get_told()[0], "the case of 4 is full")

    def test_r19_r21_the_page_of_an_order_tells_how_far_its_cases_are(self):
        self._login(self.customer)
        page = self._send(2, 1).text
        self.assertIn("1 missing to fill the case of 4", page)
        self.assertIn("you take up to 1 more if that fills it", page)
        order = self._get_orders()
        self._login(self.neighbour)
        self._send(1)
        self._login(self.customer)
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("the case of 4 is full", page)
        self.incoming.write({"pack_size": 0, "minimum_qty": 6})
        page = self.url_open(order.get_portal_url()).text
        self.assertIn("2 missing to the 6 that the producer needs", page)
        self.cycle.action_close()
        page = self.url_open(order.get_portal_url()).text
        self.assertNotIn("missing to", page)
        self.assertNotIn("you take up to", page)

    def test_r19_the_mail_tells_what_is_accepted_on_top(self):
        self._login(self.customer)
        self._send(2, 1)
        notice = self.env["off.notice"].search(
            [("kind", "=", "confirmed"), ("order_id", "=", self._get_orders().id)]
        )
        self.assertEqual(
            notice._get_rows()[0][0], "Bread (up to 1 more if that fills a case)"
        )

    def _keep_quantity(self, quantity):
        self.make_jsonrpc_request(
            f"{self._get_path()}/basket",
            {"quantities": {str(self.offer.id): quantity}},
        )

    def test_a_visitor_keeps_it_over_the_log_in(self):
        page = self.url_open(self._get_path()).text
        self.url_open(
            f"{self._get_path()}/keep",
            data={
                "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[
                    1
                ],
                f"qty_{self.offer.id}": "1",
                f"tol_{self.offer.id}": "3",
            },
        )
        self.assertEqual(self._get_told()[1], "3")

    def test_it_goes_along_to_the_payment(self):
        self.hub.checkout = "payment"
        self._login(self.customer)
        for on_top in (2, 1):
            cart = self.exchange._get_website_cart(
                self.customer.partner_id,
                self.website,
                {self.offer: 1},
                self.slot,
                {self.offer: on_top},
            )
            self.assertEqual(cart.order_line.off_tolerance, on_top)

    def test_r11_it_changes_with_the_order(self):
        self.hub.customers_change = True
        self._login(self.customer)
        self._send(2, 1)
        order = self._get_orders()
        path = f"{self._get_path()}?order={order.id}"
        # The order that is changed is counted once.
        self.assertEqual(
            self._get_told(page=self.url_open(path).text),
            ("1 missing to fill the case of 4", "1"),
        )
        self._send(2, 2, order=order.id)
        self.assertEqual(order.order_line.off_tolerance, 2)
        self._send(3, 0, order=order.id)
        self.assertEqual(order.order_line.off_tolerance, 0)
        self.assertEqual(order.order_line.product_uom_qty, 3)

    def test_r21_the_page_tells_that_cases_are_being_filled(self):
        page = self.url_open(self._get_path()).text
        self.assertNotIn("cases are being filled", page)
        self.cycle.date_balance = fields.Datetime.now() - timedelta(hours=1)
        page = self.url_open(self._get_path()).text
        self.assertIn("cases are being filled", page)
        self._login(self.customer)
        page = self._send(3).text
        self.assertIn("Bread (cases of 4): 0 missing, this would make 1", page)
        self.assertFalse(self._get_orders())
        self._send(3, 1)
        self.assertEqual(self._get_orders().state, "sale")

    def test_what_is_no_number_is_said_and_kept(self):
        self._login(self.customer)
        page = self._send(1, "lots").text
        self.assertIn("is not a number", page)
        self.assertFalse(self._get_orders())

    def test_what_is_shown_is_what_the_engine_says(self):
        for arguments, needed in (
            ((0, 0, 4, 0), 4),
            ((0, 2, 4, 0), 4),
            ((3, 0, 4, 0), 1),
            ((3, 1, 4, 0), 0),
            ((4, 0, 4, 0), 0),
            ((5, 0, 4, 10), 7),
            ((5, 0, 0, 6), 1),
            ((7, 0, 0, 6), 0),
            ((0, 0, 0, 6), 6),
        ):
            with self.subTest(arguments=arguments):
                self.assertEqual(count_needed(*arguments), needed)
