from odoo import api, fields, models

from odoo.addons.payment import utils as payment_utils

SEPA_DEBIT = "sepa_debit"


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    custom_mode = fields.Selection(selection_add=[(SEPA_DEBIT, "SEPA direct debit")])

    def _get_default_payment_method_codes(self):
        """Override of payment to return the default payment method codes."""
        self.ensure_one()
        if self._off_is_debit():
            return {SEPA_DEBIT}
        return super()._get_default_payment_method_codes()

    def _off_is_debit(self):
        return self.custom_mode == SEPA_DEBIT

    @api.model
    def _get_compatible_providers(
        self, *args, sale_order_id=None, report=None, **kwargs
    ):
        """Extends payment: direct debits are for orders of cycles, of customers with a
        valid mandate."""
        providers = super()._get_compatible_providers(
            *args, sale_order_id=sale_order_id, report=report, **kwargs
        )
        debits = providers.filtered(lambda one: one._off_is_debit())
        order = self.env["sale.order"].browse(sale_order_id).exists()
        reason = debits and order._off_get_debit_refusal()
        if not reason:
            return providers
        payment_utils.add_to_report(report, debits, available=False, reason=reason)
        return providers - debits
