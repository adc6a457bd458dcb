import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestChangeOrder(CycleWebsiteCase):
    """A customer changes or cancels its order until the cycle closes (rule 11)."""

    def setUp(self):
        super().setUp()
        self._login(self.customer)
        self._order({self.carrot: 12, self.bread: 1}, self.slot)
        self.order = self._get_orders()

    def _change(self, quantities, slot=None, **extra):
        return self._order(
            quantities, slot or self.slot, order=str(self.order.id), **extra
        )

    def _get_ordered(self):
        self.order.invalidate_recordset()
        return {
            line.product_id: line.product_uom_qty
            for line in self.order.order_line
            if line.product_uom_qty
        }

    def _cancel(self, order=None):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        return self.url_open(
            f"{self._get_path()}/cancel",
            {"csrf_token": token[1], "order": str((order or self.order).id)},
        )

    def test_r11_the_form_is_filled_with_the_order(self):
        page = self.url_open(f"{self._get_path()}?order={self.order.id}").text
        self.assertIn("Change your order", page)
        # All carrots are its own: it may keep them.
        self.assertIn("left: 12", page)
        self.assertIn('value="12"', page)
        self.assertIn(f'name="order" value="{self.order.id}"', page)

    def test_r11_an_order_is_changed_and_the_counters_follow(self):
        other = self.exchange.slot_ids - self.slot
        response = self._change({self.carrot: 3, self.egg: 1}, other)
        self.assertIn(f"/my/orders/{self.order.id}", response.url)
        self.assertEqual(self._get_ordered(), {self.carrot: 3, self.egg: 1})
        self.assertEqual(self.order.off_slot_id, other)
        self.assertEqual(self.order.amount_total, 3 * 3.5 + 2)
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 3)
        self.assertEqual(self._get_offer(self.bread).reserved_qty, 0)
        self.assertEqual(len(self._get_orders()), 1)

    def test_r11_the_page_of_an_order_leads_to_its_change_while_that_is_possible(self):
        url, path = self.order.get_portal_url(), f"{self._get_path()}?order="
        self.assertIn(f"{path}{self.order.id}", self.url_open(url).text)
        self.hub.customers_change = False
        self.assertNotIn(path, self.url_open(url).text)
        self.hub.customers_change = True
        # Whoever has the link of it changes nothing.
        self._login(self.neighbour)
        self.assertNotIn(path, self.url_open(url).text)
        self._login(self.customer)
        self.cycle.date_close = fields.Datetime.now() - timedelta(minutes=1)
        self.assertNotIn(path, self.url_open(url).text)

    def test_r10_the_total_of_a_change_is_that_of_the_frozen_prices(self):
        self._get_offer(self.bread).price = 40
        told = self.make_jsonrpc_request(
            f"{self._get_path()}/basket",
            {
                "quantities": {
                    str(self._get_offer(self.bread).id): 2,
                    str(self._get_offer(self.egg).id): 1,
                },
                "order": self.order.id,
            },
        )
        self.assertEqual(told["total"], 1000)
        self._change({self.bread: 2, self.egg: 1})
        self.order.invalidate_recordset()
        self.assertEqual(self.order.amount_total, 10)

    def test_a_change_that_cannot_be_leaves_the_order_as_it_was(self):
        response = self._change({self.carrot: 13, self.egg: 1})
        self.assertIn("Carrots", response.text)
        self.assertIn('value="13"', response.text)
        self.assertEqual(self._get_ordered(), {self.carrot: 12, self.bread: 1})
        response = self._change({})
        self.assertIn("cancel it instead", response.text)
        self.assertEqual(self._get_ordered(), {self.carrot: 12, self.bread: 1})

    def test_what_was_typed_in_packs_stays_unless_it_is_changed(self):
        pack = self.env.ref("uom.product_uom_pack_6")
        line = self.order.order_line.filtered(lambda one: one.product_id == self.carrot)
        line.write({"product_uom_qty": 2, "product_uom_id": pack.id})
        self._change({self.carrot: 12, self.bread: 2})
        self.assertEqual((line.product_uom_id, line.product_uom_qty), (pack, 2))
        self._change({self.carrot: 7, self.bread: 2})
        lines = self.order.order_line.filtered(
            lambda one: one.product_id == self.carrot and one.product_uom_qty
        )
        self.assertEqual(lines.product_uom_id, self.carrot.uom_id)
        self.assertEqual(self.carrot.off_availability_ids.reserved_qty, 7)

    def test_r11_an_order_is_cancelled(self):
        self._cancel()
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "cancel")
        self.assertFalse(self.carrot.off_availability_ids.reserved_qty)

    def test_r11_where_the_hub_does_not_allow_it_nothing_changes(self):
        self.hub.customers_change = False
        page = self.url_open(f"{self._get_path()}?order={self.order.id}").text
        self.assertNotIn("Change it", page)
        self.assertNotIn("Change your order", page)
        for response in (self._change({self.carrot: 1}), self._cancel()):
            self.assertIn("can no longer be changed", response.text)
        self.assertEqual(self._get_ordered(), {self.carrot: 12, self.bread: 1})

    def test_r11_not_after_the_cycle_closed(self):
        page = self.url_open(self._get_path()).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        self.cycle.date_close = fields.Datetime.now() - timedelta(seconds=1)
        response = self._change({self.carrot: 1}, csrf_token=token)
        self.assertIn("can no longer be changed", response.text)
        self.assertEqual(self._get_ordered(), {self.carrot: 12, self.bread: 1})

    def test_nobody_changes_the_order_of_another(self):
        self._login(self.neighbour)
        page = self.url_open(f"{self._get_path()}?order={self.order.id}").text
        self.assertNotIn("Change your order", page)
        for response in (self._change({self.egg: 1}), self._cancel()):
            self.assertIn("can no longer be changed", response.text)
        self.assertEqual(self._get_ordered(), {self.carrot: 12, self.bread: 1})
        self.assertEqual(self.order.state, "sale")
        for odd in ("", "x", "9" * 5000, "0"):
            self.assertEqual(
                self.url_open(f"{self._get_path()}?order={odd}").status_code, 200
            )
