from unittest.mock import patch

from odoo.tests import tagged

from .common import MandateCommon


@tagged("post_install", "-at_install")
class TestSelfBilling(MandateCommon):
    kind = "billing"

    def _get_bill(self):
        return self.cycle.purchase_ids.invoice_ids

    def test_the_bill_is_drawn_up_and_posted(self):
        self._create_order({self.product: 4})
        self._finish({self.product: 3})
        bill = self._get_bill()
        self.assertEqual(bill.state, "posted")
        self.assertTrue(bill.journal_id.is_self_billing)
        self.assertEqual(bill.off_mandate_id, self.mandate)
        self.assertEqual(bill.invoice_date, self.cycle._get_invoice_date())
        # as received, at the frozen price, with the producer's VAT, deducted
        self.assertEqual(bill.amount_total, 7.5)
        self.assertEqual(bill.invoice_line_ids.tax_ids, self.tax_bought)
        self.assertTrue(bill.off_to_tell)

    def test_numbers_are_those_of_each_producer(self):
        other = self.env["res.partner"].create({"name": "Other"})
        self._create_order({self.product: 4})
        self._finish()
        bill = self._get_bill()
        self.assertIn(str(self.producer.id).zfill(5), bill.name)
        self.assertTrue(bill.name.endswith("0001"))
        further = bill.copy({"partner_id": other.id, "invoice_date": bill.invoice_date})
        further.action_post()
        self.assertTrue(further.name.endswith("0001"))
        again = bill.copy({"invoice_date": bill.invoice_date})
        again.action_post()
        self.assertTrue(again.name.endswith("0002"))

    def test_without_a_mandate_a_bill_waits_for_the_producers_paper(self):
        self.mandate.action_end()
        self._create_order({self.product: 4})
        self._finish()
        bill = self._get_bill()
        self.assertEqual(bill.state, "draft")
        self.assertFalse(bill.journal_id.is_self_billing)
        self.assertFalse(bill.off_to_tell)

    def test_what_is_agreed_later_is_for_later_bills(self):
        self.mandate.action_end()
        self._create_order({self.product: 4})
        self.cycle.action_close()
        # its bill would have no tax, which the order has
        self._create_mandate(vat_liable=False).action_sign()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(self._get_bill().state, "draft")
        self.assertFalse(self._get_bill().off_mandate_id)

    def test_what_was_agreed_holds_until_it_is_billed(self):
        self._create_order({self.product: 4})
        self.cycle.action_close()
        self.mandate.action_end()
        self._receive()
        self.cycle.action_allocate()
        self.cycle.action_distribute()
        self.cycle.action_settle()
        self.assertEqual(self._get_bill().off_mandate_id, self.mandate)
        self.assertEqual(self._get_bill().state, "posted")

    def test_producers_are_told_once_with_the_paper(self):
        self.producer.email = "farm@example.com"
        self._create_order({self.product: 4})
        self._finish()
        bill = self._get_bill()
        self.env["off.producer.mandate"].flush_model()
        with patch.object(
            self.env.registry["ir.actions.report"],
            "_render_qweb_pdf",
            lambda *args, **kwargs: (b"%PDF-1.4", "pdf"),
        ):
            bill._off_tell()
        self.assertFalse(bill.off_to_tell)
        mail = self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("res_id", "=", bill.id)]
        )
        self.assertEqual(mail.recipient_ids, self.producer)
        self.assertIn(bill.name, mail.subject)
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertIn("answer this mail until", mail.body_html)

    def test_the_paper_says_that_it_is_self_billed(self):
        self._create_order({self.product: 4})
        self._finish()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("account.report_invoice", self._get_bill().ids)[0]
            .decode()
        )
        self.assertIn("Self-billing: drawn up by", html)
        self.assertIn("May be contested until", html)


@tagged("post_install", "-at_install")
class TestSelfBillingOfExempt(MandateCommon):
    """An association that cannot deduct VAT bills for a farm that owes it."""

    kind = "billing"
    vat_exempt = True

    def test_the_bill_shows_the_vat_and_costs_it(self):
        self._create_order({self.product: 4})
        self._finish()
        bill = self.cycle.purchase_ids.invoice_ids
        self.assertEqual(bill.amount_total, 10.0)
        self.assertAlmostEqual(bill.amount_tax, 0.65)
        costs = bill.line_ids.filtered(lambda one: one.display_type != "payment_term")
        self.assertEqual(len(costs.account_id), 1)
        self.assertEqual(sum(costs.mapped("balance")), 10.0)


@tagged("post_install", "-at_install")
class TestSelfBillingForExempt(MandateCommon):
    kind = "billing"
    vat_liable = False

    def test_no_vat_is_deducted(self):
        self._create_order({self.product: 4})
        self._finish()
        bill = self.cycle.purchase_ids.invoice_ids
        self.assertEqual(bill.amount_total, 10.0)
        self.assertEqual(bill.amount_tax, 0.0)
        self.assertFalse(self.cycle.purchase_ids.order_line.tax_ids)
