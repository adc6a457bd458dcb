from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import DepositCommon


@tagged("post_install", "-at_install")
class TestDepositReturns(DepositCommon):
    """What comes back is refunded at what was paid for it, and no more than is out."""

    def _settle(self, jars, partner=None):
        order = self._create_order({self.product: jars}, partner)
        self._hand_over()
        self.cycle.action_settle()
        return order

    def test_what_comes_back_is_given_back_by_a_credit_note(self):
        family = self.families[0]
        order = self._settle(3)
        rows = self._take_back(family, jar=2)
        self.assertEqual(rows.amount, 1.0)
        self.assertEqual(rows.move_id.move_type, "out_refund")
        self.assertEqual(rows.move_id.state, "posted")
        self.assertEqual(rows.move_id.amount_total, 1.0)
        self.assertEqual(self._get_balance(family), 0.5)
        # It is not invoiced again.
        self.assertEqual(order.invoice_status, "invoiced")

    def test_no_more_comes_back_than_is_out(self):
        self._settle(3)
        with self.assertRaisesRegex(UserError, "3 × Jar"):
            self._take_back(self.families[0], jar=4)
        with self.assertRaisesRegex(UserError, "0 × Bottle"):
            self._take_back(self.families[0], jar=1, bottle=1)
        with self.assertRaisesRegex(UserError, "0 × Jar"):
            self._take_back(self.families[1], jar=1)
        self.assertFalse(
            self.env["off.deposit.return"].search(
                [("partner_id", "in", self.families.ids)]
            )
        )
        self._take_back(self.families[0], jar=2)
        with self.assertRaisesRegex(UserError, "1 × Jar"):
            self._take_back(self.families[0], jar=2)
        with self.assertRaises(UserError):
            self._take_back(self.families[0], jar=-1)

    def test_two_who_take_the_same_back_do_not_both_succeed(self):
        self._settle(2)
        line = self.env["off.deposit.return"]._get_out_lines(
            self.company_a, self.families[0]
        )
        with self.assertRaisesRegex(UserError, "Somebody else"):
            # As if the other had come between reading and counting.
            self.env["off.deposit.return"]._draw([(line, 3)])

    def test_the_oldest_deposit_is_given_back_first(self):
        family = self.families[0]
        self._settle(2)
        self.jar.off_deposit = 0.8
        self._begin_again()
        self._settle(2)
        rows = self._take_back(family, jar=3)
        self.assertEqual(
            sorted(zip(rows.mapped("quantity"), rows.mapped("price"), strict=True)),
            [(1, 0.8), (2, 0.5)],
        )
        self.assertEqual(len(rows.move_id), 1)
        self.assertEqual(rows.move_id.amount_total, 1.8)
        self.assertEqual(self._get_balance(family), 0.8)

    def test_a_household_is_one_whoever_of_it_ordered(self):
        family = self.families[0]
        child = self.env["res.partner"].create(
            {"name": "Grandfather", "parent_id": family.id}
        )
        self._settle(1, child)
        rows = self._take_back(family, jar=1)
        self.assertEqual(rows.partner_id, family)

    def test_the_next_invoice_takes_the_credit_up(self):
        family = self.families[0]
        self._settle(4)
        self._take_back(family, jar=4)
        self._begin_again()
        order = self._settle(2)
        invoice = order.invoice_ids
        self.assertEqual(invoice.amount_total, 6.0)
        self.assertEqual(invoice.amount_residual, 4.0)

    def test_the_report_agrees_with_the_ledger(self):
        family, other = self.families[:2]
        self._create_order({self.leeks: 1}, other)
        self._settle(3)
        self._take_back(family, jar=1)
        report = self._read_report()
        self.assertEqual(report[family, self.jar], (2, 1.0, 0.0, 1.0, 0.0))
        self.assertEqual(report[other, self.bottle], (2, 0.4, 0.0, 0.4, 0.0))
        self.assertEqual(
            round(sum(row[3] for row in report.values()), 2), self._get_balance()
        )

    def test_what_is_handed_over_and_not_invoiced_is_out(self):
        family = self.families[0]
        self._create_order({self.product: 3})
        self._hand_over()
        self.assertEqual(self._read_report()[family, self.jar], (3, 1.5, 1.5, 0.0, 0.0))
        # Emptied on the spot.
        self._take_back(family, jar=1)
        self.assertEqual(
            self._read_report()[family, self.jar], (2, 1.0, 1.5, -0.5, 0.0)
        )
        self.cycle.action_settle()
        self.assertEqual(self._read_report()[family, self.jar], (2, 1.0, 0.0, 1.0, 0.0))

    def test_a_mistake_is_undone_once(self):
        family = self.families[0]
        self._settle(3)
        rows = self._take_back(family, jar=2)
        rows.with_user(self.manager).action_undo()
        self.assertTrue(rows.is_undone)
        self.assertEqual(self._get_balance(family), 1.5)
        self.assertEqual(self._read_report()[family, self.jar], (3, 1.5, 0.0, 1.5, 0.0))
        with self.assertRaisesRegex(UserError, "already"):
            rows.with_user(self.manager).action_undo()
        self._take_back(family, jar=3)

    def test_a_manager_takes_back_in_a_form(self):
        family = self.families[0]
        self._settle(2)
        form = Form(
            self.env["off.deposit.taking"]
            .with_user(self.manager)
            .with_company(self.company_a)
        )
        form.partner_id = family
        with form.line_ids.edit(0) as line:
            self.assertEqual((line.product_id, line.out_qty), (self.jar, 2))
            line.quantity = 2
        form.save().action_take_back()
        self.assertEqual(self._get_balance(family), 0.0)
        row = self.env["off.deposit.return"].search([("partner_id", "=", family.id)])
        self.assertEqual(row.user_id, self.manager)

    def test_others_take_nothing_back(self):
        family = self.families[0]
        self._settle(2)
        rows = self._take_back(family, jar=1)
        clerk = self._create_staff("deposit_clerk", "base.group_user")
        Taking = self.env["off.deposit.taking"]
        for user in (clerk, self.coordinator_b):
            with self.assertRaises(AccessError):
                rows.with_user(user).action_undo()
        with self.assertRaises(AccessError):
            Taking.with_user(clerk).create({"partner_id": family.id})
        with self.assertRaises(AccessError):
            self.env["off.deposit.return"].with_user(self.manager).create(
                {"sale_line_id": rows.sale_line_id.id, "quantity": 1, "price": 9}
            )
        with self.assertRaises(UserError):
            rows.sale_line_id.with_user(self.manager).off_returned_qty = 0
        self.assertFalse(
            self.env["off.deposit.balance"]
            .with_user(self.coordinator_b)
            .search([("company_id", "=", self.company_a.id)])
        )

    def test_another_operators_containers_are_not_taken_back(self):
        self._settle(2)
        taking = (
            self.env["off.deposit.taking"]
            .with_user(self.coordinator_b)
            .create(
                {
                    "partner_id": self.coordinator_b.partner_id.id,
                    "company_id": self.company_a.id,
                    "line_ids": [(0, 0, {"product_id": self.jar.id, "quantity": 1})],
                }
            )
        )
        with self.assertRaises(UserError):
            taking.action_take_back()
