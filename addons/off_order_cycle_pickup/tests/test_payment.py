from odoo import fields
from odoo.tests import tagged

from .common import PickupCommon


@tagged("post_install", "-at_install")
class TestPayment(PickupCommon):
    def _pay(self, amount, household=None, user=None, **values):
        values.setdefault("journal", self.cash)
        household = household or self.durands
        return self._act("pay", user, household=household, amount=amount, **values)

    def _payments(self):
        return self.env["account.payment"].search([("off_slot_id", "=", self.slot.id)])

    def _settle(self):
        self._close()
        line = self._line(self.order_2)
        line.off_allocation_ids.filtered(lambda one: not one.weight).weight = 1.5
        self.cycle.action_settle()

    def test_a_payment_is_odoo_s_and_tied_to_its_order(self):
        self.assertIsNone(self._pay(8.5, self.families[1]))
        payment = self._payments()
        self.assertEqual(payment.off_order_id, self.order_1)
        self.assertEqual(payment.partner_id, self.families[1])
        self.assertEqual(payment.journal_id, self.cash)
        self.assertEqual(payment.off_received_by_id, self.lea)
        self.assertIn(payment.state, ("in_process", "paid"))
        self.assertEqual(payment.amount, 8.5)
        self.assertEqual(self._due(self.families[1]), 0)

    def test_what_a_household_pays_is_spread_the_oldest_first(self):
        self.assertIsNone(self._pay(7))
        payments = self._payments().sorted("id")
        self.assertEqual(payments.off_order_id, self.order_ann | self.order_bob)
        self.assertEqual(payments.mapped("amount"), [5, 2])
        self.assertEqual(payments.partner_id, self.durands)
        self.assertEqual(self._due(self.durands), 3)
        row = self._household(self.durands)["payments"]
        self.assertEqual([one["amount"] for one in row], [7])

    def test_it_is_never_taken_twice(self):
        for _again in range(3):
            self.assertIsNone(self._pay(10, key="one-payment"))
        self.assertEqual(sum(self._payments().mapped("amount")), 10)

    def test_two_volunteers_are_told_of_each_other(self):
        self.assertIsNone(self._pay(10))
        code, text = self._pay(10, user=self.ali)
        self.assertEqual(code, "paid")
        self.assertIn("Lea took", text)
        self.assertEqual(self._due(self.durands), 0)
        # It was paid all the same: nothing is lost.
        self.assertIsNone(self._pay(10, user=self.ali, more=True))
        self.assertEqual(self._due(self.durands), -10)

    def test_what_was_due_on_the_phone_is_taken_and_the_rest_is_a_credit(self):
        """Two leeks were paid offline, before somebody else saw that one is missing."""
        line = self._line(self.order_1, self.leeks)
        self._do(
            "short",
            self.ali,
            order=self.order_1,
            line=line,
            quantity=1,
            reason="missing",
        )
        self.assertEqual(self._pay(8.5, self.families[1])[0], "paid")
        self.assertIsNone(self._pay(8.5, self.families[1], seen=8.5))
        self.assertEqual(self._due(self.families[1]), -3)

    def test_what_was_paid_too_much_is_given_back(self):
        self.assertIsNone(self._pay(8.5, self.families[1]))
        line = self._line(self.order_1, self.leeks)
        self._do("short", order=self.order_1, line=line, quantity=1, reason="missing")
        self.assertEqual(self._due(self.families[1]), -3)
        self.assertEqual(self._pay(3.01, self.families[1], back=True)[0], "wrong")
        self.assertEqual(self._pay(1, back=True)[0], "wrong")
        self.assertIsNone(self._pay(3, self.families[1], back=True))
        self.assertEqual(self._due(self.families[1]), 0)
        till = {
            one["name"]: one["expected"] for one in self._read(self.manager)["till"]
        }
        self.assertEqual(till["Till"], 5.5)
        self._settle()
        self.assertEqual(self.order_1.invoice_ids.amount_residual, 0)
        lines = self._payments().move_id.line_ids
        receivable = lines.filtered(lambda one: one.account_type == "asset_receivable")
        self.assertEqual(receivable.mapped("reconciled"), [True, True])

    def test_a_payment_is_undone_by_who_took_it_or_the_hub(self):
        self.assertIsNone(self._pay(10, key="lea-s-payment"))
        refused = self._act(
            "unpay", self.ali, household=self.durands, by="lea-s-payment"
        )
        self.assertEqual(refused[0], "changed")
        self._do("unpay", household=self.durands, by="lea-s-payment")
        self.assertEqual(set(self._payments().mapped("state")), {"canceled"})
        self.assertEqual(self._due(self.durands), 10)
        self._do("unpay", household=self.durands, by="lea-s-payment")
        self.assertIsNone(self._pay(10, key="lea-s-second"))
        self._do("unpay", self.manager, household=self.durands, by="lea-s-second")
        self.assertEqual(self._due(self.durands), 10)

    def test_only_by_the_means_that_the_hub_takes(self):
        other = self.card.copy({"name": "Savings", "code": "SAV9"})
        for journal in (other, self.env["account.journal"]):
            self.assertEqual(self._pay(5, journal=journal.id)[0], "wrong")
        for amount in (0, -1, "x", 1.001, None, 10**9):
            self.assertEqual(self._pay(amount)[0], "wrong")
        self.assertEqual(self._pay(5, self.families[0])[0], "gone")
        self.assertFalse(self._payments())

    def test_the_invoice_is_paid_by_it_to_the_cent(self):
        self.assertIsNone(self._pay(10))
        self.assertIsNone(self._pay(8.5, self.families[1], journal=self.card))
        self._do("collect", order=self.order_1)
        self._settle()
        for orders, due in (
            (self.order_ann | self.order_bob, 0),
            (self.order_1, 0),
            (self.order_2, 12),
        ):
            invoices = orders.invoice_ids
            self.assertEqual(invoices.mapped("state"), ["posted"] * len(invoices))
            self.assertEqual(sum(invoices.mapped("amount_residual")), due)
        self.assertEqual(self._due(self.families[2]), 12)
        self.assertEqual(self._due(self.durands), 0)

    def test_what_is_due_is_what_the_invoice_will_ask(self):
        """Goods that came short, weights and two taxes of the same line."""
        line = self._line(self.order_1, self.leeks)
        self._do("short", order=self.order_1, line=line, quantity=1, reason="damaged")
        self._do(
            "weigh", order=self.order_2, line=self._line(self.order_2), weight=1.333
        )
        dues = self.orders._off_get_dues()
        self._settle()
        for order in self.orders:
            lines = order.order_line.invoice_lines
            self.assertAlmostEqual(sum(lines.mapped("price_total")), dues[order])
        after = self.orders._off_get_dues()
        for order in self.orders:
            self.assertAlmostEqual(after[order], dues[order])

    def test_what_was_owed_before_is_paid_first(self):
        self._do("collect", order=self.order_1)
        self._settle()
        old_slot = self.slot
        later = self.cycle.copy(
            {
                "name": "Second week",
                "date_open": fields.Datetime.now(),
                "date_close": fields.Datetime.add(fields.Datetime.now(), days=1),
            }
        )
        later.slot_ids.unlink()
        slot = old_slot.copy(
            {
                "exchange_id": later.outgoing_ids.id,
                "date_start": fields.Datetime.add(old_slot.date_start, minutes=5),
                "date_end": fields.Datetime.add(old_slot.date_end, minutes=5),
            }
        )
        self.patch(type(self), "slot", slot)
        self.patch(type(self), "exchange", later.outgoing_ids)
        self.patch(type(self), "cycle", later)
        later.action_open()
        order = self._create_order({self.leeks: 1}, self.families[1])
        self._sign_up(self._get_shift(self.duty_out), self.lea.partner_id)
        later.action_close()
        self._receive()
        later.action_allocate()
        later.action_distribute()
        row = self._household(self.families[1])
        self.assertEqual((row["due"], row["before"]), (11.5, 8.5))
        self.assertIsNone(self._pay(9, self.families[1]))
        self.assertEqual(
            {one.off_order_id: one.amount for one in self._payments()},
            {self.order_1: 8.5, order: 0.5},
        )
        self.assertEqual(self.order_1.invoice_ids.amount_residual, 0)
        row = self._household(self.families[1])
        self.assertEqual((row["due"], row["before"]), (2.5, 0))
