from odoo.tests import tagged

from odoo.addons.off_order_cycle.tests.common_standing import StandingCommon

from .common import DepositMixin


@tagged("post_install", "-at_install")
class TestDepositStanding(DepositMixin, StandingCommon):
    def test_what_a_standing_order_places_has_its_deposits(self):
        self._put_in(self.product, self._create_container("Jar", 0.5))
        self._open()
        sale = self._get_delivery().sale_order_id
        self.assertEqual(sale.state, "sale")
        self.assertEqual(self._get_deposits(sale), {("Jar", 0.5): 2})
