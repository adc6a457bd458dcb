from odoo import models

# Where the French chart and those who follow it balance an opening.
OPENING_CODES = ("890", "471")


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_get_opening_account(self):
        """The account against which balances are brought forward, empty if none fits.

        :return: account.account
        """
        Account = self.env["account.account"].with_company(self)
        if not self:
            return Account
        for code in OPENING_CODES:
            found = Account.search(
                [("company_ids", "in", self.ids), ("code", "=like", f"{code}%")],
                order="code",
                limit=1,
            )
            if found:
                return found
        return self.account_journal_suspense_account_id
