import re
from datetime import timedelta

from odoo import fields
from odoo.tests import JsonRpcException, tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestBasket(CycleWebsiteCase):
    def _keep(self, quantities, exchange=None, **params):
        """What the page's script sends while one chooses."""
        response = self.make_jsonrpc_request(
            f"{self._get_path(exchange)}/basket",
            {
                "quantities": {
                    str(self._get_offer(product).id): quantity
                    for product, quantity in quantities.items()
                },
                **params,
            },
        )
        return response

    def _get_basket(self, user=None):
        partner = (user or self.customer).partner_id
        return self.env["off.basket"]._find(self.exchange, partner)

    def _get_chosen(self, page=None):
        """``{name of input: value}`` of what the page shows as chosen."""
        page = page or self.url_open(self._get_path()).text
        return dict(re.findall(r'name="qty_(\d+)"[^>]*value="(\d+)"', page))

    def _as_chosen(self, quantities):
        return {
            str(self._get_offer(product).id): str(quantity)
            for product, quantity in quantities.items()
        }

    def test_what_is_chosen_survives_a_reload(self):
        self._login(self.customer)
        answer = self._keep({self.carrot: 2, self.bread: 1}, slot=self.slot.id)
        self.assertEqual((answer["goods"], answer["total"]), (1100, 1100))
        self._keep({self.bread: 3})
        page = self.url_open(self._get_path()).text
        self.assertEqual(
            self._get_chosen(page), self._as_chosen({self.carrot: 2, self.bread: 3})
        )
        self.assertRegex(page, rf'value="{self.slot.id}"[^>]*checked')
        # Wishes only: nothing is reserved, no document made.
        self.assertFalse(self.carrot.off_availability_ids.reserved_qty)
        self.assertFalse(self._get_orders())

    def test_r18_the_total_holds_the_fees_of_the_whole_order(self):
        self.exchange.fee_ids = self.env["off.fee"].create(
            [
                {
                    "name": "Packing",
                    "hub_id": self.hub.id,
                    "calculator": "percent_per_item",
                    "percent": 10,
                },
                {
                    "name": "Upkeep",
                    "hub_id": self.hub.id,
                    "calculator": "flat_per_order",
                    "amount": 1.5,
                    "tax_rule": "none",
                },
            ]
        )
        self._login(self.customer)
        answer = self._keep({self.carrot: 3})
        self.assertEqual(answer["goods"], 3 * 385)
        self.assertEqual(answer["fees"], [["Upkeep", 150]])
        self.assertEqual(answer["total"], 3 * 385 + 150)
        self._order({self.carrot: 3}, self.slot)
        self.assertAlmostEqual(self._get_orders().amount_total, 13.05)

    def test_nothing_chosen_costs_nothing(self):
        self._login(self.customer)
        self._keep({self.carrot: 3})
        answer = self._keep({self.carrot: 0})
        self.assertEqual((answer["total"], answer["fees"]), (0, []))
        self.assertFalse(self._get_chosen())

    def test_it_tells_what_is_left_of_what_is_chosen(self):
        self._login(self.customer)
        self._keep({self.carrot: 5, self.bread: 1})
        self.env["off.availability"].sudo()._draw({self.carrot: 9})
        answer = self._keep({self.bread: 2})
        self.assertEqual(
            answer["left"],
            {
                str(self._get_offer(self.carrot).id): 3,
                str(self._get_offer(self.bread).id): None,
            },
        )

    def test_placing_the_order_empties_the_basket(self):
        self._login(self.customer)
        self._keep({self.carrot: 2})
        self._order({self.carrot: 2}, self.slot)
        self.assertFalse(self._get_chosen())
        self.assertFalse(self._get_basket())

    def test_an_order_that_is_refused_keeps_the_basket(self):
        self._login(self.customer)
        self._keep({self.egg: 1})
        self.env["off.availability"].sudo()._draw({self.egg: 1})
        self._order({self.egg: 1}, self.slot)
        self.assertEqual(
            self._get_basket()._get_quantities(), {self._get_offer(self.egg).id: 1}
        )

    def test_baskets_of_customers_are_apart(self):
        self._login(self.customer)
        self._keep({self.carrot: 2})
        self._login(self.neighbour)
        self.assertFalse(self._get_chosen())
        self._keep({self.bread: 1})
        self.assertEqual(len(self._get_basket().line_ids), 1)
        self.assertFalse(
            self.env["off.basket"].with_user(self.customer).has_access("read")
        )

    def test_r9_each_sale_has_a_basket_of_its_own(self):
        other = self._create_cycle(self._create_hub("Second hub", self.company))
        self._login(self.customer)
        self._keep({self.carrot: 2})
        page = self.url_open(self._get_path(other.outgoing_ids)).text
        self.assertFalse(self._get_chosen(page))
        error = self._refuse({self.carrot: 1}, exchange=other.outgoing_ids)
        self.assertIn("no longer sold", error)

    def test_a_visitor_finds_the_basket_again_and_takes_it_along(self):
        self._keep({self.carrot: 2, self.bread: 1})
        self.assertEqual(
            self._get_chosen(), self._as_chosen({self.carrot: 2, self.bread: 1})
        )
        self.env["off.basket"]._ensure(
            self.exchange, self.customer.partner_id
        )._set_quantities(
            {self._get_offer(self.carrot).id: 5, self._get_offer(self.egg).id: 1}
        )
        self._log_in_by_form(self.customer)
        self.assertEqual(
            self._get_chosen(),
            self._as_chosen({self.carrot: 5, self.bread: 1, self.egg: 1}),
        )
        self.assertEqual(
            self.env["off.basket"].search_count(
                [("exchange_id", "=", self.exchange.id)]
            ),
            1,
        )

    def test_without_script_the_form_of_a_visitor_is_kept_over_the_log_in(self):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        response = self.url_open(
            f"{self._get_path()}/keep",
            {
                "csrf_token": token,
                f"qty_{self._get_offer(self.carrot).id}": "4",
                "slot": self.slot.id,
            },
        )
        self.assertIn("/web/login?redirect=", response.url)
        self._log_in_by_form(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertEqual(self._get_chosen(page), self._as_chosen({self.carrot: 4}))
        self.assertRegex(page, rf'value="{self.slot.id}"[^>]*checked')

    def test_a_closed_sale_keeps_nothing(self):
        self._login(self.customer)
        self.cycle.date_close = fields.Datetime.now() - timedelta(seconds=1)
        self.assertIn("This sale is closed", self._refuse({self.carrot: 1}))
        self.assertFalse(self._get_basket())

    def test_what_is_no_quantity_is_refused(self):
        self._login(self.customer)
        for quantity in ("2", 1.5, None, [1], True):
            with self.subTest(quantity):
                self._refuse({self.carrot: quantity})
        self.assertEqual(self._keep({self.carrot: -3})["total"], 0)

    def test_a_changed_order_is_quoted_and_not_kept(self):
        self._login(self.customer)
        self._order({self.carrot: 12}, self.slot)
        answer = self._keep({self.carrot: 12}, order=self._get_orders().id)
        self.assertEqual(answer["total"], 4200)
        self.assertEqual(list(answer["left"].values()), [12])
        self.assertFalse(self._get_basket())

    def test_baskets_go_when_the_sale_is_over(self):
        self._login(self.customer)
        self._keep({self.carrot: 1})
        self.env["off.basket"]._gc_baskets()
        self.assertTrue(self._get_basket())
        self.cycle.state = "settled"
        self.env["off.basket"]._gc_baskets()
        self.assertFalse(self._get_basket())

    def _refuse(self, quantities, exchange=None):
        """:return: what the customer reads"""
        with self.assertRaises(JsonRpcException), self.assertLogs("odoo.http") as logs:
            self._keep(quantities, exchange)
        return "".join(logs.output)

    def _log_in_by_form(self, user):
        """As a browser does: the session of the visitor goes on."""
        page = self.url_open("/web/login").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        self.url_open(
            "/web/login",
            {"login": user.login, "password": user.login * 3, "csrf_token": token},
        )
