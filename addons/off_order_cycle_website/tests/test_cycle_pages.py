import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestCyclePages(CycleWebsiteCase):
    def test_the_public_sees_open_cycles(self):
        page = self.url_open("/cycles").text
        self.assertIn(self.cycle.name, page)
        self.assertIn(f'href="{self._get_path()}"', page)

    def test_closed_and_planned_cycles_are_not_listed(self):
        planned = self._create_cycle(self.hub, is_open=False)
        self.cycle.date_close = fields.Datetime.now() - timedelta(minutes=1)
        page = self.url_open("/cycles").text
        self.assertNotIn(f'href="{self._get_path()}"', page)
        self.assertNotIn(f'href="{self._get_path(planned.outgoing_ids)}"', page)

    def test_the_public_sees_prices_and_is_asked_to_log_in(self):
        page = self.url_open(self._get_path()).text
        for text in ("Ferme du Bois", "Carrots", "3.50", "left: 12", "on demand"):
            self.assertIn(text, page.replace("3,50", "3.50"))
        self.assertIn("Log in to order", page)
        self.assertNotIn("Place the order", page)

    def test_r18_prices_show_fees_per_item_and_the_page_tells_the_others(self):
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
        page = self.url_open(self._get_path()).text.replace(",", ".")
        for text in ("3.85", "Packing", "0.35"):
            self.assertIn(text, re.sub(r"<[^>]+>", "", page))
        self.assertRegex(re.sub(r"<[^>]+>", "", page), r"Upkeep: \W*1\.50\W* per order")
        self._order({self.carrot: 2}, self.slot)
        order = self.env["sale.order"].search(
            [("partner_id", "=", self.customer.partner_id.id)]
        )
        self.assertAlmostEqual(order.amount_total, 2 * 3.85 + 1.5)

    def test_limits_of_offers_and_full_pickups_are_told(self):
        self.exchange.offer_ids.filtered(
            lambda offer: offer.product_id == self.bread
        ).write({"on_demand": False, "declared_qty": 7})
        self.exchange.slot_ids[:1].write({"on_demand": False, "declared_qty": 0})
        self.carrot.off_min_qty = 3
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("left: 7", page)
        self.assertIn("at least 3", page)
        self.assertIn("(full)", page)
        self.assertEqual(page.count('disabled="disabled"'), 1)

    def test_what_is_sold_out_cannot_be_filled(self):
        self.egg.off_availability_ids.declared_qty = 0.4
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("sold out", page)
        self.assertEqual(page.count('disabled="disabled"'), 1)

    def test_a_planned_or_cancelled_cycle_has_no_page(self):
        planned = self._create_cycle(self.hub, is_open=False)
        path = self._get_path(planned.outgoing_ids)
        self.assertEqual(self.url_open(path).status_code, 404)
        self.cycle.action_cancel()
        self.assertEqual(self.url_open(self._get_path()).status_code, 404)

    def test_the_side_of_a_producer_has_no_page(self):
        path = self._get_path(self.cycle.incoming_ids)
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_the_exchange_of_another_operator_has_no_page(self):
        other = self.env["res.company"].create({"name": "Other operator"})
        cycle = self._create_cycle(self._create_hub("Other hub", other))
        path = self._get_path(cycle.outgoing_ids)
        self.assertEqual(self.url_open(path).status_code, 404)
        self.assertNotIn(cycle.name, self.url_open("/cycles").text)
        self._login(self.customer)
        response = self._order({self.carrot: 1}, self.slot, path=path)
        self.assertEqual(response.status_code, 404)

    def test_a_closed_cycle_says_so_without_form(self):
        self.cycle.date_close = fields.Datetime.now() - timedelta(minutes=1)
        self._login(self.customer)
        page = self.url_open(self._get_path()).text
        self.assertIn("This sale is closed", page)
        self.assertNotIn("off_order", page.partition('id="wrap"')[2])

    def test_hours_are_those_of_the_operator(self):
        self.slot.date_start = "2030-07-01 16:00:00"
        self.slot.date_end = "2030-07-01 18:00:00"
        self.customer.tz = "America/New_York"
        self._login(self.customer)
        self.assertIn("18:00 – 20:00", self.url_open(self._get_path()).text)

    def test_each_website_has_the_menu(self):
        other = self.env["website"].create({"name": "Other"})
        menus = self.env["website.menu"].search([("url", "=", "/cycles")])
        self.assertLessEqual(self.website | other, menus.website_id)

    def test_queries_do_not_depend_on_the_number_of_offers(self):
        self._login(self.customer)
        few, few_kept = self._count_queries(), self._count_queries(keep=True)
        self.env["off.offer"].search([("cycle_id", "=", self.cycle.id)]).sorted(
            "direction", reverse=True
        ).unlink()
        for number in range(50):
            self._create_product(f"Product {number}", number, declared_qty=number)
        self.cycle.state = "draft"
        self.cycle.action_fill_offers()
        self.cycle.state = "open"
        self.assertGreater(len(self.exchange.offer_ids), 45)
        self.assertEqual(self._count_queries(), few)
        self.assertEqual(self._count_queries(keep=True), few_kept)
        self.assertLessEqual(few_kept, 28)

    def _count_queries(self, keep=False):
        """Queries of the second view of the page, from cold records.

        :param keep: whether what all see alike is kept from the first view
        """
        self.url_open(self._get_path())
        self.keeps_pages = keep
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.assertEqual(self.url_open(self._get_path()).status_code, 200)
        self.keeps_pages = False
        return self.cr.sql_log_count - before
