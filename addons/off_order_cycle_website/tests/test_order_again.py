from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestOrderAgain(CycleWebsiteCase):
    def setUp(self):
        super().setUp()
        self._login(self.customer)
        self._order({self.carrot: 5, self.bread: 2, self.egg: 1}, self.slot)
        self.cycle.action_close()
        self.next = self._create_cycle(self.hub)

    def _read(self, query=""):
        return self.url_open(self._get_path(self.next.outgoing_ids) + query).text

    def _get_value(self, page, product):
        offer = self.next.outgoing_ids.offer_ids.filtered(
            lambda one: one.product_id == product
        )
        tags = [part.partition(">")[0] for part in page.split("<input")[1:]]
        (tag,) = [one for one in tags if f'"qty_{offer.id}"' in one]
        return tag.partition('value="')[2].partition('"')[0]

    def test_the_last_order_is_filled_in_as_far_as_it_is_sold(self):
        self.assertIn("Fill in my last order", self._read())
        self.carrot.off_availability_ids.declared_qty = 8  # three are left
        self.next.outgoing_ids.offer_ids.filtered(
            lambda offer: offer.product_id == self.egg
        ).unlink()
        page = self._read("?again=1")
        self.assertEqual(self._get_value(page, self.carrot), "3")
        self.assertEqual(self._get_value(page, self.bread), "2")
        self.assertRegex(page, r"not sold this time:\s*Eggs")
        self.assertNotIn("Fill in my last order", page)
        self.assertEqual(len(self._get_orders()), 1, "nothing is ordered by looking")

    def test_who_never_ordered_has_nothing_to_fill_in(self):
        self._login(self.neighbour)
        self.assertNotIn("Fill in my last order", self._read())
        page = self._read("?again=1")
        self.assertEqual(self._get_value(page, self.carrot), "")
        self.authenticate(None, None)
        self.assertNotIn("Fill in my last order", self._read("?again=1"))
