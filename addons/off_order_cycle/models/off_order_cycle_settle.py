from odoo import fields, models


class OffOrderCycle(models.Model):
    """The books of a cycle: customers' invoices, producers' bills."""

    _inherit = "off.order.cycle"

    def action_settle(self):
        """Post the invoices of what was delivered, prepare the producers' bills."""
        for cycle in self:
            cycle._lock_row()
            cycle._check_state("distributed")
            companies = cycle.company_id | cycle.outgoing_ids.sudo().company_id
            companies._off_check_invoice_day(cycle._get_invoice_date())
            cycle._create_customer_invoices().action_post()
            cycle._create_producer_bills()
            cycle._go_to("settled")
            cycle.sudo().order_ids.invoice_ids._off_follow_up()
        return True

    def _get_invoice_date(self):
        return self.date_invoice or fields.Date.context_today(self)

    def _get_orders_to_invoice(self):
        """Hook: the orders that are invoiced when the cycle is settled."""
        return self.order_ids.filtered(
            lambda order: order.state == "sale" and order.invoice_status == "to invoice"
        )

    def _create_customer_invoices(self):
        """:return: draft invoices of what was delivered, with their date"""
        invoices = self.env["account.move"]
        orders = self._get_orders_to_invoice()
        for company in orders.company_id:
            mine = orders.filtered(lambda order, one=company: order.company_id == one)
            mine = mine.with_company(company)
            invoices |= mine._off_invoice(self._get_invoice_date()).with_env(self.env)
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
