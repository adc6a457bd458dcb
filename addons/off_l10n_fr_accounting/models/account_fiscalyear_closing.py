from odoo import models


class AccountFiscalyearClosing(models.Model):
    _inherit = "account.fiscalyear.closing"

    def _get_default_journal(self, company):
        """Extends: the journal that is kept out of the file of entries (FEC)."""
        return company.off_closing_journal_id or super()._get_default_journal(company)


class AccountFiscalyearClosingMapping(models.Model):
    _inherit = "account.fiscalyear.closing.mapping"

    def account_lines_get(self, account):
        """Extends: entries that were cancelled, or are drafts, move no balance."""
        lines = super().account_lines_get(account)
        return lines.filtered(lambda line: line.parent_state == "posted")
