from odoo.exceptions import UserError

from odoo.addons.website_sale.controllers.payment import PaymentPortal


class DebitPayment(PaymentPortal):
    def _validate_transaction_for_order(self, transaction, sale_order):
        """Extends website_sale: no order is placed by direct debit without a mandate,
        whatever is sent."""
        if transaction.provider_id._off_is_debit():
            if reason := sale_order._off_get_debit_refusal():
                raise UserError(reason)
        return super()._validate_transaction_for_order(transaction, sale_order)
