from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.off_order_cycle_pickup.tests.common import PickupCommon


@tagged("post_install", "-at_install")
class TestTill(PickupCommon):
    """The town hall has a till with a float of 50.00. Household 1 owes 8.50."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.point.with_user(cls.manager).action_give_till()
        cls.till = cls.point.till_journal_id
        cls.point.till_float = 50
        cls._move(cls.manager, "float", 50)

    @classmethod
    def _move(cls, user, kind, amount=None, **vals):
        wizard = cls.env["off.till.move"].with_user(user)
        wizard = wizard.with_company(cls.company_a).create(
            {
                "point_id": cls.point.id,
                "kind": kind,
                **({} if amount is None else {"amount": amount}),
                **vals,
            }
        )
        wizard.action_book()
        return wizard

    def _count(self, counted, note="", user=None):
        wizard = (
            self.env["off.till.count"]
            .with_user(user or self.manager)
            .create({"point_id": self.point.id, "counted": counted, "note": note})
        )
        wizard.action_count()

    def _take(self, amount):
        self._do(
            "pay",
            household=self.families[1],
            amount=str(amount),
            seen=str(amount),
            journal=self.till,
            at=fields.Datetime.now().isoformat(),
        )

    def _get_balance(self):
        self.point.invalidate_recordset()
        return self.point.till_balance

    def test_the_ledger_is_what_lies_there(self):
        self.assertEqual(self._get_balance(), 50)
        self._take(8.5)
        self.assertEqual(self._get_balance(), 58.5)
        self.assertEqual(self.point.till_surplus, 8.5)
        self._move(self.manager, "deposit", reference="Slip 1")
        self.assertEqual(self._get_balance(), 50)
        transfers = self.company_a.transfer_account_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", transfers.id), ("journal_id", "=", self.till.id)]
        )
        # 50.00 came from there, 8.50 are on their way to the bank
        self.assertEqual(sum(lines.mapped("balance")), -41.5)

    def test_the_points_till_stands_for_cash(self):
        journals = self.slot._off_get_journals()
        self.assertIn(self.till, journals)
        self.assertNotIn(self.cash, journals)
        self.assertIn(self.card, journals)
        other = self.point.copy({"name": "Market"})
        self.assertFalse(other.till_journal_id)

    def test_what_is_counted_is_all_that_lies_there(self):
        self._take(8.5)
        till = self._read(self.manager)["till"]
        by_journal = {row["journal"]: row["expected"] for row in till}
        self.assertEqual(by_journal[self.till.id], 58.5)

    def test_a_difference_is_booked_with_its_reason(self):
        self._take(8.5)
        with self.assertRaises(UserError) as caught:
            self._count(57)
        self.assertIn("Say why", str(caught.exception))
        self.assertEqual(self._get_balance(), 58.5)
        self._count(57, "Wrong change")
        self.assertEqual(self._get_balance(), 57)
        count = self.point.till_count_id
        self.assertEqual((count.expected, count.counted), (58.5, 57))
        self.assertEqual(count.difference, -1.5)
        loss = count.move_id.line_ids - count.move_id.line_ids.filtered(
            lambda one: one.account_id == self.till.default_account_id
        )
        self.assertEqual(loss.account_id, self.till.loss_account_id)
        self.assertEqual(loss.balance, 1.5)
        self._count(60, "Found under the drawer")
        self.assertEqual(self._get_balance(), 60)
        self.assertEqual(
            -self.point.till_count_id.move_id.line_ids.filtered(
                lambda one: one.account_id == self.till.profit_account_id
            ).balance,
            3,
        )
        self._count(60)
        self.point.invalidate_recordset()
        self.assertFalse(self.point.till_count_id.move_id)

    def test_notes_and_coins_make_the_sum(self):
        action = self.point.with_user(self.manager).action_count_till()
        form = Form(
            self.env["off.till.count"]
            .with_user(self.manager)
            .with_context(**action["context"])
        )
        with form.line_ids.edit(4) as line:
            self.assertEqual(line.value, 20)
            line.number = 2
        with form.line_ids.edit(5) as line:
            line.number = 1
        self.assertEqual(form.counted, 50)
        self.assertEqual(form.difference, 0)
        form.save().action_count()
        self.assertEqual(self.point.till_count_id.counted, 50)

    def test_no_more_is_brought_away_than_lies_there(self):
        with self.assertRaisesRegex(UserError, "Only"):
            self._move(self.manager, "deposit", 51)
        with self.assertRaisesRegex(UserError, "above zero"):
            self._move(self.manager, "deposit", 0)
        with self.assertRaisesRegex(UserError, "still to come"):
            self._move(self.manager, "deposit", 1, date="2999-01-01")
        self.assertEqual(self._get_balance(), 50)

    def test_closing_a_pickup_counts_its_till(self):
        self._take(8.5)
        with self.assertRaises(UserError):
            self._close(counts={str(self.till.id): ["58", ""]})
        self._close(counts={str(self.till.id): ["58", "A coin fell"]})
        self.assertEqual(self._get_balance(), 58)
        self.assertEqual(self.point.till_count_id.slot_id, self.slot)

    def test_others_do_not_touch_it(self):
        for user in (self.stranger, self.lea):
            with self.assertRaises(AccessError):
                self._move(user, "deposit", 1)
            with self.assertRaises(AccessError):
                self._count(1, "mine", user)
            with self.assertRaises(AccessError):
                self.point.with_user(user).action_deposit()
        # nor read what lies there, through a window of their own
        window = self.env["off.till.move"].with_user(self.stranger)
        self.env.invalidate_all()
        told = window.with_company(self.company_b).new({"point_id": self.point.id})
        self.assertEqual(told.balance, 0)
        self.env.invalidate_all()
        self.assertEqual(self._get_balance(), 50)

    def test_a_till_is_one_points_and_one_operators(self):
        other = self.point.copy({"name": "Market"})
        with self.assertRaises(ValidationError):
            # its payments wait on another account
            other.till_journal_id = self.cash
        bank = self.card
        with self.assertRaises(ValidationError):
            other.till_journal_id = bank
