import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import CycleWebsiteCase

PATH = "/my/standing-orders"


@tagged("post_install", "-at_install")
class TestStandingPages(CycleWebsiteCase):
    """A customer's standing orders on the website: an order is repeated, deliveries
    are suspended and changed, others see nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hub.write({"standing_orders": "open", "standing_notice": 1})

    def _post(self, path, **data):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return self.url_open(path, {"csrf_token": token[1], **data})

    def _create_order(self):
        self._login(self.customer)
        self._order({self.carrot: 2, self.bread: 1}, self.slot)
        return self._get_orders()

    def _repeat(self, order=None, **data):
        order = order or self._create_order()
        return self._post(
            f"{PATH}/new?order={order.id}",
            **{
                f"qty_{self.carrot.id}": "2",
                f"qty_{self.bread.id}": "3",
                "weeks": "1",
                "shortage": "take",
                **data,
            },
        )

    def _get_standing(self):
        return self.env["off.standing.order"].search(
            [("partner_id", "=", self.customer.partner_id.id)]
        )

    def _plan_cycle(self):
        """A later cycle of the hub, planned."""
        cycle = self.cycle.copy()
        moments = ("date_start", "date_end")
        for slot in cycle.slot_ids:
            slot.write({one: slot[one] + timedelta(days=7) for one in moments})
        self.env["off.standing.order"]._cron_plan()
        return cycle

    def test_an_order_is_repeated_from_its_page(self):
        order = self._create_order()
        page = self.url_open(f"/my/orders/{order.id}").text
        self.assertIn(f"{PATH}/new?order={order.id}", page)
        page = self.url_open(f"{PATH}/new?order={order.id}").text
        self.assertIn("Repeat this order", page)
        self.assertIn('value="2"', page)
        response = self._repeat(order)
        standing = self._get_standing()
        self.assertEqual(response.url.split("/")[-1], str(standing.id))
        self.assertEqual((standing.state, standing.hub_id), ("active", self.hub))
        self.assertEqual(standing.point_id, self.slot.point_id)
        self.assertEqual(
            {line.product_id: line.quantity for line in standing.line_ids},
            {self.carrot: 2, self.bread: 3},
        )
        # Asked twice it is the same one.
        self._repeat(order)
        self.assertEqual(self._get_standing(), standing)
        # The cycle of the order itself is not ordered again.
        self.assertFalse(standing.delivery_ids)
        cycle = self._plan_cycle()
        cycle.action_open()
        self.assertEqual(standing.delivery_ids.state, "placed")
        page = self.url_open(f"{PATH}/{standing.id}").text
        self.assertIn("Ordered", page)
        self.assertIn("Change the order", page)

    def test_where_the_hub_accepts_the_customer_waits(self):
        self.hub.standing_orders = "ask"
        page = self._repeat().text
        self.assertEqual(self._get_standing().state, "draft")
        self.assertIn("Waits for the hub", page)
        self._post(f"{PATH}/{self._get_standing().id}/stop")
        self.assertEqual(self._get_standing().state, "ended")

    def test_what_is_wrong_in_the_form_is_told(self):
        order = self._create_order()
        self.carrot.off_min_qty = 2
        for data, text in (
            ({f"qty_{self.carrot.id}": "1"}, "1 asked, at least 2"),
            ({f"qty_{self.bread.id}": "1.5"}, "not a whole number"),
            ({f"qty_{self.bread.id}": "-1"}, "not a whole number"),
            ({f"qty_{self.bread.id}": "9" * 5000}, "not a whole number"),
            (
                dict.fromkeys((f"qty_{self.bread.id}", f"qty_{self.carrot.id}"), "0"),
                "Choose at least one product",
            ),
            ({"weeks": "0"}, "how often"),
            ({"shortage": "x"}, "too little"),
            ({"until": "soon"}, "is not a day"),
            ({"until": "2020-01-01"}, "before the next delivery"),
        ):
            with self.subTest(data=data):
                page = self._repeat(order, **data).text
                self.assertIn('id="off_error"', page)
                self.assertIn(text, page)
        self.assertFalse(self._get_standing())

    def test_a_delivery_is_suspended_until_the_notice(self):
        self._repeat()
        standing = self._get_standing()
        cycle = self._plan_cycle()
        delivery = standing.delivery_ids
        path = f"{PATH}/{standing.id}/{delivery.id}"
        page = self._post(f"{path}/suspend").text
        self.assertEqual(delivery.state, "joker")
        self.assertIn("Suspended", page)
        page = self._post(f"{path}/resume").text
        self.assertEqual(delivery.state, "planned")
        standing.notice_days = 30
        page = self._post(f"{path}/suspend").text
        self.assertIn("It is too late", page)
        self.assertEqual(delivery.state, "planned")
        standing.write({"notice_days": 1, "joker_count": 0})
        page = self._post(f"{path}/suspend").text
        self.assertIn("No joker is left", page)
        cycle.action_open()
        standing.joker_count = 1
        self._post(f"{path}/suspend")
        self.assertEqual(delivery.state, "joker")
        self.assertEqual(delivery.sale_order_id.state, "cancel")

    def test_other_quantities_for_a_date(self):
        self._repeat()
        standing = self._get_standing()
        cycle = self._plan_cycle()
        delivery = standing.delivery_ids
        path = f"{PATH}/{standing.id}/{delivery.id}"
        self.assertIn('value="3"', self.url_open(path).text)
        quantities = {f"qty_{self.carrot.id}": "4", f"qty_{self.bread.id}": "0"}
        page = self._post(path, **quantities).text
        self.assertIn("Other quantities: 4 Carrots", page)
        none = dict.fromkeys(quantities, "0")
        self.assertIn("suspend this delivery", self._post(path, **none).text)
        cycle.action_open()
        order = delivery.sale_order_id
        self.assertEqual(
            [(one.product_id, one.product_uom_qty) for one in order.order_line],
            [(self.carrot, 4)],
        )
        self.assertIn("can no longer be changed", self.url_open(path).text)
        standing.customer_quantities = False
        self.assertIn("fixed quantities", self._post(path, **quantities).text)

    def test_it_is_stopped_with_the_notice(self):
        self._repeat()
        standing = self._get_standing()
        self._plan_cycle()
        standing.notice_days = 20
        delivery = standing.delivery_ids
        self._post(f"{PATH}/{standing.id}/stop")
        self.assertEqual((standing.state, standing.date_end), ("active", delivery.date))
        standing.write({"date_end": False, "notice_days": 1})
        self._post(f"{PATH}/{standing.id}/stop")
        self.assertEqual(standing.state, "ended")
        self.assertFalse(standing.delivery_ids)

    def test_a_sale_that_was_open_already_is_ordered_by_a_button(self):
        self._repeat()
        standing = self._get_standing()
        cycle = self._plan_cycle()
        standing.state = "draft"
        cycle.action_open()
        delivery = standing.delivery_ids
        self.assertEqual(delivery.state, "planned")
        path = f"{PATH}/{standing.id}/{delivery.id}/place"
        self.assertIn("needs it to be", self._post(path).text)
        standing.action_activate()
        self.assertIn("Order it now", self.url_open(f"{PATH}/{standing.id}").text)
        page = self._post(path).text
        self.assertEqual(delivery.state, "placed")
        self.assertNotIn("Order it now", page)
        self._post(path)
        self.assertEqual(len(cycle.order_ids), 1)

    def test_a_contract_is_not_stopped_on_the_website(self):
        self._repeat()
        standing = self._get_standing()
        standing.instalment_ids = [
            Command.create({"date": fields.Date.today(), "amount": 12.34})
        ]
        page = self.url_open(f"{PATH}/{standing.id}").text
        self.assertIn("12.34", page)
        self.assertNotIn("Stop it", page)
        self.assertIn("contract", self._post(f"{PATH}/{standing.id}/stop").text)
        self.assertEqual(standing.state, "active")

    def test_others_see_and_change_nothing(self):
        order = self._create_order()
        self._repeat(order)
        standing = self._get_standing()
        self._plan_cycle()
        delivery = standing.delivery_ids
        self._login(self.neighbour)
        self.assertNotIn(f"{PATH}/{standing.id}", self.url_open(PATH).text)
        page = f"{PATH}/{standing.id}"
        for path in (page, f"{page}/{delivery.id}", f"{PATH}/new?order={order.id}"):
            self.assertEqual(self.url_open(path).status_code, 404)
        for path in (
            f"{page}/stop",
            f"{page}/{delivery.id}",
            f"{page}/{delivery.id}/suspend",
            f"{page}/{delivery.id}/resume",
            f"{page}/{delivery.id}/place",
            f"{PATH}/new?order={order.id}",
        ):
            self.assertEqual(self._post(path).status_code, 404)
        self.assertEqual((standing.state, delivery.state), ("active", "planned"))
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open(page).url)

    def test_where_the_hub_does_not_offer_it_nothing_is_asked(self):
        self.hub.standing_orders = "no"
        order = self._create_order()
        self.assertNotIn("Repeat", self.url_open(f"/my/orders/{order.id}").text)
        self.assertEqual(self._repeat(order).status_code, 404)
        self.assertIn("Nothing is ordered", self.url_open(PATH).text)
        self.assertNotIn(PATH, self.url_open("/my").text)

    def test_the_mail_leads_to_the_page(self):
        self._repeat()
        standing = self._get_standing()
        mail = self.env["mail.mail"].search(
            [("model", "=", standing._name), ("res_id", "=", standing.id)]
        )
        self.assertIn(f"{PATH}/{standing.id}", mail.body_html)
        self.assertIn(PATH, self.url_open("/my").text)
