from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _off_validate(self, order):
        """Extends off_order_cycle_website: the money is collected after the invoice.
        Where the mandate is gone, or the sale is over, nothing was paid and nothing is
        ordered."""
        if not self.provider_id._off_is_debit():
            return super()._off_validate(order)
        reason = order._off_get_debit_refusal() or order._off_try_to_validate()
        if reason:
            self._set_canceled(state_message=reason)
            return None
        order.preferred_payment_method_line_id = order.company_id._off_get_debit_line()
        order.with_context(send_email=True).action_confirm()
        return None
