from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestShopCapacity(CycleWebsiteCase):
    """What a producer can still prepare for the day is in what is left (rule 12)."""

    def _create_capacity(self, measure, per_day):
        return self.env["off.producer.capacity"].create(
            {
                "producer_id": self.producer.id,
                "measure": measure,
                "per_day": per_day,
            }
        )

    def _get_left(self, product, held=None):
        return self.exchange._get_left(held)[self._get_offer(product).id]

    def test_r12_the_shop_tells_what_the_producer_can_still_prepare(self):
        self._create_capacity("quantity", 9)
        self.assertEqual((self._get_left(self.bread), self._get_left(self.egg)), (9, 1))
        self._login(self.customer)
        self._order({self.bread: 4}, self.slot)
        self.assertEqual(self._get_left(self.carrot), 5)
        self.assertIn("left: 5", self.url_open(self._get_path()).text)
        error = self._order({self.carrot: 6}, self.slot).text
        self.assertIn("can prepare no more", error)

    def test_r12_in_kilograms_money_and_orders(self):
        self.bread.weight = 0.8
        self._create_capacity("weight", 2)
        self.assertEqual(self._get_left(self.bread), 2)
        # What has no weight takes none of it.
        self.assertEqual(self._get_left(self.carrot), 12)
        self._create_capacity("amount", 7)
        self.assertEqual(self._get_left(self.bread), 1)
        orders = self._create_capacity("orders", 1)
        self.assertEqual(self._get_left(self.bread), 1)
        orders.per_day = 0
        self.assertEqual(self._get_left(self.bread), 0)
        # Who has an order already takes no further one.
        self.assertEqual(self._get_left(self.bread, {self._get_offer(self.egg): 1}), 1)
