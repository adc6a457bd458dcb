from odoo.tests import tagged

from .common import SolidarityCommon


@tagged("post_install", "-at_install")
class TestDue(SolidarityCommon):
    """What is left to pay of an order of which the fund pays a part (rule 26)."""

    def _due(self, order):
        self.env.invalidate_all()
        return order._off_get_dues()[order]

    def test_r26_the_customer_owes_its_part_before_and_after_the_invoice(self):
        self._grant()
        order = self._create_order({self.product: 4})
        other = self._create_order({self.product: 4}, self.families[1])
        self.assertEqual((self._due(order), self._due(other)), (5, 10))
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.assertEqual((self._due(order), self._due(other)), (5, 10))
        self.cycle.action_settle()
        self.assertEqual(order.invoice_ids.amount_residual, 5)
        self.assertEqual((self._due(order), self._due(other)), (5, 10))

    def test_r26_of_less_that_was_delivered_the_fund_pays_less(self):
        self._grant()
        order = self._create_order({self.product: 4})
        self.cycle.action_close()
        self._receive({self.product: 3})
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        due = self._due(order)
        self.cycle.action_settle()
        self.assertEqual(order.invoice_ids.amount_residual, due)
        self.assertEqual(self._due(order), due)
