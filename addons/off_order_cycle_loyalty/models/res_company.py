from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Advances of customers, in the French chart.
ACCOUNT_XMLID = "pcg_4191"
ACCOUNT_CODE = "419100"


class ResCompany(models.Model):
    _inherit = "res.company"

    off_wallet_account_id = fields.Many2one(
        "account.account",
        string="Account of eWallets",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="What customers prepaid: a debt to them, not income. It holds nothing "
        "else, so that its balance is what the eWallets hold.",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends: an account for what customers prepay."""
        result = super()._off_setup_operator(chart_template)
        company = self.sudo()
        if not company.off_wallet_account_id:
            company.off_wallet_account_id = company._off_ensure_account(
                ACCOUNT_XMLID, ACCOUNT_CODE, self.env._("Prepaid by customers")
            )
        return result

    def write(self, vals):
        """Extends: the products of eWallets follow."""
        result = super().write(vals)
        if "off_wallet_account_id" in vals:
            self.env["loyalty.program"].sudo().search(
                [("company_id", "in", self.ids)]
            )._off_set_wallet_products()
        return result

    @api.constrains("off_wallet_account_id")
    def _check_off_wallet_account(self):
        for company in self.sudo():
            account = company.off_wallet_account_id
            if account and account.account_type != "liability_current":
                raise ValidationError(
                    self.env._(
                        "%s is not an account of current liabilities: what customers "
                        "prepaid is theirs until they are given something for it.",
                        account.display_name,
                    )
                )
