from collections import Counter
from hashlib import sha256

from odoo import models

# What tells a transaction of a file, where the bank gives it no number of its own.
TELLING = ("date", "amount", "payment_ref", "ref", "partner_name", "account_number")


class AccountStatementImport(models.TransientModel):
    _inherit = "account.statement.import"

    def _complete_stmts_vals(self, stmts_vals, journal, account_number):
        """Extends account_statement_import_file: what a file tells is booked once, also
        of formats whose transactions have no number, as CAMT."""
        for statement in stmts_vals:
            seen = Counter()
            for vals in statement["transactions"]:
                if vals.get("unique_import_id"):
                    continue
                told = [statement.get("name"), *(vals.get(name) for name in TELLING)]
                text = "\n".join(map(str, told))
                # Two that are equal are two.
                seen[text] += 1
                vals["unique_import_id"] = sha256(
                    f"{text}\n{seen[text]}".encode()
                ).hexdigest()
        return super()._complete_stmts_vals(stmts_vals, journal, account_number)
