import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PortalCommon

PATH = "/my/network/capacity"


@tagged("post_install", "-at_install")
class TestCapacityPage(PortalCommon):
    """A producer says what it can prepare in a day, and sees what is ordered (r12)."""

    def setUp(self):
        super().setUp()
        self.day = self.cycle._get_delivery_day()
        self._login(self.grower)

    def _get_page(self):
        return self.url_open(PATH).text

    def _save(self, **texts):
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self._get_page())
        return self.url_open(PATH, {"csrf_token": token[1], **texts})

    def _get_capacities(self, producer=None):
        found = self.env["off.producer.capacity"].search(
            [("producer_id", "=", (producer or self.producer).id)]
        )
        return {one.measure: one.per_day for one in found}

    def _get_days(self):
        days = self.env["off.producer.capacity.day"].search(
            [("producer_id", "=", self.producer.id)]
        )
        return {day.date: (day.declared_qty, day.reserved_qty) for day in days}

    def test_a_producer_sets_changes_and_drops_a_capacity(self):
        self.assertIn("Once you say a number above", self._get_page())
        page = self._save(cap_quantity="20", cap_weight="12,5", cap_orders="").text
        self.assertIn("Saved.", page)
        self.assertEqual(self._get_capacities(), {"quantity": 20, "weight": 12.5})
        self._save(cap_quantity="15", cap_weight="")
        self.assertEqual(self._get_capacities(), {"quantity": 15})
        self._save(cap_weight="8")
        self.assertEqual(self._get_capacities(), {"quantity": 15, "weight": 8})

    def test_it_sees_what_is_ordered_for_each_day(self):
        self._save(cap_quantity="5")
        self._create_order({self.product: 3})
        page = self._get_page()
        day = self.env["off.producer.capacity.day"].search(
            [("producer_id", "=", self.producer.id)]
        )
        self.assertIn(f'name="day_{day.id}"', page)
        row = page.partition("off_rows")[2]
        self.assertRegex(row, r'data-label="Ordered">3<')
        self.assertRegex(row, r'data-label="Left">2<')
        self.assertNotIn("Family", page)

    def test_r12_a_day_with_a_number_of_its_own_holds_for_orders(self):
        self._save(cap_quantity="5")
        self._save(
            new_date=self.day.isoformat(), new_measure="quantity", new_number="1"
        )
        self.assertEqual(self._get_days(), {self.day: (1, 0)})
        cart = self._create_order({self.product: 2}, confirm=False)
        with self.assertRaisesRegex(Exception, "can prepare no more"):
            cart.action_confirm()
        day = self.env["off.producer.capacity.day"].search([])[-1:]
        self._save(**{f"day_{day.id}": "2"})
        self.assertEqual(self._get_days()[self.day][0], 2)
        # Its own number stays when the usual one changes.
        self._save(cap_quantity="9")
        self.assertEqual(self._get_days()[self.day][0], 2)

    def test_what_is_wrong_is_told_and_nothing_is_saved(self):
        page = self._save(cap_quantity="many", cap_orders="4").text
        self.assertIn("“many” is no number", page)
        self.assertIn('value="many"', page)
        self.assertFalse(self._get_capacities())
        self._save(cap_quantity="5")
        yesterday = fields.Date.today() - timedelta(days=1)
        for texts in (
            {"new_date": yesterday.isoformat(), "new_measure": "quantity"},
            {"new_date": "soon", "new_measure": "quantity"},
            {"new_date": self.day.isoformat(), "new_measure": "weight"},
        ):
            self.assertIn("off_error", self._save(new_number="3", **texts).text)
        self.assertFalse(self._get_days())

    def test_others_neither_see_nor_set_it(self):
        self._save(cap_quantity="5")
        self._create_order({self.product: 3})
        day = self.env["off.producer.capacity.day"].search([])[-1:]
        self._login(self.neighbour_user)
        self.assertNotIn(f"day_{day.id}", self._get_page())
        self._save(**{f"day_{day.id}": "99", "cap_orders": "3"})
        self.assertEqual(day.declared_qty, 5)
        self.assertEqual(self._get_capacities(self.neighbour), {"orders": 3})
        with self.assertRaises(AccessError):
            self.producer.with_user(self.neighbour_user)._off_save_capacities({})
        self._login(self.family_user)
        self.assertEqual(self.url_open(PATH).status_code, 404)

    def test_the_page_has_no_serious_accessibility_fault(self):
        self._save(cap_quantity="5")
        self._create_order({self.product: 3})
        self._check_accessibility(PATH)
