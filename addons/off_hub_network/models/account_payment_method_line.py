from odoo import api, models


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Extends account: in books of operators payments wait on an outstanding
        account, also those of journals and methods that come after the set-up."""
        lines = super().create(vals_list)
        companies = lines.filtered(lambda line: not line.payment_account_id).company_id
        for company in companies.filtered("off_is_operator"):
            company._off_set_outstanding_accounts()
        return lines
