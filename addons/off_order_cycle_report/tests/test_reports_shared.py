from odoo.tests import tagged

from .common import ReportCommon


@tagged("post_install", "-at_install")
class TestReportsShared(ReportCommon):
    """Once goods arrived: what is shared out, handed over, weighed, paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()

    def _share_out(self, received=None):
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()

    def test_what_is_packed_is_what_was_shared_out(self):
        self._share_out({self.product: 10})
        rows = self._read("packing_customer")
        given = {
            (one.partner_id.name, one.product_id.name): one.quantity
            for one in self.cycle.allocation_ids
            if one.quantity
        }
        self.assertEqual(
            {(row["customer"], row["product"]): row["to_pack"] for row in rows}, given
        )
        totals = self._read("supplier_totals", producers=self.producer.ids)[0]
        self.assertEqual((totals["ordered"], totals["allocated"]), (12, 10))
        self.assertEqual((totals["cost"], totals["cost_shared"]), (30, 25))
        self.assertIsNone(totals["delivered"])

    def test_who_gets_nothing_has_no_box(self):
        self._share_out({self.product: 5, self.honey: 0, self.leeks: 0})
        rows = self._read("packing_customer")
        self.assertEqual([row["customer"] for row in rows], ["Family 0"])

    def test_what_was_handed_over_is_told_beside_what_was_ordered(self):
        self._share_out({self.product: 10})
        self.cycle.action_distribute()
        rows = self._read("orders_distributors")
        self.assertEqual(self._sum(rows, "ordered"), 17)
        self.assertEqual(self._sum(rows, "allocated"), 15)
        self.assertEqual(self._sum(rows, "delivered"), 15)

    def test_lots_of_a_line_are_told(self):
        self._share_out()
        lot = self.env["stock.lot"].create({"name": "L-7", "product_id": self.honey.id})
        given = self.cycle.allocation_ids.filtered(
            lambda one: one.product_id == self.honey
        )
        given.lot_id = lot
        rows = self._read("packing_supplier", producers=self.beekeeper.ids)
        self.assertEqual({row["lots"] for row in rows}, {"L-7"})

    def test_weights_of_the_scales_replace_estimates(self):
        self.honey.off_billed_by_weight = True
        order = self._order({self.honey: 2}, 1)
        self.assertEqual(order.order_line[:1].off_unit_weight, 0.5)
        self._share_out()
        given = self.cycle.allocation_ids.filtered(lambda one: one.order_id == order)
        rows = self._read("packing_customer", customers=self.families[1].ids)
        honey = [row for row in rows if row["product"] == "Honey"]
        self.assertEqual([row["weight"] for row in honey], [1.0])
        given.weight = 1.2
        rows = self._read("packing_customer", customers=self.families[1].ids)
        honey = [row for row in rows if row["product"] == "Honey"]
        self.assertEqual([row["weight"] for row in honey], [1.2])
        totals = self._read("supplier_totals", producers=self.beekeeper.ids)[0]
        # 3 estimated jars and 1.2 kg of what would be 1 kg, at 8 for half a kilogram.
        self.assertEqual(totals["cost_shared"], 24 + 19.2)

    def test_what_is_paid_online_is_not_due(self):
        order = self.orders[0]
        provider = self.env["payment.provider"].create(
            {"name": "Card", "company_id": self.company_a.id}
        )
        self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": 10,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": "T1",
                "state": "done",
                "sale_order_ids": [(6, 0, order.ids)],
            }
        )
        rows = self._read("delivery", customers=self.families[0].ids)
        self.assertEqual(
            (rows[0]["paid"], rows[0]["due"]),
            (10, round(order.amount_total - 10, 2)),
        )

    def test_what_was_given_is_due_not_what_was_ordered(self):
        self._share_out({self.product: 10})
        self.cycle.action_distribute()
        rows = self._read("delivery")
        dues = self.orders._off_get_dues()
        self.assertEqual(
            {row["order"]: row["due"] for row in rows},
            {order.name: round(due, 2) for order, due in dues.items()},
        )
        short = [order for order in self.orders if dues[order] < order.amount_total]
        self.assertTrue(short)
