from odoo.addons.website_sale.controllers.payment import PaymentPortal


class CreditPayment(PaymentPortal):
    def _validate_transaction_for_order(self, transaction, sale_order):
        """Extends website_sale: who is beyond its credit limit is told so, with the
        figures, before the order is placed."""
        if transaction.provider_id._off_is_invoice_later():
            sale_order._off_draw_credit()
        elif sale_order.off_invoice_later:
            sale_order.off_invoice_later = False
        return super()._validate_transaction_for_order(transaction, sale_order)
