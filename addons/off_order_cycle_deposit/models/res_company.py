from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What is owed to customers for containers, in the French chart; accountants move it
# where theirs is.
ACCOUNT_XMLID = "pcg_4196"
ACCOUNT_CODE = "419600"


class ResCompany(models.Model):
    _inherit = "res.company"

    off_deposit_account_id = fields.Many2one(
        "account.account",
        string="Account of deposits",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="What customers paid for containers that they still have: a debt to them, "
        "not income. Its balance by customer is what the containers are worth that "
        "are out. It holds nothing else.",
    )
    off_deposit_tax_ids = fields.Many2many(
        "account.tax",
        "off_deposit_company_tax_rel",
        string="Taxes of deposits",
        check_company=True,
        domain="[('type_tax_use', '=', 'sale')]",
        help="Usually none: what is given back is no sale. Deposits include them.",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends: an account for the deposits on containers."""
        result = super()._off_setup_operator(chart_template)
        self._off_set_deposit_account()
        return result

    def _off_set_deposit_account(self):
        """Choose the account of deposits, or make it, where there is a chart."""
        self.ensure_one()
        company = self.sudo()
        company.off_deposit_account_id = (
            company.off_deposit_account_id
            or company._off_ensure_account(
                ACCOUNT_XMLID, ACCOUNT_CODE, self.env._("Deposits on containers")
            )
        )

    def _off_get_deposit_account(self):
        """:raise UserError: says where to set it"""
        self.ensure_one()
        account = self.sudo().off_deposit_account_id
        if not account:
            raise UserError(
                self.env._(
                    "%s has no account for deposits on containers. Choose a current "
                    "liability under Settings > Companies > Account of deposits, or "
                    "press “Complete the set-up” there.",
                    self.display_name,
                )
            )
        return account

    @api.constrains("off_deposit_tax_ids", "off_deposit_account_id")
    def _check_off_deposit(self):
        for company in self.sudo():
            if company.off_deposit_tax_ids.filtered(lambda tax: not tax.price_include):
                raise ValidationError(
                    self.env._("Deposits include their taxes: choose such taxes.")
                )
            account = company.off_deposit_account_id
            if account and account.account_type != "liability_current":
                raise ValidationError(
                    self.env._(
                        "%s is not an account of current liabilities: deposits belong "
                        "to those who get them back.",
                        account.display_name,
                    )
                )
