import json
import re
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import JsonRpcException, new_test_user, tagged

from odoo.addons.off_order_cycle_website.tests.common import CycleWebsiteCase


class TestSolidarityCase(CycleWebsiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"].create(
            {
                "code": "467299",
                "name": "Solidarity",
                "account_type": "liability_current",
                "company_ids": [Command.link(cls.company.id)],
            }
        )
        cls.fund = cls.env["off.solidarity.fund"].create(
            {
                "name": "Mutual aid",
                "company_id": cls.company.id,
                "account_id": account.id,
                "floor": 100,
            }
        )
        cls.hub.solidarity_fund_id = cls.fund
        cls.half, cls.less = cls.env["off.solidarity.level"].create(
            [
                {"name": "Half", "hub_id": cls.hub.id, "percent": 50},
                {"name": "Less", "hub_id": cls.hub.id, "percent": 80, "is_free": True},
            ]
        )
        cls.env["off.solidarity.grant"].create(
            {
                "partner_id": cls.customer.partner_id.id,
                "level_id": cls.half.id,
                "date_end": fields.Date.today() + timedelta(days=30),
            }
        )

    def _read(self, response):
        text = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.text, flags=re.S)
        return " ".join(text.replace(",", ".").split())

    def _tell(self, **quantities):
        answer = self.url_open(
            f"/cycles/{self.exchange.id}/basket",
            data=json.dumps({"params": {"quantities": quantities}}),
            headers={"Content-Type": "application/json"},
        ).json()
        return answer["result"]


@tagged("post_install", "-at_install")
class TestSolidarityPages(TestSolidarityCase):
    def test_r26_each_sees_the_own_levels_only(self):
        self.assertNotIn("solidarity fund", self._read(self.url_open(self._get_path())))
        self._login(self.neighbour)
        page = self._read(self.url_open(self._get_path()))
        self.assertIn("Less: 80 %", page)
        self.assertNotIn("Half", page)
        self._login(self.customer)
        self.assertIn("Half: 50 %", self._read(self.url_open(self._get_path())))

    def test_r26_the_basket_tells_what_the_fund_pays(self):
        self._login(self.customer)
        offer = self._get_offer(self.bread)
        told = self._tell(**{str(offer.id): 2})
        self.assertEqual(told["fees"], [["Solidarity", -400]])
        self.assertEqual((told["goods"], told["total"]), (800, 400))
        self._login(self.neighbour)
        self.assertFalse(self._tell(**{str(offer.id): 2})["fees"])

    def test_r26_the_total_tells_what_is_given(self):
        self._login(self.neighbour)
        params = {
            "quantities": {str(self._get_offer(self.bread).id): 2},
            "gift": "1,50",
        }
        path = f"{self._get_path()}/basket"
        told = self.make_jsonrpc_request(path, params)
        self.assertEqual(told["fees"], [["Gift to the solidarity fund", 150]])
        self.assertEqual(told["total"], 950)
        told = self.make_jsonrpc_request(path, params | {"gift": "much"})
        self.assertIn("no amount that can be given", told["message"])
        self.assertEqual(told["total"], 800)
        self.hub.solidarity_fund_id = False
        self.assertFalse(self.make_jsonrpc_request(path, params)["fees"])

    def test_r26_a_level_is_chosen_at_the_basket(self):
        self._login(self.neighbour)
        self._order({self.bread: 2}, self.slot, solidarity=self.less.id, gift="1,50")
        order = self._get_orders(self.neighbour)
        self.assertAlmostEqual(order.amount_total, 9.5)
        self.assertAlmostEqual(order._off_get_drawn(), 1.6)
        page = self._read(self.url_open(order.get_portal_url()))
        self.assertRegex(page, r"Solidarity: \S{0,2} ?-\S{0,2} ?1\.60")
        self.assertIn("7.90", page)

    def test_r26_nobody_takes_what_was_not_granted(self):
        self._login(self.neighbour)
        self._order({self.bread: 2}, self.slot, solidarity=self.half.id)
        self.assertFalse(self._get_orders(self.neighbour)._off_get_drawn())

    def test_r26_what_is_granted_may_be_left(self):
        self._login(self.customer)
        self._order({self.bread: 2}, self.slot, solidarity="0")
        self.assertFalse(self._get_orders()._off_get_drawn())

    def test_r26_the_link_of_an_order_does_not_tell_it(self):
        self._login(self.customer)
        self._order({self.bread: 2}, self.slot)
        order = self._get_orders()
        self.assertAlmostEqual(order._off_get_drawn(), 4)
        url = order.get_portal_url()
        self.assertIn("You pay", self._read(self.url_open(url)))
        for user in (None, self.neighbour):
            self.logout()
            if user:
                self._login(user)
            page = self._read(self.url_open(url))
            self.assertIn("8.00", page)
            self.assertNotIn("You pay", page)
            self.assertNotIn("Solidarity", page)

    def test_r26_the_interface_for_programs_does_not_tell_it(self):
        keeper = new_test_user(
            self.env,
            "keeper",
            groups="off_hub_network.group_hub_manager,"
            "sales_team.group_sale_salesman_all_leads",
        )
        key = (
            self.env["res.users.apikeys"]
            .with_user(keeper)
            .sudo()
            ._generate("rpc", "test", fields.Datetime.now() + timedelta(days=1))
        )
        for model in ("level", "grant", "draw", "fund"):
            answer = self.url_open(
                f"/json/2/off.solidarity.{model}/search_read",
                data=json.dumps({"domain": []}),
                headers={
                    "Content-Type": "application/json",
                    "Authorization": f"Bearer {key}",
                },
            )
            self.assertEqual(answer.status_code, 403, answer.text)
            self.assertNotIn("Half", answer.text)

    def test_a_gift_that_is_no_amount_is_told(self):
        self._login(self.neighbour)
        page = self._order({self.bread: 2}, self.slot, gift="lots")
        self.assertIn("is no amount", page.text)
        self.assertIn('value="lots"', page.text)
        self.assertFalse(self._get_orders(self.neighbour))


