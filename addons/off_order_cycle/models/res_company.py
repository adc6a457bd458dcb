from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

# Third-party accounts of the French and the Spanish chart lie elsewhere; accountants
# move it where theirs are.
FEE_ACCOUNT_CODE = "467100"


class ResCompany(models.Model):
    _inherit = "res.company"

    off_fee_account_id = fields.Many2one(
        "account.account",
        string="Fees collected for other operators",
        check_company=True,
        domain="[('account_type', '=', 'liability_current')]",
        help="Where the fees of a coordinator or producer's hub of another operator "
        "are booked: a debt to it, not income.",
    )

    def _off_setup_operator(self, chart_template=None):
        """Extends off_hub_network: a warehouse, and the transit between operators."""
        result = super()._off_setup_operator(chart_template)
        company = self.sudo()
        Warehouse = self.env["stock.warehouse"].sudo()
        if not Warehouse.search_count([("company_id", "=", company.id)], limit=1):
            Warehouse.with_company(company).create(
                {
                    "name": company.name,
                    "code": self._off_get_warehouse_code(),
                    "company_id": company.id,
                    "partner_id": company.partner_id.id,
                }
            )
        # The first company had its warehouse before it had its name.
        Warehouse.search(
            [("company_id", "=", company.id), ("name", "=", "My Company")]
        ).name = company.name
        self.env.ref("stock.stock_location_inter_company").sudo().active = True
        company._off_set_fee_account()
        return result

    def _off_set_fee_account(self):
        Account = self.env["account.account"].sudo().with_company(self)
        if not self.off_fee_account_id:
            code = Account._search_new_account_code(FEE_ACCOUNT_CODE)
            self.off_fee_account_id = Account.create(
                {
                    "code": code,
                    "name": self.env._("Fees collected for other operators"),
                    "account_type": "liability_current",
                    "company_ids": [fields.Command.link(self.id)],
                }
            )

    def _off_check_invoice_day(self, day):
        """
        :param day: of invoices of these operators
        :raise UserError: where their books are closed for it
        """
        for company in self.sudo():
            journal = (
                self.env["account.journal"]
                .sudo()
                .search(
                    [("company_id", "=", company.id), ("type", "=", "sale")], limit=1
                )
            )
            locks = company._get_violated_lock_dates(day, True, journal)
            if locks:
                raise UserError(
                    self.env._(
                        "The books of %(operator)s are closed until %(last)s: choose a "
                        "later date than %(day)s for its invoices.",
                        operator=company.name,
                        last=format_date(self.env, locks[-1][0]),
                        day=format_date(self.env, day),
                    )
                )

    def _off_get_warehouse_code(self):
        """A short code that no warehouse has: it starts the names of transfers, which
        people of several operators may have before their eyes."""
        letters = "".join(filter(str.isalnum, self.name)).upper() or "WH"
        taken = set(self.env["stock.warehouse"].sudo().search([]).mapped("code"))
        candidates = [letters[:5], *(f"{letters[:3]}{n:02}" for n in range(1, 100))]
        return next((code for code in candidates if code not in taken), letters[:5])
