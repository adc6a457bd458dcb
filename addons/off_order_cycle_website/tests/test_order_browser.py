from odoo.tests import tagged

from .common import CycleWebsiteCase


@tagged("post_install", "-at_install")
class TestOrderBrowser(CycleWebsiteCase):
    def test_a_customer_orders_in_a_browser(self):
        self.start_tour(self._get_path(), "off_order_cycle_website", login="lea")
        order = self._get_orders()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.off_slot_id, self.exchange.slot_ids[1])
        self.assertEqual(order.order_line.product_id, self.carrot)
        self.assertEqual(order.order_line.product_uom_qty, 3)
