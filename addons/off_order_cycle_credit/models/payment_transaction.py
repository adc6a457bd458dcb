from odoo import models
from odoo.exceptions import UserError


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _off_validate(self, order):
        """Extends off_order_cycle_website: no money comes with an invoice later. The
        limit is drawn here, whatever way the transaction took; where it is passed, or
        the sale is over, nothing was paid and nothing is ordered."""
        if not self.provider_id._off_is_invoice_later():
            return super()._off_validate(order)
        reason = self._off_try_credit(order) or order._off_try_to_validate()
        if reason:
            order.off_invoice_later = False
            self._set_canceled(state_message=reason)
            return None
        order.with_context(send_email=True).action_confirm()
        return None

    def _off_try_credit(self, order):
        """:return: why the order is not allowed by invoice, or nothing"""
        try:
            order._off_draw_credit()
        except UserError as error:
            return error.args[0]
        return ""
