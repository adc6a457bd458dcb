from odoo import fields, models


class OffOrderCycle(models.Model):
    """The books of a cycle: customers' invoices, producers' bills."""

    _inherit = "off.order.cycle"

    def action_settle(self):
        """Post the invoices of what was delivered, prepare the producers' bills."""
        for cycle in self:
            cycle._lock_row()
            cycle._check_state("distributed")
            cycle._create_customer_invoices().action_post()
            cycle._create_producer_bills()
            cycle._go_to("settled")
        return True

    def _get_invoice_date(self):
        return self.date_invoice or fields.Date.context_today(self)

    def _create_customer_invoices(self):
        """:return: draft invoices of what was delivered, with their date"""
        orders = self.order_ids.filtered(
            lambda order: order.state == "sale" and order.invoice_status == "to invoice"
        )
        invoices = self.env["account.move"]
        for company in orders.company_id:
            invoices |= (
                orders.filtered(
                    lambda order, company=company: order.company_id == company
                )
                .with_company(company)
                .with_context(off_invoice_date=self._get_invoice_date())
                ._create_invoices()
                .with_env(invoices.env)
            )
        return invoices

    def _create_producer_bills(self):
        """Draft bills of what was received, to be checked against the producers'
        own papers before they are posted."""
        purchases = self.purchase_ids.filtered(
            lambda order: order.invoice_status == "to invoice"
        )
        if purchases:
            purchases.with_company(self.company_id).action_create_invoice()
        return purchases.invoice_ids
