from odoo import models

from .payment_provider import SEPA_DEBIT


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_get_debit_line(self):
        """By which payment method the operator collects direct debits; none before it
        may be used in debit orders and has a creditor identifier."""
        self.ensure_one()
        lines = self.env["account.payment.method.line"].search(
            [
                ("company_id", "=", self.id),
                ("payment_order_ok", "=", True),
                ("payment_method_id.code", "=", "sepa_direct_debit"),
            ],
            order="sequence, id",
        )
        return lines.filtered(lambda line: line._off_get_creditor())[:1]

    def _off_get_creditor_identifier(self):
        return self._off_get_debit_line()._off_get_creditor()

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: the operator's own means of payment, disabled until
        it wants it."""
        result = super()._off_setup_operator(chart_template)
        Provider = self.env["payment.provider"].sudo()
        Provider._setup_provider("custom", custom_mode=SEPA_DEBIT)
        return result


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    def _off_get_creditor(self):
        """The SEPA creditor identifier under which this method collects."""
        company = self.company_id
        return self.sepa_creditor_identifier or company.sepa_creditor_identifier
