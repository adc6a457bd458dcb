from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CycleCommon


class InvoicesCommon(CycleCommon):
    """Settling, with a chart of accounts: 15 % tax included in every price."""

    @classmethod
    def _prepare_books(cls):
        cls.env["off.tax.category"].search([]).rate = 15
        cls.category = cls.env["off.tax.category"].create(
            {"name": "Vegetables", "rate": 15, "sequence": 0}
        )
        cls.company_a.country_id = cls.env.ref("base.us")
        cls.company_a._off_setup_operator("generic_coa")
        cls.product.product_tmpl_id.off_tax_category_id = cls.category

    def _distribute(self, quantities, received=None):
        orders = [
            self._create_order({self.product: quantity}, partner)
            for quantity, partner in zip(quantities, self.families, strict=False)
        ]
        self.cycle.action_close()
        self._receive(received)
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        return orders


@tagged("post_install", "-at_install")
class TestInvoices(InvoicesCommon):
    def _get_cogs(self, invoices):
        return invoices.line_ids.filtered(
            lambda line: line.display_type == "cogs" and line.debit
        )

    def test_customers_pay_what_was_delivered_at_the_frozen_price(self):
        orders = self._distribute([3, 1, 1], {self.product: 4})
        self.cycle.action_settle()
        invoices = [order.invoice_ids for order in orders]
        self.assertEqual([len(invoice) for invoice in invoices], [1, 1, 0])
        self.assertEqual(
            [invoice.amount_total for invoice in invoices if invoice], [7.5, 2.5]
        )
        self.assertEqual([i.state for i in invoices if i], ["posted"] * 2)
        # 7.50 with 15 % included: 6.52 and 0.98.
        self.assertAlmostEqual(invoices[0].amount_untaxed, 6.52)
        self.assertEqual([o.invoice_status for o in orders], ["invoiced"] * 3)
        self.assertEqual(self.cycle.state, "settled")

    def test_what_is_to_be_invoiced_is_told_as_goods_are_handed_over(self):
        """Taxes taken out, of all that came, of a part, of nothing; whatever the
        product's own policy."""
        self.product.invoice_policy = "order"
        orders = [
            self._create_order({self.product: quantity}, partner)
            for quantity, partner in zip([3, 2, 1], self.families, strict=True)
        ]
        lines = self.env["sale.order.line"].union(*(one.order_line for one in orders))
        amounts = lines.mapped("untaxed_amount_to_invoice")
        self.assertEqual(amounts, [0, 0, 0])
        self.cycle.action_close()
        self._receive({self.product: 4})
        self.cycle.action_allocate()
        self.assertEqual(lines.mapped("untaxed_amount_to_invoice"), [0, 0, 0])
        self.product.invoice_policy = "delivery"
        self.cycle.action_distribute()
        # 7.50 and 2.50 with 15 % included.
        self.assertEqual(lines.mapped("untaxed_amount_to_invoice"), [6.52, 2.17, 0])
        self.cycle.action_settle()
        self.assertEqual(lines.mapped("untaxed_amount_to_invoice"), [0, 0, 0])
        invoices = lines.invoice_lines.move_id
        self.assertEqual(sorted(invoices.mapped("amount_untaxed")), [2.17, 6.52])

    def test_invoices_bear_the_date_that_was_chosen(self):
        orders = self._distribute([1])
        self.cycle.date_invoice = "2026-01-31"
        self.cycle.action_settle()
        self.assertEqual(str(orders[0].invoice_ids.invoice_date), "2026-01-31")

    def test_no_invoice_bears_a_day_of_closed_books(self):
        self._distribute([1])
        self.cycle.date_invoice = "2026-01-31"
        self.company_a.fiscalyear_lock_date = "2026-01-31"
        with self.assertRaisesRegex(UserError, "books of Operator A are closed"):
            self.cycle.action_settle()
        self.cycle.date_invoice = "2026-02-01"
        self.cycle.action_settle()
        self.assertEqual(self.cycle.state, "settled")

    def test_what_a_sealed_invoice_shows_stays(self):
        orders = self._distribute([3])
        self.env["account.journal"].search(
            [("company_id", "=", self.company_a.id), ("type", "=", "sale")]
        ).restrict_mode_hash_table = True
        self.cycle.action_settle()
        invoice = orders[0].invoice_ids
        self.assertTrue(invoice.inalterable_hash)
        line = invoice.invoice_line_ids
        for vals in (
            {"price_unit": 99},
            {"quantity": 50},
            {"discount": 50},
            {"product_id": self.leeks.id},
            {"name": "Something else"},
        ):
            with self.subTest(vals=vals), self.assertRaisesRegex(UserError, "sealed"):
                line.write(vals)
        line.write({"price_unit": line.price_unit, "product_id": line.product_id.id})

    def test_what_was_credited_is_not_invoiced_again(self):
        orders = self._distribute([3])
        self.cycle.action_settle()
        invoice = orders[0].invoice_ids
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.action_post()
        line = orders[0].order_line
        self.assertEqual((line.qty_delivered, line.qty_invoiced), (3, 0))
        self.assertEqual(line.qty_to_invoice, 0)
        self.assertNotEqual(orders[0].invoice_status, "to invoice")
        # Given up: what was invoiced stands.
        refund.button_draft()
        refund.button_cancel()
        self.assertEqual((line.qty_invoiced, line.qty_to_invoice), (3, 0))

    def test_producers_bills_wait_for_a_check_with_what_arrived(self):
        self._distribute([3, 1, 1], {self.product: 4})
        self.cycle.action_settle()
        bill = self.cycle.purchase_ids.invoice_ids
        self.assertEqual((bill.state, bill.move_type), ("draft", "in_invoice"))
        self.assertEqual(bill.partner_id, self.producer)
        self.assertEqual(bill.invoice_line_ids.quantity, 4)
        self.assertEqual(bill.amount_total, 10.0)

    def test_settling_twice_is_refused_and_changes_nothing(self):
        self._distribute([1])
        self.cycle.action_settle()
        count = self.env["account.move"].search_count([])
        with self.assertRaisesRegex(Exception, "Settled"):
            self.cycle.action_settle()
        self.assertEqual(self.env["account.move"].search_count([]), count)

    def test_the_cost_of_what_was_sold_is_that_of_the_pooled_transfer(self):
        """First in, first out, perpetual: two units were in stock at 1.00."""
        company = self.company_a
        category = self.env["product.category"].create({"name": "Perpetual"})
        category.with_company(company).write(
            {"property_cost_method": "fifo", "property_valuation": "real_time"}
        )
        self.product.categ_id = category
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        earlier = (
            self.env["stock.move"]
            .with_company(company)
            .create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 2,
                    "location_id": self.env.ref("stock.stock_location_suppliers").id,
                    "location_dest_id": warehouse.lot_stock_id.id,
                    "company_id": company.id,
                }
            )
        )
        earlier._action_confirm()
        earlier.quantity = 2
        earlier.picked = True
        earlier._action_done()
        earlier.value_manual = 2.0
        orders = self._distribute([2, 1])
        self.cycle.action_settle()
        transfer = self.cycle.picking_ids.filtered("off_pickup_point_id")
        # 2 at 1.00 and 1 at 2.50 less the tax that is recovered, 2.17.
        self.assertAlmostEqual(sum(transfer.move_ids.mapped("value")), 4.17)
        cogs = [self._get_cogs(order.invoice_ids) for order in orders]
        self.assertTrue(all(cogs))
        self.assertAlmostEqual(sum(line.debit for line in cogs[0] | cogs[1]), 4.17)
        self.assertAlmostEqual(cogs[0].debit, 2.78)
