from odoo.tests import tagged

from .common import BooksCommon, get_codes


@tagged("post_install", "-at_install")
class TestMoney(BooksCommon):
    """What the reports say is what the ledger holds."""

    def setUp(self):
        super().setUp()
        self.invoices = self._sell()

    def _pay(self, invoice, amount, **vals):
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company_a.id)], limit=1
        )
        self.company_a._off_set_outstanding_accounts()
        return (
            wizard.create({"amount": amount, "journal_id": journal.id, **vals})
            ._create_payments()
            .ensure_one()
        )

    # -- taxes -------------------------------------------------------------------------
    def test_taxes_by_rate_are_those_of_the_ledger(self):
        rows = self._read("sales_tax")
        mine = [row for row in rows if row["seller"] == self.company_a.name]
        others = [row for row in rows if row["seller"] == self.producer.name]
        self.assertEqual(len(rows), len(mine) + len(others))
        # cabbages with their cartage at 7 %, packing without tax
        self.assertEqual([row["rate"] for row in mine], [7, None])
        self.assertEqual(mine[1]["with_tax"], 2.4)
        self.assertAlmostEqual(self._sum(mine, "with_tax"), 16 + 1.6 + 2.4, 2)
        booked = self._get_items(("account_id", "=", self.tax_account.id))
        taxes = booked.filtered(lambda one: one.move_id in self.invoices)
        self.assertAlmostEqual(
            self._sum(mine, "tax_amount"), -sum(taxes.mapped("balance")), 2
        )
        self.assertEqual(self._sum(others, "with_tax"), 10)
        self.assertEqual(
            self._sum(rows, "with_tax"),
            round(sum(self.invoices.mapped("amount_total")), 2),
        )

    def test_the_three_tax_reports_come_to_the_same(self):
        whole = self._read("sales_tax")
        for code in ("sales_tax_producer", "sales_tax_order"):
            rows = self._read(code)
            self.assertGreater(len(rows), len(whole))
            for name in ("base", "tax_amount", "with_tax"):
                with self.subTest(code=code, name=name):
                    self.assertEqual(self._sum(rows, name), self._sum(whole, name))

    def test_a_tax_is_of_the_producer_whose_goods_it_is_on(self):
        rows = self._read("sales_tax_producer")
        told = {(row["producer"], row["rate"]): row["with_tax"] for row in rows}
        self.assertEqual(told[self.farm.name, 7], 16)
        self.assertEqual(told[self.producer.name, 7], 10)

    def test_cents_of_a_tax_that_is_rounded_once_are_all_there(self):
        """0.01 of tax on three lines of 0.05 is told on one of them."""
        self.company_a.tax_calculation_rounding_method = "round_globally"
        rows = self._read("sales_tax_order")
        for invoice in self.invoices:
            mine = [row for row in rows if row["invoice"] == invoice.name]
            self.assertAlmostEqual(self._sum(mine, "tax_amount"), invoice.amount_tax, 2)
            self.assertAlmostEqual(self._sum(mine, "base"), invoice.amount_untaxed, 2)

    def test_a_credit_note_is_taken_off(self):
        before = self._read("revenue_by_hub")
        invoice = self.invoices[0]
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.action_post()
        after = self._read("revenue_by_hub")
        self.assertAlmostEqual(
            self._sum(before, "with_tax") - self._sum(after, "with_tax"),
            invoice.amount_total,
            2,
        )

    # -- revenue and payments ----------------------------------------------------------
    def test_revenue_is_own_sales_and_what_was_sold_for_others_apart(self):
        (row,) = self._read("revenue_by_hub")
        self.assertEqual(
            (row["hub"], row["orders"], row["customers"]), (self.hub_a.name, 2, 2)
        )
        self.assertEqual(row["in_name"], 10)
        self.assertAlmostEqual(float(row["own"] + row["own_tax"]), 20, 2)
        income = self._get_items(
            ("account_id.account_type", "in", ("income", "income_other")),
            ("move_id", "in", self.invoices.ids),
        )
        debt = self._get_items(
            ("off_beneficiary_id", "=", self.carrier.id),
            ("account_id.account_type", "not in", ("income", "income_other")),
        )
        self.assertAlmostEqual(
            float(row["own"]),
            -sum(income.mapped("balance")) - sum(debt.mapped("balance")),
            2,
        )

    def test_what_is_paid_and_what_is_due(self):
        (row,) = self._read("payments_totals")
        self.assertEqual(
            [float(row[name]) for name in ("goods_part", "fees_part", "with_tax")],
            [26.0, 4.0, 30.0],
        )
        self.assertEqual((row["received"], row["still_due"]), (0, row["with_tax"]))
        self._pay(self.invoices[0], 7.0)
        (row,) = self._read("payments_totals")
        self.assertEqual(float(row["received"]), 7.0)
        self.assertAlmostEqual(
            float(row["still_due"]), sum(self.invoices.mapped("amount_residual")), 2
        )

    def test_payments_by_type_and_itemised(self):
        first, second = self.invoices
        part = self._pay(first, 7.0)
        whole = self._pay(second, second.amount_total)
        rows = self._read("payments_itemised")
        told = {row["payment"]: row for row in rows}
        self.assertEqual(set(told), {part.move_id.name, whole.move_id.name})
        row = told[part.move_id.name]
        self.assertEqual((row["invoice"], row["paid_in"]), (first.name, 7))
        self.assertEqual(row["order_names"], first.line_ids.sale_line_ids.order_id.name)
        (by_type,) = self._read("payments_by_type")
        self.assertEqual(by_type["payments"], 2)
        self.assertAlmostEqual(float(by_type["paid_in"]), 7 + second.amount_total, 2)
        self.assertEqual(by_type["method"], part.payment_method_line_id.name)

    def test_what_pays_nothing_yet_is_told_as_such(self):
        journal = self._pay(self.invoices[0], 1.0).journal_id
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.families[2].id,
                "amount": 30.0,
                "journal_id": journal.id,
                "company_id": self.company_a.id,
            }
        ).action_post()
        rows = self._read("payments_itemised", cycles=[])
        self.assertEqual(
            (self._sum(rows, "applied"), self._sum(rows, "not_applied")), (1, 30)
        )
        items = self._get_items(
            ("account_id.account_type", "=", "asset_receivable"),
            ("journal_id", "=", journal.id),
        )
        self.assertEqual(self._sum(rows, "paid_in"), -sum(items.mapped("balance")))
        # It is of no cycle.
        self.assertEqual(self._sum(self._read("payments_itemised"), "paid_in"), 1)
        customer = self.families[2].ids
        rows = self._read("payments_itemised", cycles=[], customers=customer)
        self.assertEqual(self._sum(rows, "paid_in"), 30)

    # -- fees --------------------------------------------------------------------------
    def test_fees_are_told_by_name_and_beneficiary(self):
        rows = {row["fee_name"]: row for row in self._read("fee_summary")}
        self.assertEqual(set(rows), {"Packing", "Cartage"})
        self.assertEqual(float(rows["Packing"]["with_tax"]), 2.4)
        self.assertEqual(float(rows["Cartage"]["with_tax"]), 1.6)
        self.assertEqual(rows["Cartage"]["beneficiary"], self.carrier.name)
        self.assertEqual(
            (rows["Cartage"]["fee_type"], rows["Cartage"]["level"]),
            ("transport", "incoming"),
        )
        self.assertAlmostEqual(
            float(rows["Cartage"]["tax_amount"]), 1.6 - 1.6 / 1.07, 1
        )

    def test_the_three_fee_reports_come_to_the_same(self):
        whole = self._read("fee_summary")
        for code in ("fees_by_order", "fees_by_producer"):
            rows = self._read(code)
            for name in ("base", "tax_amount", "with_tax"):
                with self.subTest(code=code, name=name):
                    self.assertEqual(self._sum(rows, name), self._sum(whole, name))

    def test_a_fee_is_of_the_producers_whose_goods_bear_it(self):
        rows = self._read("fees_by_producer")
        told = {
            (row["producer"], row["fee_name"]): float(row["with_tax"]) for row in rows
        }
        # The carrier is paid on the farm's goods alone; of the first order's packing
        # carrots bear 10 of 22.
        self.assertEqual(told[self.farm.name, "Cartage"], 1.6)
        self.assertNotIn((self.producer.name, "Cartage"), told)
        self.assertEqual(told[self.producer.name, "Packing"], 0.55)
        self.assertEqual(told[self.farm.name, "Packing"], 1.85)

    # -- producers ---------------------------------------------------------------------
    def test_what_producers_are_owed_is_the_ledger(self):
        rows = {row["producer"]: row for row in self._read("pay_suppliers")}
        farm, grower = rows[self.farm.name], rows[self.producer.name]
        # The bill of the farm is a draft: nothing is owed by the books yet.
        self.assertEqual((farm["to_pay"], float(farm["to_bill"])), (None, 12.0))
        self.assertEqual(float(grower["with_tax"]), 10)
        self.assertEqual(float(grower["commission"]), 2)
        self.assertEqual(float(grower["to_pay"]), 8)
        self.assertEqual(grower["cycle"], self.cycle.name)
        bill = self.cycle.purchase_ids.invoice_ids
        bill.invoice_date = bill.date
        bill.action_post()
        rows = {row["producer"]: row for row in self._read("pay_suppliers")}
        farm = rows[self.farm.name]
        self.assertEqual((float(farm["to_pay"]), farm["to_bill"]), (12.0, None))
        self.assertEqual(farm["documents"], bill.name)
        self.assertEqual(farm["quantity"], 4)
        owed = self._get_items(("account_id.account_type", "=", "liability_payable"))
        self.assertAlmostEqual(
            self._sum(rows.values(), "to_pay"), -sum(owed.mapped("amount_residual")), 2
        )
        self._pay(bill, 5.0)
        farm = {row["producer"]: row for row in self._read("pay_suppliers")}[
            self.farm.name
        ]
        self.assertEqual((float(farm["paid_out"]), float(farm["to_pay"])), (5, 7))

    # -- limits ------------------------------------------------------------------------
    def test_filters(self):
        day = self.invoices[0].invoice_date
        for filters, found in (
            ({"date_from": day.isoformat(), "date_to": day.isoformat()}, True),
            ({"date_to": "2020-01-01"}, False),
            ({"customers": self.families[1].ids}, True),
            ({"customers": self.families[2].ids}, False),
            ({"hubs": self.hub_a.ids}, True),
            ({"hubs": self.hub_b.ids}, False),
            ({"date_kind": "order", "date_to": "2020-01-01"}, False),
        ):
            for code in ("revenue_by_hub", "fee_summary"):
                with self.subTest(filters=filters, code=code):
                    self.assertEqual(bool(self._read(code, **filters)), found)
        farm = self._read("revenue_by_hub", producers=self.farm.ids)
        self.assertEqual(self._sum(farm, "with_tax"), 16)
        self.assertEqual(
            [row["producer"] for row in self._read("pay_suppliers", producers=[1])], []
        )

    def test_screen_sheet_and_paper(self):
        self._pay(self.invoices[0], 7.0)
        reports = self._get_reports()
        for code in get_codes():
            with self.subTest(code=code):
                page = reports.get_page(code, {"cycles": self.cycle.ids})
                self.assertTrue(page["count"])
                report = reports._get_report(code)
                filters = reports._read_filters({"cycles": self.cycle.ids})
                path = reports._write_file(report, filters, "xlsx")
                with open(path, "rb") as file:
                    self.assertEqual(file.read(2), b"PK")
                values = (
                    self.env["report.off_order_cycle_report.document"]
                    .with_user(self.reader)
                    .with_context(allowed_company_ids=self.company_a.ids)
                    ._get_report_values(
                        [], {"code": code, "filters": filters.as_dict()}
                    )
                )
                self.assertTrue(values["blocks"])

    def test_queries_do_not_depend_on_the_number_of_orders(self):
        def count():
            counts = {}
            for code in get_codes():
                reports.get_page(code, {"cycles": self.cycle.ids})
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                reports.get_page(code, {"cycles": self.cycle.ids})
                counts[code] = self.env.cr.sql_log_count - before
            return counts

        reports = self._get_reports()
        count()
        few = count()
        extra = self.invoices[0].copy({"invoice_date": self.invoices[0].invoice_date})
        for old, new in zip(
            self.invoices[0].invoice_line_ids, extra.invoice_line_ids, strict=True
        ):
            new.sale_line_ids = old.sale_line_ids
        extra.action_post()
        self.assertEqual(count(), few)
        self.assertLess(max(few.values()), 40)
