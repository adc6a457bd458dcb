from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle_intercompany.tests import test_supply
from odoo.addons.off_order_cycle_intercompany.tests.common import GuestCommon


@tagged("post_install", "-at_install")
class TestOperators(GuestCommon):
    """Operator A supplied B: A learns how much, B alone knows to whom."""

    _receive_lots = test_supply.TestSupply._receive_lots

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leeks.write({"is_storable": True, "tracking": "lot"})
        cls.product.is_storable = True
        cls.stock_a, cls.stock_b = (
            new_test_user(
                cls.env,
                login,
                groups="stock.group_stock_user",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            for login, company in (
                ("stock_a", cls.company_a),
                ("stock_b", cls.company_b),
            )
        )

    def setUp(self):
        super().setUp()
        edge_b = self._join()
        whole = self.shared.with_user(self.coordinator_a)
        whole.action_open()
        self._order(
            self.shared.outgoing_ids - edge_b, {self.leeks: 2}, self.families[0]
        )
        self._order(edge_b, {self.leeks: 3, self.product: 1}, self.families[1])
        whole.action_close()
        self._receive_lots({"L1": 5})
        whole.action_allocate()
        whole.action_distribute()
        self.lot_a, self.lot_b = (
            self.env["stock.lot"].search(
                [("name", "=", "L1"), ("company_id", "=", company.id)]
            )
            for company in (self.company_a, self.company_b)
        )

    def _trace(self, user):
        return (
            self.env["off.trace"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def test_a_supplied_operator_is_told_but_not_its_customers(self):
        told = self._trace(self.stock_a).get_trace("lot", self.lot_a.id)
        self.assertEqual(
            [row["customer"] for row in told["customers"]["rows"]], ["Family 0"]
        )
        (operator,) = told["operators"]
        self.assertEqual((operator["name"], operator["quantity"]), ("Operator B", 3))
        self.assertNotIn("Family 1", str(told))
        balance = {row["kind"]: row["quantity"] for row in told["goods"][0]["balance"]}
        self.assertEqual(
            balance,
            {
                "received": 5,
                "delivered": 2,
                "supplied": 3,
                "in_stock": 0,
                "difference": 0,
            },
        )

    def test_the_other_operator_traces_its_own(self):
        told = self._trace(self.stock_b).get_trace("lot", self.lot_b.id)
        self.assertEqual(
            [row["customer"] for row in told["customers"]["rows"]], ["Family 1"]
        )
        (source,) = told["goods"][0]["sources"]
        self.assertEqual((source["partner"], source["quantity"]), ("Operator A", 3))

    def _recall(self):
        """:return: the recall of operator A, started, and what B prepared for it"""
        action = self._trace(self.stock_a).action_recall("lot", self.lot_a.id)
        Recall = self.env["off.lot.recall"]
        recall = Recall.with_user(self.stock_a).browse(action["res_id"])
        recall.reason = "Listeria"
        recall.action_start()
        return recall, Recall.search([("company_id", "=", self.company_b.id)])

    def test_the_other_operator_is_asked_to_recall(self):
        recall, theirs = self._recall()
        self.assertEqual(
            {(one.partner_id, one.kind) for one in recall.sudo().recipient_ids},
            {
                (self.families[0], "customer"),
                (self.producer, "producer"),
                (self.company_b.partner_id, "operator"),
            },
        )
        self.assertEqual(theirs.lot_ids, self.lot_b)
        self.assertEqual(
            (theirs.state, theirs.asked_by, theirs.reason),
            ("draft", "Operator A", "Listeria"),
        )
        self.assertIn(
            theirs.activity_ids.user_id, self.company_b.user_ids | self.coordinator_b
        )
        mine = theirs.with_user(self.stock_b)
        mine.action_start()
        self.assertEqual(mine.sudo().recipient_ids.partner_id, self.families[1])

    def test_what_the_other_operator_only_prepared_is_lifted_with_it(self):
        recall, theirs = self._recall()
        recall.action_lift()
        self.assertEqual(theirs.state, "lifted")
        self.assertFalse(theirs.activity_ids)
        self.assertIn("Operator A lifted", theirs.message_ids[0].body)
        with self.assertRaises(UserError):
            theirs.with_user(self.stock_b).action_start()
        self.assertFalse(theirs.sudo().recipient_ids)

    def test_what_the_other_operator_recalled_it_lifts_itself(self):
        recall, theirs = self._recall()
        theirs.with_user(self.stock_b).action_start()
        recall.action_lift()
        self.assertEqual(theirs.state, "started")
        self.assertTrue(
            theirs.activity_ids.filtered(lambda one: "lifted" in one.summary)
        )
