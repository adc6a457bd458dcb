from datetime import timedelta

from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import StatementCommon


@tagged("post_install", "-at_install")
class TestCycleStatement(StatementCommon):
    """A carrot costs its operator 2.50; the first sale brought three."""

    def setUp(self):
        super().setUp()
        self.first = self.cycle

    def _sell_again(self, quantity=2):
        """Another sale, of which so many carrots came."""
        cls = type(self)
        for name in ("cycle", "exchange", "orders"):
            self.addCleanup(setattr, cls, name, getattr(cls, name))
        cls.cycle = self.cycle = self._create_cycle()
        cls.exchange = self.exchange = self.cycle.outgoing_ids
        self.cycle.action_open()
        self._create_order({self.product: quantity})
        self._hand_over()
        self.cycle.action_settle()
        return self.cycle

    def _bill_together(self, *cycles):
        """One bill of these sales, with 1.00 of transport that is of none."""
        orders = self.env["purchase.order"].union(*(one.purchase_ids for one in cycles))
        orders.invoice_ids.unlink()
        orders.action_create_invoice()
        bill = orders.invoice_ids
        self.assertEqual(len(bill), 1)
        bill.write(
            {
                "invoice_date": bill.date,
                "invoice_line_ids": [
                    Command.create({"name": "Transport", "price_unit": 1.0})
                ],
            }
        )
        bill.action_post()
        return bill

    def _get(self, *cycles, producer=None):
        found = self.env["off.statement"]._get_cycle_statements(
            self.company_a,
            self.env["off.order.cycle"].union(*cycles or (self.cycle,)),
            producer,
        )
        return {cycle: one for (cycle, _producer), one in found.items()}

    def _get_owed(self):
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company_a.id),
                ("account_id.account_type", "=", "liability_payable"),
                ("parent_state", "=", "posted"),
                ("partner_id", "=", self.producer.id),
            ]
        )
        return -sum(lines.mapped("balance"))

    def _pay_bill(self, bill, amount):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        ).create({"amount": amount})._create_payments()

    def _check_sum(self, told, paid):
        total = {
            name: sum(one[name] for one in told.values())
            for name in ("billed", "open", "paid")
        }
        self.assertAlmostEqual(total["open"], self._get_owed())
        self.assertAlmostEqual(total["billed"], self._get_owed() + paid)
        self.assertAlmostEqual(total["paid"], paid)

    def test_a_bill_of_two_sales_is_shared_and_the_sum_is_the_ledger(self):
        self._settle_drafts()
        second = self._sell_again(2)
        bill = self._bill_together(self.first, second)
        told = self._get(self.first, second)
        # 7.50 and 5.00 with 1.00 of transport, in proportion
        self.assertEqual(bill.amount_total, 13.5)
        self.assertEqual(
            [told[self.first]["billed"], told[second]["billed"]], [8.1, 5.4]
        )
        self._check_sum(told, paid=0)
        (document,) = told[second]["documents"]
        self.assertTrue(document["others"])
        self.assertEqual((document["amount"], document["total"]), (5.4, 13.5))
        self._pay_bill(bill, 1.5)
        told = self._get(self.first, second)
        self.assertEqual([told[self.first]["open"], told[second]["open"]], [7.2, 4.8])
        self._check_sum(told, paid=1.5)
        self._pay_bill(bill, 0.33)
        self._check_sum(self._get(self.first, second), paid=1.83)
        refund = bill._reverse_moves([{"invoice_date": bill.date}])
        goods = refund.invoice_line_ids.filtered("purchase_line_id")
        (refund.invoice_line_ids - goods[0]).unlink()
        goods[0].quantity = 1
        refund.action_post()
        self._check_sum(self._get(self.first, second), paid=1.83)
        of = goods[0].purchase_line_id.order_id.off_cycle_id
        told = self._get(self.first, second)
        self.assertEqual(
            {cycle: len(one["documents"]) for cycle, one in told.items()},
            {self.first: 1, second: 1} | {of: 2},
        )

    def _settle_drafts(self):
        self._hand_over()
        self.cycle.action_settle()

    def test_cents_are_shared_so_that_nothing_is_lost(self):
        self._settle_drafts()
        second, third = self._sell_again(3), self._sell_again(3)
        bill = self._bill_together(self.first, second, third)
        shares = bill._off_get_cycle_shares()[bill]
        # a third of 23.50 each
        self.assertEqual(sorted(shares.values()), [-7.84, -7.83, -7.83])
        self._pay_bill(bill, 0.02)
        still = bill._off_share_open(shares)
        self.assertAlmostEqual(sum(still.values()), -23.48)
        self.assertEqual(
            [round(one, 2) for one in still.values()], list(still.values())
        )

    def test_another_order_than_of_sales_has_its_own_part(self):
        self._settle_drafts()
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.producer.id,
                "company_id": self.company_a.id,
                "order_line": [
                    Command.create({"product_id": self.leeks.id, "price_unit": 4.0})
                ],
            }
        )
        order.button_confirm()
        bill = self._bill_together(self.first)
        bill.button_draft()
        bill.invoice_line_ids.filtered(lambda one: not one.product_id).unlink()
        bill.invoice_line_ids = [
            Command.create({"purchase_line_id": order.order_line.id, "price_unit": 4.0})
        ]
        bill.action_post()
        (told,) = self._get().values()
        self.assertEqual(told["billed"], 7.5)
        self.assertTrue(told["documents"][0]["others"])

    def test_of_a_document_without_orders_nothing_is_shared(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.producer.id,
                "company_id": self.company_a.id,
                "invoice_line_ids": [
                    Command.create({"name": "Rent", "price_unit": 9.0})
                ],
            }
        )
        self.assertEqual(bill._off_get_cycle_shares(), {bill: {}})

    # -- amounts of lines --------------------------------------------------------------
    def test_what_is_billed_in_part_counts_in_full(self):
        bill = self._settle()
        bill.button_draft()
        bill.invoice_line_ids.quantity = 1
        bill.invoice_line_ids.price_unit = 1.5
        bill.action_post()
        (told,) = self._get().values()
        # one as billed, two at the price of the order
        self.assertEqual(told["goods"], 6.5)
        waiting = self.env["off.statement"]._get_unbilled_purchases(
            self.company_a, self.producer
        )
        self.assertEqual(waiting[self.producer], [(self.cycle.purchase_ids, 5)])

    def test_a_refund_does_not_have_goods_billed_again(self):
        bill = self._settle()
        refund = bill._reverse_moves([{"invoice_date": bill.date}])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        statements = self.env["off.statement"]
        partners = (self.company_a, self.producer)
        self.assertFalse(statements._get_unbilled_purchases(*partners))
        (told,) = self._get().values()
        self.assertEqual((told["goods"], told["billed"]), (5, 5))

    def test_a_bill_that_was_taken_back_as_a_whole_is_still_to_come(self):
        bill = self._settle()
        bill._reverse_moves([{"invoice_date": bill.date}], cancel=True)
        self.assertEqual(bill.payment_state, "reversed")
        (told,) = self._get().values()
        self.assertEqual((told["goods"], told["billed"]), (7.5, 0))

    def test_what_was_weighed_and_not_billed_counts_by_weight(self):
        self._settle_drafts()
        self.cycle.purchase_ids.invoice_ids.unlink()
        line = self.cycle.purchase_ids.order_line
        line.write({"off_unit_weight": 0.5, "off_weight": 1.8})
        (told,) = self._get().values()
        (row,) = told["lines"]
        # 3 of 0.5 kg at 2.50, which weigh 1.8 kg
        self.assertEqual((row["amount"], row["weight"]), (9, 1.8))
        self.assertEqual(row["price"], 3)
        self.cycle.purchase_ids.action_create_invoice()
        bill = self.cycle.purchase_ids.invoice_ids
        bill.invoice_date = bill.date
        bill.action_post()
        (told,) = self._get().values()
        self.assertEqual((told["goods"], told["billed"]), (9, 9))

    def test_what_came_without_being_ordered_has_its_price(self):
        self._settle_drafts()
        self.cycle.purchase_ids.invoice_ids.unlink()
        line = self.cycle.purchase_ids.order_line
        line.product_qty = 0
        self.assertEqual(line.qty_received, 3)
        (told,) = self._get().values()
        self.assertEqual(told["goods"], 7.5)
        self.assertEqual(told["lines"][0]["price"], 2.5)

    # -- whose it is -------------------------------------------------------------------
    def test_an_enterprise_under_another_has_its_own(self):
        self._settle()
        group = self.env["res.partner"].create({"name": "Group", "is_company": True})
        self.producer.parent_id = group
        self.assertEqual(self.producer.commercial_partner_id, self.producer)
        self.assertFalse(self._get(producer=group))
        self.assertTrue(self._get(producer=self.producer))
        statements = self.env["off.statement"]
        self.assertFalse(statements._get_cycles_of_producer(self.company_a, group))
        self.assertFalse(statements._get_operators(group))

    # -- status ------------------------------------------------------------------------
    def _get_status(self):
        ((_cycle, totals),) = self.env["off.statement"]._get_cycles_of_producer(
            self.company_a, self.producer
        )
        return totals["status"]

    def test_the_status_says_what_is_paid_and_what_came(self):
        self.cycle.action_close()
        self.assertEqual(self._get_status(), "running")
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(self._get_status(), "unbilled")
        bill = self.cycle.purchase_ids.invoice_ids
        bill.invoice_date = bill.date
        bill.action_post()
        self.assertEqual(self._get_status(), "due")
        self._pay_bill(bill, bill.amount_total)
        self.assertEqual(self._get_status(), "paid")
        refund = bill._reverse_moves([{"invoice_date": bill.date}])
        refund.action_post()
        self.assertEqual(self._get_status(), "overpaid")

    def test_that_nothing_came_is_said(self):
        self.cycle.action_close()
        self.cycle.purchase_ids.picking_ids.action_cancel()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(self._get_status(), "none")

    # -- queries -----------------------------------------------------------------------
    def test_queries_do_not_depend_on_the_number_of_sales(self):
        self._settle()

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.env["off.statement"]._get_cycles_of_producer(
                self.company_a, self.producer
            )
            return len(found), self.env.cr.sql_log_count - before

        count()
        _one, few = count()
        for _number in range(3):
            self._sell_again(1)
            bill = self.cycle.purchase_ids.invoice_ids
            bill.invoice_date = bill.date
            bill.action_post()
        self.env.flush_all()
        sales, queries = count()
        self.assertEqual(sales, 4)
        self.assertLessEqual(queries, few)

    # -- what who keeps the books sends ------------------------------------------------
    def _wizard(self, **vals):
        return (
            self.env["off.statement.send"]
            .with_user(self.bookkeeper)
            .create({"side": "producer", "cycle_id": self.cycle.id, **vals})
        )

    def test_names_and_numbers_are_as_their_reader_writes_them(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._settle()
        self.product.default_code = "CAR-1"
        self.product.with_context(lang="fr_FR").name = "Carottes"
        unit = self.product.uom_id
        unit.with_context(lang="fr_FR").name = "pièce"
        line = self.cycle.purchase_ids.order_line
        line.qty_received = 2.5
        self.producer.write({"email": "farm@example.org", "lang": "fr_FR"})
        wizard = self._wizard()
        before = self.env["mail.mail"].search([])
        wizard.action_send()
        mail = self.env["mail.mail"].search([]) - before
        report, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "off_order_cycle_statement.report_statements", wizard.ids
        )
        for html in (mail.body_html, report.decode()):
            self.assertIn("Carottes", html)
            self.assertIn("pièce", html)
            self.assertIn("2,5", html)
            for wrong in ("CAR-1", self.product.name, "2,5000", "2.5"):
                self.assertNotIn(wrong, html)

    def test_the_operator_is_one_that_has_a_part_in_the_sale(self):
        user = self.bookkeeper
        user.company_ids |= self.company_b
        wizard = (
            self.env["off.statement.send"]
            .with_user(user)
            .with_context(
                allowed_company_ids=[self.company_b.id, self.company_a.id],
                default_cycle_id=self.cycle.id,
                default_side="producer",
            )
        )
        self.assertEqual(wizard.env.company, self.company_b)
        self.assertEqual(Form(wizard).company_id, self.company_a)
        wizard = wizard.with_context(default_cycle_id=False)
        self.assertEqual(Form(wizard).company_id, self.company_b)

    def test_old_sales_are_not_on_the_page(self):
        self._settle()
        self.cycle.write(
            {
                "date_open": self.cycle.date_open - timedelta(days=400),
                "date_close": self.cycle.date_close - timedelta(days=400),
            }
        )
        self.assertFalse(
            self.env["off.statement"]._get_cycles_of_producer(
                self.company_a, self.producer
            )
        )
