from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import format_date

# Accounts that hold what is not known yet (471…473), and money on its way (58).
SUSPENSE_PREFIXES = ("471", "472", "473")
TRANSFER_PREFIX = "58"


class Finding(NamedTuple):
    """What is left to do before a year is closed.

    ``blocking``: the year is not closed with it; the others are told.
    """

    blocking: bool
    what: str
    remedy: str
    model: str = ""
    domain: tuple = ()


class ResCompany(models.Model):
    _inherit = "res.company"

    def _off_get_closing_findings(self, start, end):
        """What is left to do before the year from ``start`` to ``end`` is closed.

        A hook: other add-ons add what is theirs. What concerns cycles and tills is
        asked where their add-ons are there.

        :return: list of Finding
        """
        self.ensure_one()
        company = self.sudo().with_company(self)
        finders = (
            company._off_find_year_running,
            company._off_find_year_before,
            company._off_find_drafts,
            company._off_find_statements,
            company._off_find_suspense,
            company._off_find_transfers,
            company._off_find_third_parties,
            company._off_find_cycles,
            company._off_find_counts,
        )
        return [found for finder in finders for found in finder(start, end)]

    def _off_find_year_running(self, start, end):
        if end >= fields.Date.context_today(self):
            yield Finding(
                True,
                self.env._("The year ends on %s only", format_date(self.env, end)),
                self.env._("Close it once it is over."),
            )

    def _off_find_year_before(self, start, end):
        before = self._off_get_result(None, fields.Date.subtract(start, days=1))
        if not self.currency_id.is_zero(before):
            yield Finding(
                True,
                self.env._(
                    "The years before have a result of %s that was not brought to 120 "
                    "or 129",
                    self.currency_id.format(before),
                ),
                self.env._("Close the year before first."),
            )

    def _off_get_result(self, start, end):
        """Income less charges of posted entries, to the cent.

        :param start: None for all that is before ``end``
        """
        domain = Domain(
            [
                ("company_id", "=", self.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", end),
                ("account_id.internal_group", "in", ("income", "expense")),
            ]
        )
        if start:
            domain &= Domain("date", ">=", start)
        [(balance,)] = self.env["account.move.line"]._read_group(
            domain, aggregates=["balance:sum"]
        )
        return self.currency_id.round(-(balance or 0.0))

    def _off_find_drafts(self, start, end):
        domain = [
            ("company_id", "=", self.id),
            ("state", "=", "draft"),
            ("date", ">=", start),
            ("date", "<=", end),
        ]
        count = self.env["account.move"].search_count(domain)
        if count:
            yield Finding(
                True,
                self.env._("Entries that are drafts: %s", count),
                self.env._("Post or delete each of them."),
                "account.move",
                tuple(domain),
            )

    def _off_find_statements(self, start, end):
        domain = self._get_unreconciled_statement_lines_domain(end)
        lines = self.env["account.bank.statement.line"].search(domain)
        if lines:
            yield Finding(
                True,
                self.env._(
                    "Bank transactions not reconciled: %(count)s (%(journals)s)",
                    count=len(lines),
                    journals=", ".join(lines.journal_id.mapped("name")),
                ),
                self.env._("Reconcile them on the journal, or delete them."),
                "account.bank.statement.line",
                (("id", "in", lines.ids),),
            )
        incomplete = [
            ("company_id", "=", self.id),
            ("date", ">=", start),
            ("date", "<=", end),
            ("is_complete", "=", False),
        ]
        if count := self.env["account.bank.statement"].search_count(incomplete):
            yield Finding(
                False,
                self.env._("Bank statements that do not add up: %s", count),
                self.env._("Compare their first and last balance with the bank's."),
                "account.bank.statement",
                tuple(incomplete),
            )

    def _off_get_balances(self, prefixes, end):
        """:return: ``{account: balance at the end of the day}``, those of zero are
        left out"""
        accounts = self.env["account.account"].search([("company_ids", "in", self.ids)])
        wanted = accounts.filtered(lambda one: (one.code or "").startswith(prefixes))
        groups = self.env["account.move.line"]._read_group(
            [
                ("company_id", "=", self.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", end),
                ("account_id", "in", wanted.ids),
            ],
            ["account_id"],
            ["balance:sum"],
        )
        zero = self.currency_id.is_zero
        return {account: balance for account, balance in groups if not zero(balance)}

    def _off_name_of(self, account):
        """“471000 Suspense accounts”: codes are those of an operator."""
        account = account.with_company(self)
        return f"{account.code} {account.name}"

    def _off_find_suspense(self, start, end):
        for account, balance in self._off_get_balances(SUSPENSE_PREFIXES, end).items():
            yield Finding(
                True,
                self.env._(
                    "Account %(account)s still has %(balance)s",
                    account=self._off_name_of(account),
                    balance=self.currency_id.format(balance),
                ),
                self.env._("Book each amount where it belongs: it waits there."),
                "account.move.line",
                (
                    ("account_id", "=", account.id),
                    ("date", "<=", end),
                    ("parent_state", "=", "posted"),
                ),
            )

    def _off_find_transfers(self, start, end):
        for account, balance in self._off_get_balances((TRANSFER_PREFIX,), end).items():
            yield Finding(
                False,
                self.env._(
                    "Account %(account)s still has %(balance)s",
                    account=self._off_name_of(account),
                    balance=self.currency_id.format(balance),
                ),
                self.env._("Money on its way: see that it arrived in the new year."),
                "account.move.line",
                (("account_id", "=", account.id), ("date", "<=", end)),
            )

    def _off_find_third_parties(self, start, end):
        """Of these are the producers in whose name the operator sells."""
        for account, balance in self._off_get_balances(("467",), end).items():
            yield Finding(
                False,
                self.env._(
                    "Account %(account)s still has %(balance)s",
                    account=self._off_name_of(account),
                    balance=self.currency_id.format(balance),
                ),
                self.env._(
                    "Owed to others, for whom you sold or collected: account for it, "
                    "or see that it is still due."
                ),
                "account.move.line",
                (("account_id", "=", account.id), ("date", "<=", end)),
            )

    # -- of other add-ons, where they are installed ------------------------------------
    def _off_find_cycles(self, start, end):
        if "off.order.cycle" not in self.env:
            return
        domain = [
            ("company_id", "=", self.id),
            ("state", "not in", ("draft", "settled", "cancelled")),
            ("date_close", ">=", start),
            ("date_close", "<", fields.Date.add(end, days=1)),
        ]
        cycles = self.env["off.order.cycle"].search(domain)
        if cycles:
            yield Finding(
                True,
                self.env._(
                    "Cycles that are not settled: %(count)s (%(names)s)",
                    count=len(cycles),
                    names=", ".join(cycles[:5].mapped("name")),
                ),
                self.env._("Settle or cancel each, on the cycle."),
                "off.order.cycle",
                (("id", "in", cycles.ids),),
            )

    def _off_find_counts(self, start, end):
        """Tills with money at the end of the year that nobody counted in its last
        days."""
        if "off.pickup.count" not in self.env:
            return
        journals = self.env["account.journal"].search(
            [("company_id", "=", self.id), ("type", "=", "cash")]
        )
        counted = self.env["off.pickup.count"].search(
            [
                ("journal_id", "in", journals.ids),
                ("date", ">=", fields.Date.subtract(end, days=7)),
                ("date", "<", fields.Date.add(end, days=8)),
            ]
        )
        accounts = (journals - counted.journal_id).default_account_id
        balances = self._off_get_balances(
            tuple(accounts.with_company(self).mapped("code")) or ("-",), end
        )
        for account in balances:
            yield Finding(
                False,
                self.env._("%s was not counted at the end of the year", account.name),
                self.env._("Count the till; the count is kept with the closing."),
            )
