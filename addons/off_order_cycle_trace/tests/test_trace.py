from odoo.tests import tagged

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTrace(TraceCommon):
    """From a lot to its customers, and back."""

    def setUp(self):
        super().setUp()
        self.receipt = self._hand_over({"L1": 4, "L2": 5})

    def test_a_lot_tells_where_it_is_from_and_who_has_it(self):
        told = self._trace().get_trace("lot", self._lot("L1").id)
        (goods,) = told["goods"]
        (source,) = goods["sources"]
        self.assertEqual(
            (source["partner"], source["purchase"], source["receipt"]),
            ("Grower", self.cycle.purchase_ids.name, self.receipt.name),
        )
        self.assertEqual(source["quantity"], 4)
        rows = told["customers"]["rows"]
        self.assertEqual(
            {(row["customer"], row["quantity"]) for row in rows},
            {("Family 0", 2), ("Family 1", 2)},
        )
        first = next(row for row in rows if row["customer"] == "Family 0")
        self.assertEqual(
            (first["phone"], first["email"], first["point"], first["order"]),
            ("0102030405", "f0@example.org", "Town hall", self.orders[0].name),
        )
        self.assertTrue(first["date"])
        self.assertFalse(told["others"])
        self.assertEqual(
            self._balance(goods),
            {"received": 4, "delivered": 4, "in_stock": 0, "difference": 0},
        )

    def test_what_was_scrapped_and_delivered_otherwise_is_in_the_balance(self):
        lot = self._lot("L2")
        self._move(lot, "inventory", -1)  # found again at a count
        self._move(lot, "customer", -2)  # brought back
        self._move(lot, "customer", 1)  # sold without a cycle
        told = self._trace().get_trace("lot", lot.id)
        self.assertEqual(
            self._balance(told["goods"][0]),
            {
                "received": 5,
                "returned": 2,
                "found": 1,
                "delivered": 6,
                "in_stock": 2,
                "difference": 0,
            },
        )
        self.assertEqual(sorted(row["quantity"] for row in told["others"]), [-2, 1])

    def _move(self, lot, usage, quantity):
        """Goods of a lot to, or below 0 from, a place outside."""
        stock = self.cycle.purchase_ids.picking_type_id.default_location_dest_id
        outside = self.env["stock.location"].search(
            [
                ("usage", "=", usage),
                ("company_id", "in", (self.company_a.id, False)),
            ],
            limit=1,
        )
        places = (stock, outside) if quantity > 0 else (outside, stock)
        vals = {
            "product_id": lot.product_id.id,
            "location_id": places[0].id,
            "location_dest_id": places[1].id,
            "company_id": self.company_a.id,
        }
        move = self.env["stock.move"].create(
            {**vals, "product_uom_qty": abs(quantity), "is_inventory": usage[0] == "i"}
        )
        self.env["stock.move.line"].create(
            {**vals, "move_id": move.id, "lot_id": lot.id, "quantity": abs(quantity)}
        )
        move.picked = True
        move._action_done()
        return move

    def test_a_difference_is_named(self):
        lot = self._lot("L1")
        self.env["stock.quant"].sudo().create(
            {
                "product_id": self.leeks.id,
                "lot_id": lot.id,
                "location_id": self.receipt.location_dest_id.id,
                "quantity": 0.5,
            }
        )
        told = self._trace().get_trace("lot", lot.id)
        self.assertEqual(self._balance(told["goods"][0])["difference"], -0.5)

    def test_an_order_tells_its_lots(self):
        told = self._trace().get_trace("order", self.orders[1].id)
        self.assertEqual(
            {
                (row["product"], row["lot"], row["quantity"], row["mixed"])
                for row in told["given"]
            },
            {
                ("Leeks", "L1", 2, False),
                ("Leeks", "L2", 1, False),
                ("Carrots", "", 1, False),
            },
        )
        for row in told["given"]:
            self.assertEqual([one["partner"] for one in row["sources"]], ["Grower"])
            self.assertEqual(row["sources"][0]["receipt"], self.receipt.name)

    def test_a_customer_and_days(self):
        family = self.families[2]
        for options, count in (
            ({}, 2),
            ({"date_from": "2000-01-01"}, 2),
            ({"date_to": "2000-01-01"}, 0),
            ({"date_to": "nonsense"}, 2),
        ):
            told = self._trace().get_trace("customer", family.id, options)
            self.assertEqual(len(told["given"]), count)

    def test_a_receipt_tells_all_its_goods(self):
        told = self._trace().get_trace("receipt", self.receipt.id)
        self.assertEqual(
            {(one["product"], one["lot"]) for one in told["goods"]},
            {("Leeks", "L1"), ("Leeks", "L2"), ("Carrots", "")},
        )
        for goods in told["goods"]:
            self.assertEqual(self._balance(goods)["difference"], 0)
        self.assertEqual(
            (told["customers"]["count"], told["customers"]["lines"]), (3, 7)
        )
        self.assertEqual(
            (told["customers"]["no_mail"], told["customers"]["no_contact"]), (2, 1)
        )

    def test_goods_are_found_by_what_one_remembers(self):
        trace = self._trace()
        for text, found in (
            ("L1", {("lot", self._lot("L1").id)}),
            ("Family 2", {("customer", self.families[2].id)}),
            (self.orders[0].name, {("order", self.orders[0].id)}),
        ):
            with self.subTest(text=text):
                hits = {(one["kind"], one["id"]) for one in trace.find(text)}
                self.assertLessEqual(found, hits)
        self.assertEqual(len(trace.find("Grower")), 3)
        self.assertEqual(trace.find("Grower", date_to="2000-01-01"), [])
        self.assertEqual(
            trace.find("Grower", date_from="nonsense"), trace.find("Grower")
        )

    def test_goods_are_found_by_their_reference_and_nothing_is_a_pattern(self):
        self.leeks.default_code = "LE_01"
        trace = self._trace()
        for text in ("LE_01", "e_0", "[LE_01]", "[LE_01] Leeks"):
            self.assertIn(
                ("lot", self._lot("L1").id),
                {(one["kind"], one["id"]) for one in trace.find(text)},
            )
        for text in ("%", "L_1", "LE%", "Family_2", "\\"):
            with self.subTest(text=text):
                self.assertEqual(trace.find(text), [])

    def test_buttons_lead_to_the_trace(self):
        for record, kind in (
            (self._lot("L1"), "lot"),
            (self.orders[0], "order"),
            (self.receipt, "receipt"),
        ):
            action = record.with_user(self.stockist).sudo().action_off_trace()
            self.assertEqual(action["params"], {"kind": kind, "id": record.id})
