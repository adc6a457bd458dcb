from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PickupCommon


@tagged("post_install", "-at_install")
class TestClosing(PickupCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.food_bank = cls.env["res.partner"].create({"name": "Food bank"})
        cls.hub_a.pickup_donee_id = cls.food_bank
        cls.lot = cls.order_2.order_line.off_allocation_ids.lot_id

    def _states(self):
        return [self._handover(order).state for order in self.orders]

    def _scraps(self):
        return self.env["stock.scrap"].search([("company_id", "=", self.company_a.id)])

    def _donations(self):
        return self.cycle.picking_ids.filtered(
            lambda one: one.partner_id == self.food_bank
        )

    def test_who_did_not_come_is_charged_kept_or_not_charged(self):
        self._do("collect", order=self.order_ann)
        pickup = self._close(
            absent={
                str(self.order_bob.id): ["charge"],
                str(self.order_1.id): ["keep", "2040-01-02"],
                str(self.order_2.id): ["cancel"],
            }
        )
        self.assertEqual(self._states(), ["collected", "charged", "kept", "cancelled"])
        self.assertEqual(str(self._handover(self.order_1).keep_until), "2040-01-02")
        self.assertIn("Closed by pickup_manager", pickup["closed"])
        self.assertEqual(self._due(self.families[2]), 0)
        self.assertEqual(self._due(self.durands), 10)
        self.assertEqual(self._stock(self.chicken, self.lot), 1)
        self._check_goods()

    def test_the_hub_s_policy_holds_where_nothing_is_chosen(self):
        self.hub_a.write({"pickup_no_show": "cancel", "pickup_left": "return"})
        self._close()
        self.assertEqual(set(self._states()), {"cancelled"})
        self.assertEqual(self._stock(self.product), 5)
        self.assertEqual(self._stock(self.leeks), 2)
        self._check_goods()
        self.cycle.action_settle()
        self.assertFalse(self.orders.invoice_ids)

    def test_goods_that_come_back_do_so_by_one_return(self):
        self.hub_a.pickup_no_show = "cancel"
        self._close()
        back = self.cycle.picking_ids.filtered("return_id")
        self.assertEqual(len(back), 1)
        self.assertEqual(back.state, "done")
        self.assertEqual(back.return_id.off_pickup_point_id, self.point)
        for move in back.move_ids:
            self.assertEqual(move.origin_returned_move_id.product_id, move.product_id)
        value = sum(back.move_ids.mapped("value"))
        self.assertAlmostEqual(value, sum(back.return_id.move_ids.mapped("value")))

    def test_left_overs_are_donated_lost_or_kept_in_stock(self):
        line = self._line(self.order_1, self.leeks)
        self._do("short", order=self.order_1, line=line, quantity=1, reason="damaged")
        line = self._line(self.order_ann)
        self._do("short", order=self.order_ann, line=line, quantity=1, reason="missing")
        self._do("short", order=self.order_ann, line=line, quantity=1, reason="left")
        self._do("collect", order=self.order_1)
        self._close(
            absent={
                str(self.order_ann.id): ["cancel"],
                str(self.order_bob.id): ["cancel"],
                str(self.order_2.id): ["cancel"],
            },
            left={
                f"{self.product.id}:left": "donate",
                f"{self.product.id}:missing": "return",
                f"{self.chicken.id}:left": "loss",
            },
        )
        donation = self._donations()
        self.assertEqual(donation.state, "done")
        self.assertEqual(donation.move_ids.product_id, self.product)
        self.assertEqual(donation.move_ids.quantity, 3)
        self.assertIn("Town hall", donation.origin)
        self.assertEqual(
            {
                (one.product_id, one.lot_id, one.scrap_qty, one.state): one
                for one in self._scraps()
            }.keys(),
            {
                (self.leeks, self.env["stock.lot"], 1, "done"),
                (self.chicken, self.lot, 1, "done"),
            },
        )
        reasons = {
            one.product_id: one.scrap_reason_tag_ids.name for one in self._scraps()
        }
        self.assertEqual(reasons[self.leeks], "Damaged at a pickup")
        self.assertEqual(self._stock(self.product), 1)
        self.assertEqual(self._stock(self.leeks), 0)
        self.assertEqual(self._stock(self.chicken), 0)
        self._check_goods()

    def test_weights_prices_and_invoices_agree_afterwards(self):
        self._do("weigh", order=self.order_2, line=self._line(self.order_2), weight=1.6)
        self._do("give_up", self.manager, order=self.order_2)
        self._do("sell", order=self.order_1, product=self.chicken, quantity=1)
        line = self._line(self.order_1, self.leeks)
        self._do("short", order=self.order_1, line=line, quantity=1, reason="damaged")
        for order in (self.order_ann, self.order_bob, self.order_1):
            self._do("collect", order=order)
        due = self._due(self.families[1])
        self.assertEqual(due, 2.5 + 3.0 + 12.8)
        self._close()
        self._check_goods()
        self.cycle.action_settle()
        self.assertEqual(self.order_1.invoice_ids.amount_total, due)
        self.assertFalse(self.order_2.invoice_ids)
        durands = (self.order_ann | self.order_bob).invoice_ids
        self.assertEqual(sum(durands.mapped("amount_total")), 10)

    def test_what_is_kept_is_handed_over_later_or_closed_again(self):
        for order in (self.order_ann, self.order_bob):
            self._do("collect", order=order)
        self._close(
            absent={str(one.id): ["keep"] for one in (self.order_1, self.order_2)}
        )
        self._do("collect", self.manager, order=self.order_1)
        self._refuse("closed", "uncollect", self.manager, order=self.order_ann)
        self._close(absent={str(self.order_2.id): ["cancel"]})
        self.assertEqual(
            self._states(), ["collected", "collected", "collected", "cancelled"]
        )
        self.assertEqual(self._stock(self.chicken), 1)
        self._check_goods()

    def test_what_comes_after_closing_is_told_and_money_is_kept(self):
        self._close()
        text = self._refuse("changed", "collect", order=self.order_1)
        self.assertIn("charged without being collected", text)
        line = self._line(self.order_1, self.leeks)
        self._refuse(
            "closed", "short", order=self.order_1, line=line, quantity=1, reason="left"
        )
        self._do("pay", household=self.families[1], journal=self.cash, amount=8.5)
        self.assertEqual(self._due(self.families[1]), 0)

    def test_closing_twice_with_one_key_is_closing_once(self):
        self.hub_a.pickup_no_show = "cancel"
        for _again in range(2):
            self._close(key="closing-once")
        self.assertEqual(len(self.cycle.picking_ids.filtered("return_id")), 1)
        counts = self.env["off.pickup.count"].search([("slot_id", "=", self.slot.id)])
        self.assertFalse(counts)

    def test_the_till_is_counted(self):
        self._do("pay", household=self.durands, journal=self.cash, amount=10)
        self._do("pay", household=self.families[1], journal=self.card, amount=8.5)
        till = {
            one["journal"]: one["expected"] for one in self._read(self.manager)["till"]
        }
        self.assertEqual(till, {self.cash.id: 10, self.card.id: 8.5})
        self._close(counts={str(self.cash.id): ["9.50", "A coin fell down"]})
        counts = self.slot.sudo().pickup_count_ids
        rows = {
            one.journal_id: (one.expected, one.counted, one.difference)
            for one in counts
        }
        self.assertEqual(rows, {self.cash: (10, 9.5, -0.5), self.card: (8.5, 8.5, 0)})
        self.assertIn("A coin fell down", counts.mapped("note"))
        till = {
            one["journal"]: one["expected"] for one in self._read(self.manager)["till"]
        }
        self.assertEqual(till, {self.cash.id: 0, self.card.id: 0})

    def test_nothing_is_billed_before_a_pickup_that_was_begun_is_closed(self):
        self._do("collect", order=self.order_1)
        self.cycle.action_keep_estimates()
        with self.assertRaisesRegex(UserError, "not closed yet: Town hall"):
            self.cycle.action_settle()
        self._close()
        self.cycle.action_settle()
        self.assertEqual(self.cycle.state, "settled")

    def test_a_hub_without_phones_settles_as_ever(self):
        self.cycle.action_keep_estimates()
        self.cycle.action_settle()
        self.assertEqual(self.cycle.state, "settled")

    def test_what_is_invoiced_is_charged_or_kept(self):
        self.cycle.action_keep_estimates()
        self.cycle.action_settle()
        with self.assertRaisesRegex(UserError, "is invoiced"):
            self._close(absent={str(self.order_1.id): ["cancel"]})
        self._close(absent={str(self.order_1.id): ["charge"]})

    def test_what_cannot_be_read_closes_nothing(self):
        for choices in (
            {"absent": {str(self.order_1.id): ["burn"]}},
            {"absent": {str(self.order_1.id): ["keep", "tomorrow"]}},
            {"absent": {str(self.order_1.id): ["keep", "2020-01-02"]}},
            {"counts": {str(self.cash.id): ["lots", ""]}},
        ):
            with self.subTest(**choices), self.assertRaises(UserError):
                self._close(**choices)
        self._do("give_up", self.manager, order=self.order_1)
        with self.assertRaises(UserError):
            self._close(left={f"{self.leeks.id}:left": "eat"})
        self.hub_a.pickup_donee_id = False
        with self.assertRaisesRegex(UserError, "to whom left-overs are donated"):
            self._close(left={f"{self.leeks.id}:left": "donate"})

    def test_who_manages_the_hub_closes(self):
        clerk = self._create_user(
            "pickup_clerk", self.company_a, "off_hub_network.group_user"
        )
        for user in (self.lea, clerk):
            with self.assertRaises(AccessError):
                self._close(user)
        self.assertFalse(self.slot.date_pickup_closed)
