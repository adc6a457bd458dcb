from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.off_order_cycle_intercompany.tests.common import GuestCommon


class BeneficiaryCommon(GuestCommon):
    """Two operators with books, and a carrier."""

    @classmethod
    def _prepare_books(cls):
        result = super()._prepare_books()
        for company in (cls.company_a, cls.company_b):
            company._off_setup_operator("generic_coa")
        cls.carrier = cls.env["res.partner"].create({"name": "North Carriers"})
        return result

    def _create_fee(self, name, amount, hub, **vals):
        return self.env["off.fee"].create(
            {
                "name": name,
                "hub_id": hub.id,
                "calculator": "flat_per_order",
                "amount": amount,
                "tax_rule": "none",
                **vals,
            }
        )

    def _create_taxes(self):
        """20 % on what A sells and B buys; A has its prices with taxes."""
        for company, use in ((self.company_a, "sale"), (self.company_b, "purchase")):
            account = self.env["account.account"].create(
                {
                    "name": "VAT",
                    "code": "445900",
                    "account_type": "liability_current",
                    "company_ids": [Command.set(company.ids)],
                }
            )
            parts = [
                Command.create(
                    {
                        "document_type": kind,
                        "repartition_type": part,
                        "account_id": part == "tax" and account.id,
                    }
                )
                for kind in ("invoice", "refund")
                for part in ("base", "tax")
            ]
            tax = (
                self.env["account.tax"]
                .with_company(company)
                .create(
                    {
                        "name": f"20 % {use}",
                        "amount": 20.0,
                        "type_tax_use": use,
                        "company_id": company.id,
                        "price_include_override": use == "sale" and "tax_included",
                        "repartition_line_ids": parts,
                    }
                )
            )
            if use == "sale":
                self._get_product().taxes_id = [Command.link(tax.id)]

    def _get_bills(self, partner):
        return self.env["account.move"].search(
            [
                ("company_id", "=", self.company_b.id),
                ("partner_id", "=", partner.id),
                ("move_type", "=", "in_invoice"),
                ("off_fee_line_ids", "!=", False),
            ]
        )

    def _get_product(self):
        return self.env.ref("off_order_cycle_beneficiary.product_fee")

    def _get_balance(self, account):
        lines = self.env["account.move.line"].search(
            [("account_id", "=", account.id), ("parent_state", "=", "posted")]
        )
        return round(sum(lines.mapped("balance")), 2)


