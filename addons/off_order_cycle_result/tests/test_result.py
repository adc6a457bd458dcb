from datetime import timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle_mandate.tests.common import MandateCommon


@tagged("post_install", "-at_install")
class TestResult(MandateCommon):
    """Carrots (7 %) are asked 2.50 of their producer, who has them sold in its name for
    20 %; cabbages of another farm are bought at 3.00 and sold at 4.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.farm = cls._create_producer("Farm of the Vale")
        cls._create_link(cls.farm, cls.hub_a)
        cls.cabbage = cls._create_product(
            "Cabbage", price=3.0, on_demand=True, off_producer_id=cls.farm.id
        )
        cls.cabbage.off_tax_category_id = cls.food
        cls.cabbage.off_availability_ids.on_demand = True
        cls.cycle = cls._create_cycle()
        cls.exchange = cls.cycle.outgoing_ids
        cls._get_offer(cls.cabbage).price = 4.0
        cls.cycle.action_open()

    @classmethod
    def _get_offer(cls, product):
        return cls.exchange.offer_ids.filtered(lambda one: one.product_id == product)

    def _create_fee(self, **vals):
        return self.env["off.fee"].create(
            {
                "name": "Packing",
                "hub_id": self.hub_a.id,
                "calculator": "flat_per_order",
                "amount": 1.2,
                "tax_rule": "none",
                **vals,
            }
        )

    def _get_outcome(self):
        self.env.flush_all()
        return self.cycle._get_outcome(self.company_a)

    def _check_terms(self, result):
        """What no term has is a matter of cents."""
        self.assertLess(abs(result["rounding"]), 0.05)

    def test_each_part_has_its_name(self):
        self.exchange.fee_ids = self._create_fee()
        self._create_order({self.product: 2, self.cabbage: 3})
        self._create_order({self.cabbage: 1}, self.families[1])
        self._finish()
        result = self._get_outcome()
        self.assertEqual(result["sold"], 5 + 16 + 2.4)
        self.assertEqual(result["producers"], 12)
        self.assertEqual(result["principals"], 4)
        self.assertEqual(result["margin"], 4)
        self.assertEqual(result["commission"], 1)
        self.assertEqual(result["fees"], 2.4)
        self.assertEqual(result["rounding"], 0)
        self.assertEqual(result["billed"], 12)
        self.assertEqual(result["unsold"], 0)
        self.assertEqual(result["drafts"], 1)
        self.assertEqual((result["orders"], result["customers"]), (2, 2))
        # 16.00 / 1.07 + 1.00 / 1.2 + 2.40, less 12.00 / 1.07
        self.assertAlmostEqual(result["revenue"], 14.95 + 0.83 + 2.4, places=1)
        self.assertAlmostEqual(result["expense"], 11.21, places=1)
        self.assertEqual(
            result["result"], round(result["revenue"] - result["expense"], 2)
        )

    def test_what_the_books_have_is_what_it_tells(self):
        self.exchange.fee_ids = self._create_fee(
            tax_rule="inherit", calculator="flat_per_item"
        )
        self._create_order({self.product: 2, self.cabbage: 3})
        self._finish()
        bills = self.cycle.purchase_ids.invoice_ids
        bills.invoice_date = bills.date
        bills.action_post()
        result = self._get_outcome()
        lines = self.env["account.move.line"].search(
            [("company_id", "=", self.company_a.id), ("parent_state", "=", "posted")]
        )

        def get(*kinds):
            mine = lines.filtered(lambda one: one.account_id.account_type in kinds)
            return round(-sum(mine.mapped("balance")), 2)

        self.assertEqual(result["revenue"], get("income", "income_other"))
        self.assertEqual(result["expense"], -get("expense", "expense_direct_cost"))

    def test_what_came_short_and_what_was_too_much(self):
        self._create_order({self.cabbage: 3})
        self._finish({self.cabbage: 2})
        result = self._get_outcome()
        self.assertEqual(result["sold"], 8)
        self.assertEqual(result["producers"], 6)
        self.assertEqual(result["margin"], 2)
        self.assertEqual(
            (result["ordered"], result["short"], result["added"], result["weighed"]),
            (12, -4, 0, 0),
        )
        self._check_terms(result)

    def test_an_order_that_closing_cut_was_ordered_all_the_same(self):
        order = self._create_order({self.cabbage: 5})
        line = order.order_line
        line.off_asked = [line.product_uom_id.id, 7, False]
        self._finish()
        result = self._get_outcome()
        self.assertEqual((result["ordered"], result["short"]), (28, -8))

    def test_what_is_added_on_site_has_its_price(self):
        order = self._create_order({self.cabbage: 2})
        extra = order.order_line.copy({"order_id": order.id, "product_uom_qty": 0})
        self.assertFalse(extra.price_reduce_taxinc)
        self._finish()
        extra.qty_delivered = 1
        result = self._get_outcome()
        self.assertEqual((result["margin"], result["added"]), (3, 4))
        self.assertEqual(result["rounding"], 0)

    def test_agency_goods_given_back_are_taken_off_with_the_next_account(self):
        order = self._create_order({self.product: 4})
        self._finish()
        before = self._get_outcome()
        self.assertEqual((before["principals"], before["commission"]), (8, 2))
        refund = order.invoice_ids._reverse_moves(
            [{"invoice_date": order.invoice_ids.invoice_date}]
        )
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        result = self._get_outcome()
        self._check_terms(result)
        # Four were delivered and stay paid for; nobody is asked for the fourth again.
        self.assertEqual((result["invoiced"], result["to_invoice"]), (7.5, 0))
        self.assertEqual((result["principals"], result["credited"]), (8, -2.5))
        self.assertEqual(result["rounding"], 0)

    def test_what_is_no_goods_stands_by_its_account(self):
        self._create_order({self.cabbage: 1})
        self._finish()
        invoice = self.cycle.order_ids.invoice_ids
        account = self.env["account.account"].create(
            {
                "name": "Postage",
                "code": "708500",
                "account_type": "income",
                "company_ids": self.company_a.ids,
            }
        )
        invoice.button_draft()
        invoice.invoice_line_ids = [
            (
                0,
                0,
                {
                    "name": "Stamp",
                    "price_unit": 1.5,
                    "account_id": account.id,
                    "tax_ids": [],
                },
            )
        ]
        invoice.action_post()
        result = self._get_outcome()
        self.assertEqual((result["sold"], result["invoiced"]), (4, 5.5))
        self.assertEqual(result["others"], {account.id: 1.5})
        self.assertEqual(result["rounding"], 0)
        self.assertAlmostEqual(result["revenue"], 4 / 1.07 + 1.5, places=2)
        sections = self.cycle._get_result_sections([result])
        rows = {row[0]: row[3] for _title, rows in sections for row in rows}
        self.assertEqual(rows["Postage"], [1.5])
        self._check_terms(result)

    def test_what_nobody_got_is_told(self):
        self._create_order({self.cabbage: 3})
        self._finish({self.cabbage: 5})
        result = self._get_outcome()
        self.assertEqual(result["producers"], 9)
        self.assertEqual(result["billed"], 15)
        self.assertEqual(result["unsold"], 6)

    def test_fees_for_others_are_not_the_hubs(self):
        debt = self.company_a.off_fee_account_id
        self.exchange.fee_ids = self._create_fee(account_id=debt.id)
        self._create_order({self.cabbage: 1})
        self._finish()
        result = self._get_outcome()
        self.assertEqual(result["fees"], 0)
        self.assertEqual(result["fees_others"], 1.2)
        self._check_terms(result)

    def test_a_credit_note_lowers_what_was_sold(self):
        order = self._create_order({self.cabbage: 3})
        self._finish()
        refund = order.invoice_ids._reverse_moves(
            [{"invoice_date": order.invoice_ids.invoice_date}]
        )
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        row = self.env["off.cycle.result"].browse(order.order_line.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(row.sold - row.to_invoice, 8)

    def test_one_page_with_the_cycle_before(self):
        self._create_order({self.product: 1, self.cabbage: 2})
        self._finish()
        first = self.cycle
        cls = type(self)
        self.addCleanup(setattr, cls, "cycle", cls.cycle)
        self.addCleanup(setattr, cls, "exchange", cls.exchange)
        cls.cycle = self.cycle = self._create_cycle()
        cls.exchange = self.exchange = self.cycle.outgoing_ids
        self.cycle.name = "Second week"
        self.cycle.action_open()
        self._create_order({self.cabbage: 2})
        self._finish()
        former, result = self.cycle._get_former_result(self.company_a)
        self.assertEqual(former, first)
        self.assertEqual(result["sold"], 10.5)
        report = self.env["ir.actions.report"].with_context(
            allowed_company_ids=self.company_a.ids
        )
        html = report._render_qweb_html(
            "off_order_cycle_result.report_cycle_result", self.cycle.ids
        )[0].decode()
        for text in ("Second week", "First week", "Margin on goods", "drafts"):
            self.assertIn(text, html)

    def test_beside_the_sale_of_a_year_ago(self):
        self._create_order({self.cabbage: 2})
        self._finish()
        first, self.cycle = self.cycle, self._create_cycle()
        self.assertFalse(self.cycle._find_year_ago(self.company_a))
        for days, found in ((340, False), (360, True), (390, False)):
            self._move_close(first, timedelta(days=days))
            year_ago = self.cycle._find_year_ago(self.company_a)
            self.assertEqual(year_ago, first if found else year_ago.browse(), days)
        self._move_close(first, timedelta(days=364))
        self.assertFalse(self.cycle._find_year_ago(self.company_b))
        result = self.cycle._find_year_ago(self.company_a)._get_outcome(self.company_a)
        self.assertEqual(result["sold"], 8)
        first.name = "Last year"
        columns = self.cycle._get_result_columns(self.company_a, result)
        self.assertEqual(
            [title for title, _result in columns], [self.cycle.name, "Last year"]
        )

    def _move_close(self, cycle, before):
        """It closed so long before the cycle of the test."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE off_order_cycle SET date_open = %s, date_close = %s WHERE id = %s",
            (
                self.cycle.date_open - before,
                self.cycle.date_close - before,
                cycle.id,
            ),
        )
        cycle.invalidate_recordset()

    def test_months_of_two_years_stand_side_by_side(self):
        order = self._create_order({self.cabbage: 1})
        self._finish()
        self.env.flush_all()
        rows = self.env["off.cycle.result"]._read_group(
            [("order_id", "=", order.id)], ["year", "month"], ["sold:sum"]
        )
        day = order.off_slot_id.date_start
        self.assertEqual(rows, [(f"{day:%Y}", f"{day:%m}", 4)])

    def test_it_is_known_after_the_hand_over(self):
        with self.assertRaisesRegex(UserError, "not handed over"):
            self.cycle.with_context(
                allowed_company_ids=self.company_a.ids
            )._get_results()

    def test_others_do_not_see_it(self):
        self._create_order({self.cabbage: 1})
        self._finish()
        stranger = new_test_user(
            self.env,
            "result_b",
            "off_hub_network.group_coordinator,account.group_account_invoice",
            company_id=self.company_b.id,
            company_ids=[(6, 0, self.company_b.ids)],
        )
        rows = self.env["off.cycle.result"]
        self.env.flush_all()
        mine = rows.search([("cycle_id", "=", self.cycle.id)])
        self.assertTrue(mine)
        self.assertFalse(
            rows.with_user(stranger).search([("cycle_id", "=", self.cycle.id)])
        )
        with self.assertRaises(AccessError):
            mine.with_user(stranger).read(["sold"])
        manager = new_test_user(
            self.env,
            "result_hub",
            "off_hub_network.group_hub_manager",
            company_id=self.company_a.id,
            company_ids=[(6, 0, self.company_a.ids)],
        )
        with self.assertRaises(AccessError):
            rows.with_user(manager).search([])


