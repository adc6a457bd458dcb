from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.off_order_cycle.tests.common_stocked import StockedCommon


@tagged("post_install", "-at_install")
class TestStocked(StockedCommon):
    """Lots of a hub's own stock leave by their dates."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["stock.quant"].search([("product_id", "=", cls.product.id)]).unlink()
        cls.product.write({"tracking": "lot", "use_expiration_date": True})
        days = {"LATE": 90, "SOON": 10, "PAST": -1, "NEXT": 1}
        cls.lots = {}
        for name, day in days.items():
            lot = cls.env["stock.lot"].create(
                {
                    "name": name,
                    "product_id": cls.product.id,
                    "company_id": cls.company_a.id,
                }
            )
            moment = fields.Datetime.now() + timedelta(days=day)
            lot.write({"expiration_date": moment, "removal_date": moment})
            cls.lots[name] = lot
            cls._count_in(cls.product, 3, lot=lot)
        cls.item.invalidate_recordset()

    def test_a_warehouse_hands_out_first_what_expires_first(self):
        strategy = self.warehouse.lot_stock_id.removal_strategy_id
        self.assertEqual(strategy.method, "fefo")

    def test_what_is_past_its_date_is_not_sold(self):
        self.assertEqual(self.item.available_qty, 9)
        with self.assertRaisesRegex(UserError, "10 asked, 9 left"):
            self._create_order({self.product: 10})

    def test_first_expired_first_out_of_what_is_fit_at_the_pickup(self):
        """The pickup is in three days."""
        order = self._create_order({self.product: 5})
        self._hand_over()
        given = order.order_line.off_allocation_ids
        self.assertEqual(
            {one.lot_id.name: one.quantity for one in given}, {"SOON": 3, "LATE": 2}
        )

    def test_what_was_accepted_past_its_date_goes_first(self):
        self.lots["PAST"].off_past_accepted = True
        self.item.invalidate_recordset()
        self.assertEqual(self.item.available_qty, 12)
        order = self._create_order({self.product: 4})
        self._hand_over()
        given = order.order_line.off_allocation_ids
        self.assertEqual(
            {one.lot_id.name: one.quantity for one in given}, {"PAST": 3, "SOON": 1}
        )
