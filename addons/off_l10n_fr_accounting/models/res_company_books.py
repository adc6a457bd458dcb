from typing import NamedTuple

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..books.kinds import (
    ACCOUNTS,
    ASSOCIATIONS,
    CARRIED_CODES,
    MENTION_NON_PROFIT,
    MENTION_SMALL,
    RENAMED,
    RESULT_CODES,
)

TODO, DONE, KEPT = "todo", "done", "kept"


class Step(NamedTuple):
    """One thing that setting up books does, or leaves as it is.

    ``state`` is TODO, DONE (as it should be) or KEPT (somebody changed it: it stays);
    ``method`` of res.company takes ``arguments``.
    """

    state: str
    text: str
    method: str = ""
    arguments: tuple = ()


class ResCompany(models.Model):
    """Books of a French operator, set up in one go for its kind.

    What is done is planned first and shown; the same plan is then carried out. It can
    be run again: what is there stays, whatever the accountant made of it.
    """

    _inherit = "res.company"

    def _off_set_up_books(self, kind, mention=None):
        """Carry out the plan for an operator of this kind.

        :param kind: key of ``books.kinds.KINDS``
        :param mention: why invoices have no VAT, where they have none
        :raise AccessError: for who may not set up books of this company
        """
        self._off_check_may_set_up_books()
        company = self.sudo().with_company(self)
        for step in company._off_plan_books(kind, mention):
            if step.state == TODO:
                getattr(company, step.method)(*step.arguments)
        return True

    def _off_check_may_set_up_books(self):
        self.ensure_one()
        if not self.env.su and (
            self not in self.env.companies
            or not self.env.user.has_group("account.group_account_manager")
        ):
            raise AccessError(
                self.env._(
                    "Only an accounting administrator of %s sets up its books.",
                    self.sudo().name,
                )
            )

    def _off_plan_books(self, kind, mention=None):
        """What setting up these books would do.

        :return: list of Step
        :raise UserError: where there is no French chart yet
        """
        self.ensure_one()
        company = self.sudo().with_company(self)
        if company.chart_template != "fr":
            raise UserError(
                self.env._(
                    "%s has no French chart of accounts: set its country to France and "
                    "press “Set up as operator” on the company first.",
                    company.name,
                )
            )
        return [
            company._off_plan_kind(kind),
            *company._off_plan_vat(kind, mention),
            *company._off_plan_accounts(kind),
            *company._off_plan_names(kind),
            company._off_plan_result_accounts(),
            company._off_plan_cash_differences(),
            company._off_plan_closing_journal(),
            *company._off_plan_reports(kind),
            company._off_plan_lock(),
        ]

    # -- kind and VAT ------------------------------------------------------------------
    def _off_plan_kind(self, kind):
        labels = dict(
            self._fields["off_operator_kind"]._description_selection(self.env)
        )
        text = self.env._("Kind of operator: %s", labels[kind])
        if self.off_operator_kind == kind:
            return Step(DONE, text)
        return Step(TODO, text, "write", ({"off_operator_kind": kind},))

    def _off_plan_vat(self, kind, mention):
        """The kind decides for associations; a company or a cooperative may be exempt
        as a small one, which its own setting tells."""
        exempt = self.off_vat_exempt
        if kind in ASSOCIATIONS:
            exempt = kind == "association"
        if exempt:
            text = self.env._("Not liable to VAT: nothing that it sells bears any")
        else:
            text = self.env._(
                "Liable to VAT: goods bear the rate of their tax category, new ones "
                "that of food (5.5 %)"
            )
        if exempt != self.off_vat_exempt:
            yield Step(TODO, text, "write", ({"off_vat_exempt": exempt},))
        else:
            yield Step(DONE, text)
        if exempt:
            yield self._off_plan_mention(kind, mention)

    def _off_plan_mention(self, kind, mention):
        mention = mention or self.off_vat_mention
        if not mention:
            mention = MENTION_NON_PROFIT if kind == "association" else MENTION_SMALL
        text = self.env._("Invoices say “%s”", mention)
        if self.off_vat_mention == mention:
            return Step(DONE, text)
        return Step(TODO, text, "write", ({"off_vat_mention": mention},))

    # -- accounts ----------------------------------------------------------------------
    def _off_get_accounts(self, codes):
        accounts = self.env["account.account"].with_company(self)
        accounts = accounts.with_context(active_test=False)
        found = accounts.search(
            [("company_ids", "in", self.ids), ("code", "in", list(codes))]
        )
        return {account.code: account for account in found}

    def _off_plan_accounts(self, kind):
        wanted = ACCOUNTS[kind]
        there = self._off_get_accounts(one.code for one in wanted)
        missing = [one for one in wanted if one.code not in there]
        for one in wanted:
            account = there.get(one.code)
            name = one.name_fr if (self.env.lang or "").startswith("fr") else one.name
            if not account:
                continue
            if account.name in (one.name, one.name_fr):
                text = self.env._("Account %(code)s %(name)s", code=one.code, name=name)
                yield Step(DONE, text)
            else:
                text = self.env._(
                    "Account %(code)s is there as “%(name)s” and stays so",
                    code=one.code,
                    name=account.name,
                )
                yield Step(KEPT, text)
        for one in missing:
            name = one.name_fr if (self.env.lang or "").startswith("fr") else one.name
            text = self.env._("New account %(code)s %(name)s", code=one.code, name=name)
            yield Step(TODO, text, "_off_create_book_account", (one,))

    def _off_create_book_account(self, one):
        account = self.env["account.account"].create(
            {
                "code": one.code,
                "name": one.name,
                "account_type": one.account_type,
                "company_ids": [Command.set(self.ids)],
            }
        )
        self._off_name_account(account, one)

    def _off_name_account(self, account, one):
        for code, _name in self.env["res.lang"].get_installed():
            name = one.name_fr if code.startswith("fr") else one.name
            account.with_context(lang=code).name = name

    def _off_plan_names(self, kind):
        renamed = RENAMED[kind]
        there = self._off_get_accounts(one.code for one in renamed)
        for one in renamed:
            account = there.get(one.code)
            if not account:
                continue
            english = account.with_context(lang="en_US").name
            name = one.name_fr if (self.env.lang or "").startswith("fr") else one.name
            if english == one.was:
                text = self.env._(
                    "Account %(code)s is called %(name)s", code=one.code, name=name
                )
                yield Step(TODO, text, "_off_name_account", (account, one))
            elif english == one.name:
                text = self.env._("Account %(code)s %(name)s", code=one.code, name=name)
                yield Step(DONE, text)
            else:
                text = self.env._(
                    "Account %(code)s is there as “%(name)s” and stays so",
                    code=one.code,
                    name=account.name,
                )
                yield Step(KEPT, text)

    def _off_plan_result_accounts(self):
        codes = RESULT_CODES + CARRIED_CODES
        missing = set(codes) - set(self._off_get_accounts(codes))
        if missing:
            raise UserError(
                self.env._(
                    "%(company)s has no account %(codes)s, which the result of a year "
                    "needs: create it under Accounting > Configuration > Chart of "
                    "Accounts.",
                    company=self.name,
                    codes=", ".join(sorted(missing)),
                )
            )
        return Step(
            DONE,
            self.env._(
                "Result of the year on 120 and 129, carried forward on 110, 119"
            ),
        )

    def _off_plan_cash_differences(self):
        """Odoo books differences of tills on accounts of its own (999001, 999002),
        which the French chart does not have."""
        text = self.env._("Differences of tills on 758 and 658")
        now = (
            self.default_cash_difference_income_account_id,
            self.default_cash_difference_expense_account_id,
        )
        wanted = self._off_get_accounts(("758000", "658000"))
        if len(wanted) < 2 or not any(self._off_is_odoos(one) for one in now):
            return Step(DONE, text)
        return Step(TODO, text, "_off_set_cash_differences")

    def _off_is_odoos(self, account):
        code = account.with_company(self).code or ""
        return not account or code.startswith("9990")

    def _off_set_cash_differences(self):
        """On the operator and its journals, where Odoo's own are set."""
        found = self._off_get_accounts(("758000", "658000"))
        gain, loss = found["758000"], found["658000"]
        journals = self.env["account.journal"].search(
            [("company_id", "=", self.id), ("type", "in", ("cash", "bank"))]
        )
        for record, names in (
            (
                self,
                (
                    "default_cash_difference_income_account_id",
                    "default_cash_difference_expense_account_id",
                ),
            ),
            *(
                (journal, ("profit_account_id", "loss_account_id"))
                for journal in journals
            ),
        ):
            for name, account in zip(names, (gain, loss), strict=True):
                if self._off_is_odoos(record[name]):
                    record[name] = account
