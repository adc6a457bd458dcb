from odoo.tests import HttpCase, tagged

from .test_order_grid import GridCommon


@tagged("post_install", "-at_install")
class TestOrderGridBrowser(GridCommon, HttpCase):
    def test_orders_are_typed_pasted_and_corrected(self):
        order = self._create_order({self.product: 3})
        self.start_tour(
            f"/odoo/off.order.cycle/{self.cycle.id}",
            "off_order_grid",
            login="manager_a",
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_quantities(order), {self.product: 4, self.leeks: 1})
        second = self.exchange._get_grid_orders() - order
        self.assertEqual(second.partner_id, self.families[1])
        self.assertEqual(self._get_quantities(second), {self.product: 5, self.leeks: 2})
