from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from .test_beneficiary import BeneficiaryCommon


@tagged("post_install", "-at_install")
class TestExactness(BeneficiaryCommon):
    """Whatever two operators sell in a cycle, with whatever fees, taxes, weights and
    shortages: every entry balances, what they owe each other agrees, and what was
    collected for others is owed to them, to the cent."""

    rows = st.lists(
        st.tuples(
            st.integers(1, 900),  # price asked, cents
            st.integers(0, 150),  # what the other operator adds, cents
            st.integers(0, 5),  # ordered at the coordinator's hub
            st.integers(1, 5),  # ordered at the other's
            st.integers(1, 10),  # arrived
            st.sampled_from([None, 870, 1130]),  # grams of a piece of 1 kg
            st.booleans(),  # with tax
        ),
        min_size=1,
        max_size=3,
    )

    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        # A cycle takes seconds: a failing one is not made smaller.
        phases=(Phase.explicit, Phase.generate),
    )
    @given(
        rows,
        st.integers(0, 300),
        st.integers(0, 300),
        st.sampled_from([(False, False), (False, True), (True, False), (True, True)]),
    )
    def test_two_operators_agree(self, rows, own, carried, exempt):
        savepoint = self.env.cr.savepoint(flush=True)
        try:
            self._check(rows, own / 100, carried / 100, exempt)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.clear()

    def _check(self, rows, own, carried, exempt):
        self._create_taxes()
        self.company_a.off_vat_exempt, self.company_b.off_vat_exempt = exempt
        products, arrived = self._make_goods(rows)
        cycle = self._plan(rows, products, own, carried)
        orders = self._place(rows, products, cycle)
        whole = cycle.with_user(self.coordinator_a)
        whole.action_close()
        self._take_in(cycle, arrived)
        whole.action_allocate()
        self._weigh(cycle, rows, products)
        whole.action_distribute()
        whole.action_settle()
        self.env.flush_all()
        self._check_ledger()
        self._check_agreement()
        self._check_invoices(orders)
        self._check_debts(cycle)

    # -- a week ------------------------------------------------------------------------
    def _make_goods(self, rows):
        food = self.env["off.tax.category"].create({"name": "Any", "rate": 20.0})
        products, arrived = [], {}
        for number, (asked, _more, _a, _b, came, grams, taxed) in enumerate(rows):
            product = self._create_product(
                f"Q{number}", price=asked / 100, on_demand=True
            )
            if grams:
                product.write(
                    {
                        "off_unit_quantity": 1,
                        "off_unit_uom_id": self.env.ref("uom.product_uom_kgm").id,
                        "off_billed_by_weight": True,
                    }
                )
            if taxed:
                product.off_tax_category_id = food
            products.append(product)
            arrived[product] = came
        return products, arrived

    def _plan(self, rows, products, own, carried):
        cycle = self.env["off.order.cycle"].browse(self._create_cycle().id)
        cycle.fee_ids = self._create_fee("Cold store", own, self.hub_a)
        edge = self._join(cycle)
        edge.fee_ids = self._create_fee(
            "Cartage",
            carried,
            self.hub_b,
            beneficiary_id=self.carrier.id,
            account_id=self.company_b.off_fee_account_id.id,
        )
        more = {one: row[1] / 100 for one, row in zip(products, rows, strict=True)}
        for offer in edge.offer_ids.filtered(lambda one: one.product_id in more):
            offer.price = offer.incoming_id.price + more[offer.product_id]
        cycle.with_user(self.coordinator_a).action_open()
        return cycle

    def _place(self, rows, products, cycle):
        orders = self.env["sale.order"]
        for edge in cycle.outgoing_ids:
            theirs = edge.company_id == self.company_b
            wanted = {
                product: row[3 if theirs else 2]
                for product, row in zip(products, rows, strict=True)
                if row[3 if theirs else 2]
            }
            if wanted:
                orders |= self._order(edge, wanted, self.families[int(theirs)])
        return orders

    def _take_in(self, cycle, arrived):
        receipts = cycle.picking_ids.filtered(
            lambda one: one.picking_type_code == "incoming"
        )
        for move in receipts.move_ids:
            move.quantity = min(arrived[move.product_id], move.product_uom_qty)
        receipts.move_ids.picked = True
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()

    def _weigh(self, cycle, rows, products):
        grams = {one: row[5] for one, row in zip(products, rows, strict=True)}
        for given_ in cycle.allocation_ids:
            if grams.get(given_.product_id):
                given_.weight = given_.quantity * grams[given_.product_id] / 1000

    # -- what must agree ---------------------------------------------------------------
    def _check_ledger(self):
        self.env.cr.execute(
            "SELECT move_id FROM account_move_line WHERE parent_state = 'posted'"
            " GROUP BY move_id HAVING SUM(balance) <> 0"
        )
        self.assertFalse(self.env.cr.fetchall())

    def _check_agreement(self):
        rows = self.env["off.operator.balance"].search(
            [("company_id", "in", (self.company_a | self.company_b).ids)]
        )
        self.assertFalse(any(rows.mapped("difference")), rows.read())
        self.assertFalse(any(rows.mapped("drafts")))
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_b.id),
                ("partner_id", "=", self.company_a.partner_id.id),
                ("move_type", "=", "in_invoice"),
            ]
        )
        for bill in moves:
            invoice = self.env["account.move"].search(
                [("company_id", "=", self.company_a.id), ("name", "=", bill.ref)]
            )
            self.assertEqual(invoice.amount_total, bill.amount_total)

    def _check_invoices(self, orders):
        """An invoice is what was handed over at the prices of the order."""
        for order in orders:
            invoice = order.invoice_ids
            lines = order.order_line.filtered("off_offer_id")
            expected = sum(
                line.price_reduce_taxinc * (given_.weight or given_.quantity)
                for line in lines
                for given_ in line.off_allocation_ids
            )
            goods = invoice.invoice_line_ids.filtered("sale_line_ids.off_offer_id")
            self.assertAlmostEqual(
                sum(goods.mapped("price_total")), expected, delta=0.011 * len(goods)
            )
            if invoice:
                self.assertAlmostEqual(
                    invoice.amount_total,
                    sum(invoice.invoice_line_ids.mapped("price_total")),
                    2,
                )

    def _check_debts(self, cycle):
        """What customers paid in fees for others is what others are owed."""
        debt = self.company_b.off_fee_account_id
        bills = self._get_bills(self.carrier)
        bills.invoice_date = fields.Date.today()
        bills.action_post()
        self.assertEqual(self._get_balance(debt), 0.0)
