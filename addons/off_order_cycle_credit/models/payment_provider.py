from odoo import api, fields, models

from odoo.addons.payment import utils as payment_utils

INVOICE_LATER = "invoice_later"


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    custom_mode = fields.Selection(selection_add=[(INVOICE_LATER, "Invoice later")])

    def _get_default_payment_method_codes(self):
        """Override of payment to return the default payment method codes."""
        self.ensure_one()
        if self._off_is_invoice_later():
            return {INVOICE_LATER}
        return super()._get_default_payment_method_codes()

    def _off_is_invoice_later(self):
        return self.custom_mode == INVOICE_LATER

    @api.model
    def _get_compatible_providers(
        self, *args, sale_order_id=None, report=None, **kwargs
    ):
        """Extends payment: an invoice later is for orders of cycles, for whom the
        operator allows it, within the limit."""
        providers = super()._get_compatible_providers(
            *args, sale_order_id=sale_order_id, report=report, **kwargs
        )
        later = providers.filtered(lambda one: one._off_is_invoice_later())
        if not later:
            return providers
        order = self.env["sale.order"].browse(sale_order_id).exists()
        reason = order._off_get_credit_refusal() if order else self._off_say_no_order()
        if not reason:
            return providers
        payment_utils.add_to_report(report, later, available=False, reason=reason)
        return providers - later

    def _off_say_no_order(self):
        return self.env._("Invoices later are for orders of a cycle.")
