from datetime import timedelta

from odoo.tests import tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestMixed(TraceCommon):
    """Goods without lot: of which receipts they may be."""

    def setUp(self):
        super().setUp()
        self.first = self._put_in(2)
        self.receipt = self._hand_over({"L1": 9})
        self.line = self.receipt.move_line_ids.filtered(
            lambda line: line.product_id == self.product
        )

    def _put_in(self, quantity):
        """Carrots that are in stock since yesterday."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company_a.id)], limit=1
        )
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
        }
        move = {
            "product_id": self.product.id,
            "product_uom_qty": quantity,
            "company_id": self.company_a.id,
            **places,
        }
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "partner_id": self.env["res.partner"].create({"name": "Other"}).id,
                "move_ids": [(0, 0, move)],
                **places,
            }
        )
        receipt.action_confirm()
        receipt.move_ids.quantity = quantity
        receipt.move_ids.picked = True
        receipt.button_validate()
        receipt.move_line_ids.date -= timedelta(days=1)
        return receipt.move_line_ids

    def test_an_order_lists_all_receipts_and_says_so(self):
        told = self._trace().get_trace("order", self.orders[0].id)
        row = next(row for row in told["given"] if not row["lot"])
        self.assertTrue(row["mixed"])
        self.assertEqual(
            [one["partner"] for one in row["sources"]], ["Other", "Grower"]
        )

    def test_a_receipt_lists_all_who_may_have_it(self):
        for line, received, left in ((self.first, 2, 0), (self.line, 3, 2)):
            told = self._trace().get_trace("line", line.id)
            (goods,) = told["goods"]
            self.assertTrue(goods["mixed"])
            self.assertEqual(told["customers"]["count"], 3)
            self.assertTrue(all(row["mixed"] for row in told["customers"]["rows"]))
            self.assertEqual(
                self._balance(goods),
                {
                    "received": received,
                    "delivered": received - left,
                    "in_stock": left,
                    "difference": 0,
                },
            )

    def test_all_who_may_have_it_are_told(self):
        action = self._trace().action_recall("line", self.first.id)
        recall = self.env["off.lot.recall"].browse(action["res_id"])
        self.assertEqual((recall.customer_count, recall.name), (3, "Carrots"))
