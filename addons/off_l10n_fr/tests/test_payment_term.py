from datetime import date

from odoo.tests import tagged

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..models.account_payment_term import end_of_decade


@tagged("post_install", "-at_install")
class TestPaymentTerm(AccountTestInvoicingCommon):
    """30 days after the end of the ten days in which goods were delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.term = cls.env.ref("off_l10n_fr.payment_term_decade")

    def _get_due(self, delivery, invoiced="2026-12-31"):
        invoice = self.init_invoice(
            "out_invoice", products=self.product_a, invoice_date=invoiced
        )
        invoice.write(
            {"invoice_payment_term_id": self.term.id, "delivery_date": delivery}
        )
        invoice.action_post()
        (line,) = invoice.line_ids.filtered(
            lambda one: one.display_type == "payment_term"
        )
        self.assertEqual(line.date_maturity, invoice.invoice_date_due)
        return invoice.invoice_date_due

    def test_months_have_three_ends(self):
        for day, last in (
            (date(2026, 12, 1), date(2026, 12, 10)),
            (date(2026, 12, 10), date(2026, 12, 10)),
            (date(2026, 12, 11), date(2026, 12, 20)),
            (date(2026, 12, 21), date(2026, 12, 31)),
            (date(2027, 2, 28), date(2027, 2, 28)),
            (date(2028, 2, 22), date(2028, 2, 29)),
        ):
            with self.subTest(day=day):
                self.assertEqual(end_of_decade(day), last)

    def test_the_delivery_counts_not_the_invoice(self):
        # Delivered on the 4th: the ten days end on the 10th.
        self.assertEqual(self._get_due("2026-12-04"), date(2027, 1, 9))
        self.assertEqual(self._get_due("2026-12-20"), date(2027, 1, 19))

    def test_without_a_delivery_the_day_of_the_invoice_counts(self):
        self.assertEqual(self._get_due(False, "2026-12-24"), date(2027, 1, 30))

    def test_a_later_day_of_delivery_moves_what_is_due(self):
        invoice = self.init_invoice(
            "out_invoice", products=self.product_a, invoice_date="2026-12-31"
        )
        invoice.invoice_payment_term_id = self.term
        invoice.delivery_date = "2026-12-04"
        self.assertEqual(invoice.invoice_date_due, date(2027, 1, 9))
        invoice.delivery_date = "2026-12-14"
        self.assertEqual(invoice.invoice_date_due, date(2027, 1, 19))

    def test_other_terms_are_as_odoo_has_them(self):
        self.term = self.env.ref("account.account_payment_term_30days")
        self.assertEqual(self._get_due("2026-12-04"), date(2027, 1, 30))