@tagged("post_install", "-at_install")
class TestSolidarityCheckout(TestSolidarityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub.checkout = "payment"
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        journal = cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1
        )
        method = cls.env["payment.method"].search(
            [("code", "=", "wire_transfer"), ("active", "in", (True, False))], limit=1
        )
        cls.transfer = cls.env["payment.provider"].create(
            {
                "name": "Bank transfer",
                "code": "custom",
                "custom_mode": "wire_transfer",
                "company_id": cls.company.id,
                "state": "enabled",
                "is_published": True,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        method.active = True
        cls.env["account.payment.method.line"].create(
            {
                "name": "Bank transfer",
                "journal_id": journal.id,
                "payment_method_id": cls.env.ref(
                    "account.account_payment_method_manual_in"
                ).id,
                "payment_provider_id": cls.transfer.id,
            }
        )
        cls.transfer.journal_id = journal

    def _check_out(self, **values):
        page = self.url_open(self._get_path()).text
        return self.url_open(
            f"{self._get_path()}/checkout",
            {
                f"qty_{self._get_offer(self.bread).id}": 2,
                "slot": self.slot.id,
                "csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[
                    1
                ],
                **values,
            },
        )

    def _pay(self, order, amount):
        return self.make_jsonrpc_request(
            f"/shop/payment/transaction/{order.id}",
            {
                "access_token": order._portal_ensure_token(),
                "provider_id": self.transfer.id,
                "payment_method_id": self.transfer.payment_method_ids[:1].id,
                "token_id": None,
                "amount": amount,
                "flow": "direct",
                "tokenization_requested": False,
                "landing_route": "/shop/payment/validate",
            },
        )

    def test_r26_the_customer_pays_what_is_left(self):
        self._login(self.customer)
        page = self._check_out(gift="1")
        self.assertTrue(page.url.endswith("/shop/payment"), page.url)
        text = self._read(page)
        self.assertIn("You pay", text)
        cart = self._get_orders()
        self.assertAlmostEqual(cart.amount_total, 9)
        self.assertAlmostEqual(cart._off_get_drawn(), 4)
        self._pay(cart, 5.0)
        transaction = cart.transaction_ids
        self.assertAlmostEqual(transaction.amount, 5)
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(cart.state, "sale")
        # Who looks at the order sees that it is paid.
        self.assertAlmostEqual(cart.amount_paid, 9)

    def test_r26_nobody_pays_less_than_what_is_left(self):
        self._login(self.customer)
        self._check_out()
        cart = self._get_orders()
        for amount in (1.0, 3.99):
            with self.assertRaises(JsonRpcException):
                self._pay(cart, amount)
        self.assertFalse(cart.transaction_ids)
