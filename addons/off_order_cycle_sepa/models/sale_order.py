from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_debit_refusal(self):
        """Why this order cannot be paid by direct debit, or nothing."""
        order = self.sudo()
        if not order.off_exchange_id:
            return self.env._("Direct debits are for orders of a cycle.")
        if not order.company_id._off_get_debit_line():
            return self.env._(
                "%s has no payment method for SEPA direct debits.",
                order.company_id.name,
            )
        if not order.partner_invoice_id._off_get_mandate(order.company_id):
            return self.env._(
                "Sign a direct debit mandate in your account first; it can be used "
                "once %s has validated it.",
                order.company_id.name,
            )
        return ""

    def _off_suggests_mandate(self):
        """Whether the customer could pay by direct debit if it had a mandate."""
        order = self.sudo()
        if not order.off_exchange_id or not order.company_id._off_get_debit_line():
            return False
        if order.partner_invoice_id._off_get_mandate(order.company_id):
            return False
        providers = self.env["payment.provider"].sudo()
        debits = providers.search(
            [
                ("custom_mode", "=", "sepa_debit"),
                ("company_id", "=", order.company_id.id),
                ("state", "in", ("enabled", "test")),
                ("is_published", "=", True),
            ]
        )
        return bool(order._off_keep_shown_providers(debits))

    def _get_invoice_grouping_keys(self):
        """Extends sale: what is collected by direct debit is not invoiced together with
        what is paid otherwise."""
        keys = super()._get_invoice_grouping_keys()
        if "preferred_payment_method_line_id" in keys:
            return keys
        return [*keys, "preferred_payment_method_line_id"]
