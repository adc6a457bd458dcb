from odoo import api, models

# Of Odoo's charts; none of them while one is being loaded.
OUTSTANDING = (
    "account_journal_payment_debit_account_id",
    "account_journal_payment_credit_account_id",
)


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Extends account: in books of operators payments wait on an outstanding
        account, also those of journals and methods that come after the set-up."""
        lines = super().create(vals_list)
        companies = lines.filtered(lambda line: not line.payment_account_id).company_id
        for company in companies.filtered("off_is_operator"):
            chart = self.env["account.chart.template"].sudo().with_company(company)
            if all(chart.ref(name, raise_if_not_found=False) for name in OUTSTANDING):
                company._off_set_outstanding_accounts()
        return lines