@tagged("post_install", "-at_install")
class TestBeneficiary(BeneficiaryCommon):
    """Hub B of operator B sells in the cycle of operator A, whose fee of 0.50 an order
    its customers bear, and a fee of 1.00 for a carrier."""

    def setUp(self):
        super().setUp()
        self.debt = self.company_b.off_fee_account_id
        self.shared.fee_ids = self._create_fee("Cold store", 0.5, self.hub_a)
        edge = self._join()
        edge.fee_ids = self._create_fee(
            "Cartage",
            1.0,
            self.hub_b,
            beneficiary_id=self.carrier.id,
            account_id=self.debt.id,
        )
        self.whole = self.shared.with_user(self.coordinator_a)
        self.whole.action_open()
        self.orders = self._order(edge, {self.product: 2}, self.families[0])
        self.orders |= self._order(edge, {self.leeks: 1}, self.families[1])

    def _finish(self):
        self.whole.action_close()
        for picking in self.shared.purchase_ids.picking_ids:
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
            picking.move_ids.picked = True
            picking.with_context(skip_backorder=True).button_validate()
        self.whole.action_allocate()
        self.whole.action_distribute()
        self.whole.action_settle()

    def _get_invoices(self):
        return self.env["account.move"].search(
            [
                ("company_id", "=", self.company_a.id),
                ("partner_id", "=", self.company_b.partner_id.id),
                ("move_type", "=", "out_invoice"),
                ("invoice_line_ids.product_id", "=", self._get_product().id),
            ]
        )

    def test_another_operator_invoices_what_was_collected_for_it(self):
        self.company_a.off_vat_exempt = True
        self._finish()
        bill, invoice = self._get_bills(self.company_a.partner_id), self._get_invoices()
        self.assertEqual((bill.state, invoice.state), ("posted", "posted"))
        self.assertEqual((bill.amount_total, invoice.amount_total), (1.0, 1.0))
        self.assertEqual(bill.ref, invoice.name)
        self.assertEqual(len(bill.off_fee_line_ids), 2)
        self.assertIn("Shared week", invoice.invoice_origin)
        # What was collected for the carrier is still a debt: its paper is awaited.
        self.assertEqual(self._get_balance(self.debt), -2.0)
        carrier = self._get_bills(self.carrier)
        self.assertEqual((carrier.state, carrier.amount_total), ("draft", 2.0))
        carrier.invoice_date = carrier.date
        carrier.action_post()
        self.assertEqual(self._get_balance(self.debt), 0.0)

    def test_who_deducts_taxes_owes_them_on_top(self):
        self._create_taxes()
        self._finish()
        bill, invoice = self._get_bills(self.company_a.partner_id), self._get_invoices()
        self.assertEqual(invoice.amount_untaxed, 1.0)
        self.assertEqual(
            (bill.amount_untaxed, bill.amount_total, bill.state),
            (1.0, invoice.amount_total, "posted"),
        )
        self.assertEqual(invoice.amount_total, 1.2)
        self.assertEqual(self._get_balance(self.debt), -2.0)

    def test_who_deducts_none_owes_what_it_collected(self):
        self._create_taxes()
        self.company_b.off_vat_exempt = True
        self._finish()
        bill, invoice = self._get_bills(self.company_a.partner_id), self._get_invoices()
        self.assertEqual((invoice.amount_total, bill.amount_total), (1.0, 1.0))
        self.assertEqual((bill.amount_tax, bill.state), (0.0, "posted"))
        self.assertAlmostEqual(invoice.amount_tax, 0.17)
        self.assertEqual(self._get_balance(self.debt), -2.0)

    def test_each_fee_is_billed_once(self):
        self._finish()
        self.orders.invoice_ids.sudo()._off_follow_up()
        self.assertEqual(len(self._get_bills(self.company_a.partner_id)), 1)
        self.assertEqual(len(self._get_bills(self.carrier)), 1)

    def test_a_credit_note_lowers_the_next_bill(self):
        self._finish()
        invoice = self.orders[0].invoice_ids
        refund = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        refund.action_post()
        refund.sudo()._off_follow_up()
        # Nothing is owed by it alone: it waits for more.
        self.assertEqual(len(self._get_bills(self.carrier)), 1)
        waiting = self.env["account.move"]._off_find_unbilled_fees(
            self.company_b, self.carrier
        )
        self.assertEqual(sum(waiting.mapped("balance")), 1.0)
        again = invoice.copy({"invoice_date": invoice.invoice_date})
        for old, new in zip(
            invoice.invoice_line_ids, again.invoice_line_ids, strict=True
        ):
            new.write(
                {
                    "sale_line_ids": old.sale_line_ids,
                    "off_beneficiary_id": old.off_beneficiary_id.id,
                }
            )
        again.invoice_line_ids.filtered(
            lambda one: one.off_beneficiary_id == self.carrier
        ).price_unit = 3.0
        again.action_post()
        again.sudo()._off_follow_up()
        bills = self._get_bills(self.carrier)
        self.assertEqual(sorted(bills.mapped("amount_total")), [2.0, 2.0])

    def test_income_with_a_beneficiary_stays_income(self):
        self.debt.account_type = "income"
        self._finish()
        self.assertFalse(self._get_bills(self.carrier))

    # -- agreement ---------------------------------------------------------------------
    def _get_rows(self, user, company):
        self.env.flush_all()
        rows = self.env["off.operator.balance"].with_user(user)
        return rows.with_context(allowed_company_ids=company.ids).search([])

    def _create_keeper(self, login, company):
        return new_test_user(
            self.env,
            login,
            "account.group_account_invoice,off_hub_network.group_user",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    def test_what_operators_owe_each_other_agrees(self):
        keepers = [
            self._create_keeper(f"between_{one.id}", one)
            for one in (self.company_a, self.company_b)
        ]
        self.assertFalse(self._get_rows(keepers[0], self.company_a))
        self._finish()
        supply = self.shared.supply_sale_ids.invoice_ids
        (ours,) = self._get_rows(keepers[0], self.company_a)
        (theirs,) = self._get_rows(keepers[1], self.company_b)
        self.assertEqual(ours.other_id, self.company_b.partner_id)
        self.assertEqual(
            ours.ours, supply.amount_total + self._get_invoices().amount_total
        )
        self.assertEqual((ours.difference, theirs.difference), (0, 0))
        self.assertEqual((ours.theirs, theirs.ours), (ours.ours, -ours.ours))
        self.assertEqual((ours.drafts, ours.their_drafts), (0, 0))
        # One of them is written to without the other.
        bill = self._get_bills(self.company_a.partner_id)
        bill.button_draft()
        (ours,) = self._get_rows(keepers[0], self.company_a)
        ours.invalidate_recordset()
        self.assertEqual(ours.difference, bill.amount_total)
        self.assertEqual((ours.drafts, ours.their_drafts), (0, 1))
        items = ours.action_view_items()
        found = self.env["account.move.line"].search(items["domain"])
        self.assertEqual(sum(found.mapped("balance")), ours.ours)

    def test_nobody_reads_the_books_of_others(self):
        self._finish()
        keeper = self._create_keeper("between_b", self.company_b)
        rows = self._get_rows(self.env.user, self.company_a | self.company_b)
        mine = rows.filtered(lambda one: one.company_id == self.company_a)
        with self.assertRaises(AccessError):
            mine.with_user(keeper).read(["ours"])
        with self.assertRaises(AccessError):
            self._get_rows(self.manager_b, self.company_b)
