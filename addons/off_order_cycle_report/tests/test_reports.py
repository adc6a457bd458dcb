from odoo.tests import tagged

from .common import ReportCommon


@tagged("post_install", "-at_install")
class TestReports(ReportCommon):
    """Each report against sums that are made another way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls._make_orders()

    def test_supplier_totals_are_what_orders_hold_at_the_producer_s_price(self):
        rows = self._read("supplier_totals")
        told = [
            (row["producer"], row["product"], row["ordered"], row["cost"])
            for row in rows
        ]
        self.assertEqual(
            told,
            [
                ("Beekeeper", "Honey", 3.0, 24.0),
                ("Grower", "Carrots", 12.0, 30.0),
                ("Grower", "Leeks", 2.0, 6.0),
            ],
        )
        self.assertEqual([row["weight"] for row in rows], [1.5, 12.0, 2.0])

    def test_supplier_totals_are_those_of_the_purchase_orders(self):
        before = self._sum(self._read("supplier_totals"), "cost")
        self.cycle.action_close()
        rows = self._read("supplier_totals")
        self.assertEqual(self._sum(rows, "cost"), before)
        bought = {
            line.product_id.name: line.product_qty
            for line in self.cycle.purchase_ids.order_line
        }
        self.assertEqual({row["product"]: row["ordered"] for row in rows}, bought)

    def test_packing_by_customer_holds_each_line_once(self):
        rows = self._read("packing_customer")
        self.assertEqual(
            [(row["point"], row["customer"], row["product"]) for row in rows],
            [
                ("Town hall", "Family 0", "Honey"),
                ("Town hall", "Family 0", "Carrots"),
                ("Town hall", "Family 1", "Carrots"),
                ("Town hall", "Family 1", "Leeks"),
                ("School", "Family 2", "Honey"),
                ("School", "Family 2", "Carrots"),
            ],
        )
        self.assertEqual(self._sum(rows, "to_pack"), 17)