@tagged("post_install", "-at_install")
class TestResultOfAnyCycle(MandateCommon):
    """The terms come to what was invoiced, and to the ledger, whatever is sold."""

    rows = st.lists(
        st.tuples(
            st.integers(1, 400),  # price asked, cents
            st.integers(-20, 90),  # what the hub adds, cents
            st.integers(1, 7),  # ordered
            st.integers(0, 7),  # arrived
            st.booleans(),  # of the producer whose goods are sold in its name
            st.booleans(),  # with tax
        ),
        min_size=1,
        max_size=4,
    )

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        # A cycle takes seconds: a failing one is not made smaller.
        phases=(Phase.explicit, Phase.generate),
    )
    @given(rows, st.integers(0, 300), st.sampled_from([0.0, 7.5, 33.0]))
    def test_terms_are_the_ledger(self, rows, fee, commission):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self._check(rows, fee / 100, commission)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.clear()

    def _check(self, rows, fee, commission):
        self.mandate.action_end()
        mandate = self._create_mandate(commission=commission)
        mandate.action_sign()
        farm = self._create_producer("Farm")
        self._create_link(farm, self.hub_a)
        products, arrived = {}, {}
        for number, (asked, _added, ordered, came, agency, taxed) in enumerate(rows):
            product = self._create_product(
                f"P{number}",
                price=asked / 100,
                on_demand=True,
                off_producer_id=self.producer.id if agency else farm.id,
            )
            product.off_availability_ids.on_demand = True
            if taxed:
                product.off_tax_category_id = self.food
            products[product] = ordered
            arrived[product] = min(came, ordered)
        # Of the last something comes: nothing at all is no receipt.
        arrived[product] = arrived[product] or 1
        cls = type(self)
        cycle, exchange = cls.cycle, cls.exchange
        try:
            cls.cycle = self._create_cycle()
            cls.exchange = cls.cycle.outgoing_ids
            for (asked, added, *_rest), product in zip(rows, products, strict=True):
                offer = cls.exchange.offer_ids.filtered(
                    lambda one, p=product: one.product_id == p
                )
                offer.price = max(asked + added, 0) / 100
            if fee:
                cls.exchange.fee_ids = self.env["off.fee"].create(
                    {
                        "name": "Fee",
                        "hub_id": self.hub_a.id,
                        "calculator": "flat_per_order",
                        "amount": fee,
                        "tax_rule": "none",
                    }
                )
            cls.cycle.action_open()
            self._create_order(products)
            self._finish(arrived)
            self._compare(cls.cycle)
        finally:
            cls.cycle, cls.exchange = cycle, exchange

    def _compare(self, cycle):
        self.env.flush_all()
        result = cycle._get_outcome(self.company_a)
        invoices = cycle.order_ids.invoice_ids.filtered(
            lambda one: one.move_type == "out_invoice"
        )
        self.assertAlmostEqual(
            result["sold"], sum(invoices.mapped("amount_total")), places=2
        )
        self.assertLess(abs(result["rounding"]), 0.05)
        # what is owed to the producer whose goods are sold in its name
        owed = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.producer.id),
                ("account_id.account_type", "=", "liability_payable"),
                ("parent_state", "=", "posted"),
            ]
        )
        paid_back = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.producer.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertAlmostEqual(
            -sum((owed | paid_back).mapped("balance")), result["principals"], places=2
        )
        self.assertEqual(self._get_balance(self.company_a.off_agency_account_id), 0)
        lines = self.env["account.move.line"].search(
            [("company_id", "=", self.company_a.id), ("parent_state", "=", "posted")]
        )
        income = lines.filtered(
            lambda one: one.account_id.account_type in ("income", "income_other")
        )
        self.assertAlmostEqual(
            result["revenue"], -sum(income.mapped("balance")), delta=0.02 * 4
        )
        for move in lines.move_id:
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0, places=6)
