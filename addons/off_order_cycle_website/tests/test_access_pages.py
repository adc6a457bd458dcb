import re

from odoo.fields import Command
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestAccessPages(CycleWebsiteCase):
    """What a hub shows to whom, on its pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.group = cls.env["off.customer.group"].create(
            {"name": "Restaurants", "hub_id": cls.hub.id}
        )

    def _note(self, user, **values):
        return self.env["off.hub.customer"].create(
            {"hub_id": self.hub.id, "partner_id": user.partner_id.id, **values}
        )

    def _rule(self, effect="hide", **values):
        return self.env["off.access.rule"].create(
            {"hub_id": self.hub.id, "effect": effect, **values}
        )

    def _post(self, path, **data):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self.url_open(self._get_path() + path, {"csrf_token": token, **data})

    # -- members ---------------------------------------------------------------------
    def test_a_sale_for_members_is_closed_to_others(self):
        self.hub.seen_by = "members"
        page = self.url_open(self._get_path()).text
        self.assertNotIn("Carrots", page)
        self.assertIn("members of the hub only", page)
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertNotIn("Carrots", page)
        self.assertIn("Ask to become a member", page)
        self._order({self.carrot: 1}, self.slot)
        self.assertFalse(self._get_orders())

    def test_who_asks_is_accepted_and_orders(self):
        self.hub.seen_by = "members"
        self._login(self.customer)
        self.assertIn("You asked to become a member", self._post("/join").text)
        customer = self.hub.customer_ids
        self.assertEqual(customer.partner_id, self.customer.partner_id)
        customer.action_accept()
        self.assertIn("Carrots", self.url_open(self._get_path()).text)
        self._order({self.carrot: 1}, self.slot)
        self.assertEqual(self._get_orders().state, "sale")

    def test_everybody_looks_members_order(self):
        self.hub.ordered_by = "members"
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("Carrots", page)
        self.assertNotIn("Place the order", page)
        answer = self._order({self.carrot: 1}, self.slot)
        self.assertIn("Only members of Amap du Port order here", answer.text)
        self.assertFalse(self._get_orders())
        self.hub.checkout = "payment"
        self._order({self.carrot: 1}, self.slot, path=self._get_path())
        self._post(
            "/checkout",
            **{f"qty_{self._get_offer(self.carrot).id}": 1, "slot": self.slot.id},
        )
        self.assertFalse(self._get_orders())

    def test_visitors_of_a_sale_for_accounts_log_in(self):
        self.hub.seen_by = "registered"
        page = self.url_open(self._get_path()).text
        self.assertNotIn("Carrots", page)
        self.assertIn(f"/web/login?redirect={self._get_path()}", page)
        self._login(self.customer)
        self.assertIn("Carrots", self.url_open(self._get_path()).text)

    def test_the_basket_is_closed_like_the_page(self):
        self.hub.seen_by = "members"
        offer = self._get_offer(self.carrot)
        answer = self.url_open(
            self._get_path() + "/basket",
            json={"params": {"quantities": {str(offer.id): 1}}},
        )
        self.assertNotIn('"total"', answer.text)
        self.assertFalse(self.env["off.basket"].search([]))

    # -- rules -----------------------------------------------------------------------
    def test_hidden_products_are_neither_shown_nor_sold(self):
        self._rule(product_ids=[Command.link(self.bread.product_tmpl_id.id)])
        self._rule("show", sequence=1, group_ids=[Command.link(self.group.id)])
        self._login(self.customer)
        self.assertNotIn("Bread", self.url_open(self._get_path()).text)
        self._order({self.bread: 1}, self.slot)
        self.assertFalse(self._get_orders())
        self._note(self.customer, group_ids=[Command.link(self.group.id)])
        self.assertIn("Bread", self.url_open(self._get_path()).text)
        self._order({self.bread: 1}, self.slot)
        self.assertEqual(self._get_orders().order_line.product_id, self.bread)

    def test_hidden_cycles_have_no_page(self):
        self._rule(subject="cycle")
        self.assertNotIn(self._get_path(), self.url_open("/cycles").text)
        self.assertEqual(self.url_open(self._get_path()).status_code, 404)
        self._rule("show", subject="cycle", sequence=1, group_ids=[self.group.id])
        self._note(self.customer, group_ids=[Command.link(self.group.id)])
        self._login(self.customer)
        self.assertIn(self._get_path(), self.url_open("/cycles").text)
        self.assertEqual(self.url_open(self._get_path()).status_code, 200)

    def test_hidden_pickups_cannot_be_chosen(self):
        self._rule(subject="pickup", point_ids=[Command.link(self.slot.point_id.id)])
        self._login(self.customer)
        self.assertNotIn(
            f'value="{self.slot.id}"', self.url_open(self._get_path()).text
        )
        answer = self._order({self.carrot: 1}, self.slot)
        self.assertIn("Choose where and when", answer.text)

    # -- prices ----------------------------------------------------------------------
    def test_each_sees_its_own_prices(self):
        pricelist = self.env["product.pricelist"].create(
            {
                "name": "Restaurants",
                "company_id": self.company.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 10})
                ],
            }
        )
        self.group.pricelist_id = pricelist
        self._note(self.customer, group_ids=[Command.link(self.group.id)])
        self.keeps_pages = True
        self._login(self.neighbour)
        self.assertIn("3.50", self._read_page())
        self._login(self.customer)
        self.assertIn("3.15", self._read_page())
        self.assertNotIn("3.50", self._read_page())
        self._login(self.neighbour)
        self.assertIn("3.50", self._read_page())
        self._login(self.customer)
        self._order({self.carrot: 2}, self.slot)
        self.assertEqual(self._get_orders().amount_total, 6.3)

    def test_the_basket_counts_with_the_same_prices(self):
        self.group.pricelist_id = self.env["product.pricelist"].create(
            {
                "name": "Half",
                "company_id": self.company.id,
                "item_ids": [
                    Command.create({"compute_price": "percentage", "percent_price": 50})
                ],
            }
        )
        self._note(self.customer, group_ids=[Command.link(self.group.id)])
        self._login(self.customer)
        offer = self._get_offer(self.carrot)
        answer = self.url_open(
            self._get_path() + "/basket",
            json={"params": {"quantities": {str(offer.id): 2}}},
        )
        self.assertEqual(answer.json()["result"]["total"], 350)

    def _read_page(self):
        return self.url_open(self._get_path()).text.replace(",", ".")
