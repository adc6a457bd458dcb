from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import InvoiceCommon


@tagged("post_install", "-at_install")
class TestInvoiceGrouping(InvoiceCommon):
    """An invoice for each order, each sale or each month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bookkeeper = new_test_user(
            cls.env,
            "books_a",
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=cls.company_a.id,
            company_ids=[(6, 0, cls.company_a.ids)],
        )

    def _agree(self, grouping, partner=None):
        customer = self.env["off.hub.customer"].search(
            [
                ("hub_id", "=", self.hub_a.id),
                ("partner_id", "=", (partner or self.families[0]).id),
            ]
        )
        vals = {"invoice_grouping": grouping}
        if customer:
            customer.write(vals)
        else:
            customer.create(
                {
                    "hub_id": self.hub_a.id,
                    "partner_id": (partner or self.families[0]).id,
                    **vals,
                }
            )

    def _hand_over(self, *orders):
        """:param orders: (family, quantity)"""
        made = [
            self._create_order({self.product: quantity}, family)
            for family, quantity in orders
        ]
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        return self.env["sale.order"].union(*made)

    def _wizard(self, user=None, **vals):
        return (
            self.env["off.invoice.month"]
            .with_user(user or self.bookkeeper)
            .with_context(allowed_company_ids=self.company_a.ids)
            .create({"month": fields.Date.today() + timedelta(days=5), **vals})
        )

    def test_one_for_each_sale_by_default(self):
        family, other = self.families[:2]
        orders = self._hand_over((family, 1), (family, 2), (other, 3))
        self.assertEqual(len(orders.invoice_ids), 2)
        invoice = orders[0].invoice_ids
        self.assertEqual(invoice, orders[1].invoice_ids)
        self.assertEqual(invoice.amount_total, 7.5)
        lines = invoice.invoice_line_ids.sorted("sequence")
        self.assertEqual(
            [(line.display_type, line.quantity) for line in lines],
            [
                ("line_section", 0),
                ("product", 1),
                ("line_section", 0),
                ("product", 2),
            ],
        )
        self.assertIn(orders[0].name, lines[0].name)
        self.assertIn("Town hall", lines[0].name)
        # Who has one order needs no heading.
        self.assertEqual(
            orders[2].invoice_ids.invoice_line_ids.mapped("display_type"), ["product"]
        )

    def test_one_for_each_order(self):
        self.hub_a.invoice_grouping = "order"
        orders = self._hand_over((self.families[0], 1), (self.families[0], 2))
        self.assertEqual(
            [order.invoice_ids.amount_total for order in orders], [2.5, 5.0]
        )
        self.assertEqual(orders.invoice_ids.mapped("state"), ["posted"] * 2)

    def test_what_is_agreed_with_a_customer_goes_before_what_its_hub_does(self):
        self.hub_a.invoice_grouping = "month"
        self._agree("order", self.families[0])
        first, second = self._hand_over((self.families[0], 1), (self.families[1], 2))
        self.assertTrue(first.invoice_ids)
        self.assertFalse(second.invoice_ids)

    def test_one_for_each_month_of_several_sales(self):
        self._agree("month")
        family, other = self.families[:2]
        first = self._hand_over((family, 1), (other, 1))
        self.assertEqual(self.cycle.state, "settled")
        self.assertEqual(first.mapped("invoice_status"), ["to invoice", "invoiced"])
        # What is owed is owed all the same.
        self.assertEqual(first[0]._off_get_dues()[first[0]], 2.5)
        self._sell_again()
        second = self._hand_over((family, 3))
        wizard = self._wizard()
        self.assertEqual((wizard.order_count, wizard.customer_count), (2, 1))
        action = wizard.action_invoice()
        invoice = self.env["account.move"].search(action["domain"])
        self.assertEqual(invoice, (first[0] | second).invoice_ids)
        self.assertEqual((len(invoice), invoice.amount_total), (1, 10.0))
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.invoice_date, wizard.date_invoice)
        headings = invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "line_section"
        )
        self.assertEqual(
            [name.partition(",")[0] for name in headings.mapped("name")],
            [first[0].name, second.name],
        )
        self.assertEqual(invoice.off_cycle_ids, (first | second).off_cycle_id)
        with self.assertRaisesRegex(UserError, "Nothing is to be invoiced"):
            wizard.action_invoice()

    def test_the_invoice_bears_the_last_day_of_its_month(self):
        with Form(self.env["off.invoice.month"]) as form:
            form.month = "2026-02-11"
            self.assertEqual(form.date_invoice, date(2026, 2, 28))
            form.month = fields.Date.today()
            self.assertEqual(form.date_invoice, fields.Date.today())

    def test_later_months_wait(self):
        self._agree("month")
        self._hand_over((self.families[0], 1))
        wizard = self._wizard(month=fields.Date.today() - timedelta(days=40))
        self.assertEqual(wizard.order_count, 0)

    def test_what_is_not_settled_is_named(self):
        self._agree("month")
        self._create_order({self.product: 1})
        self.cycle.action_close()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        wizard = self._wizard()
        self.assertEqual(wizard.unsettled_names, self.cycle.name)
        with self.assertRaisesRegex(UserError, "not settled"):
            wizard.action_invoice()

    def test_another_way_agreed_meanwhile_loses_nothing(self):
        self._agree("month")
        order = self._hand_over((self.families[0], 1))
        self._agree("cycle")
        self._wizard().action_invoice()
        self.assertEqual(order.invoice_status, "invoiced")

    def test_others_are_refused(self):
        self._agree("month")
        order = self._hand_over((self.families[0], 1))
        seller = new_test_user(
            self.env,
            "sells_a",
            "sales_team.group_sale_salesman,off_hub_network.group_user",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        with self.assertRaises(AccessError):
            self._wizard(seller)
        foreign = self.bookkeeper.copy({"login": "books_b"})
        foreign.write(
            {
                "company_ids": [(6, 0, self.company_b.ids)],
                "company_id": self.company_b.id,
            }
        )
        wizard = (
            self.env["off.invoice.month"]
            .with_user(foreign)
            .with_context(allowed_company_ids=self.company_b.ids)
        )
        self.assertEqual(wizard.create({}).order_count, 0)
        with self.assertRaises(AccessError):
            wizard.create({"company_id": self.company_a.id}).action_invoice()
        mine = self._wizard()
        with self.assertRaises(AccessError):
            mine.with_user(foreign).action_invoice()
        self.assertFalse(order.invoice_ids)
