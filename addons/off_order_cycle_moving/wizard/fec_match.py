"""Where the accounts and the people of a FEC are in the operator's own books."""

from collections import defaultdict
from decimal import Decimal

from odoo.fields import Command

from ..engine.cells import fold
from ..engine.opening import guess_type, map_accounts

PERSONAL = {"asset_receivable": "member", "liability_payable": "producer"}
# Accounts of people in the French chart, wherever the user books them in the end.
NUMBERS = {"411": "member", "413": "member", "416": "member", "418": "member"}
NUMBERS |= {"401": "producer", "403": "producer", "404": "producer", "408": "producer"}


class FecMatch:
    """
    :param company: the operator
    :param fec, opening: what was read, not needed to prepare accounts
    """

    def __init__(self, company, env, fec=None, opening=None):
        self.company = company
        self.env = company.with_env(env).with_company(company).env
        self.fec = fec
        self.opening = opening
        accounts = (
            self.env["account.account"]
            .sudo()
            .search([("company_ids", "in", company.ids)])
        )
        self.accounts = {account.code: account for account in accounts if account.code}
        self.types = {code: one.account_type for code, one in self.accounts.items()}
        if opening:
            numbers = {number for number, _person in opening.balances}
            self.mapped = map_accounts(numbers, self.accounts, self._get_usual())

    def _get_usual(self):
        """The accounts of customers and suppliers who have none of their own."""
        nobody = self.env["res.partner"].new({})
        return {
            "411": nobody.property_account_receivable_id.code,
            "401": nobody.property_account_payable_id.code,
        }

    def prepare_accounts(self):
        """:return: list of values of off.fec.import.account, one for each number"""
        sums = defaultdict(lambda: [Decimal(), Decimal()])
        for (number, _person), (debit, credit) in self.fec.sums.items():
            if number in self.mapped:
                sums[number][0] += debit
                sums[number][1] += credit
        result = []
        for number, (how, code) in sorted(self.mapped.items()):
            account = self.accounts.get(code) if how != "new" else None
            debit, credit = sums[number]
            result.append(
                {
                    "code": number,
                    "name": self.fec.labels[number],
                    "debit": float(debit),
                    "credit": float(credit),
                    "balance": float(debit - credit),
                    "account_id": account.id if account else False,
                    "proposed_id": account.id if account else False,
                    "proposed": how,
                }
            )
        return result

    def prepare_account(self, number, label):
        """Values of an account that is missing here."""
        kind = guess_type(number, self.types)
        return {
            "code": number,
            "name": label or number,
            "account_type": kind,
            "reconcile": kind in PERSONAL,
            "company_ids": [Command.set(self.company.ids)],
        }

    def find_result_account(self, result):
        """:param result: below zero is a profit"""
        prefix = "120" if result < 0 else "129"
        codes = sorted(code for code in self.accounts if code.startswith(prefix))
        return self.accounts[codes[0]] if codes else self.env["account.account"]

    # -- people ------------------------------------------------------------------------
    def prepare_partners(self):
        """:return: list of values of off.fec.import.partner, one for each auxiliary
        number on an account of customers or suppliers"""
        sums, labels = defaultdict(Decimal), {}
        for (number, person), balance in self.opening.balances.items():
            kind = PERSONAL.get(self._get_type(number)) or NUMBERS.get(number[:3])
            if person and kind:
                sums[kind, person] += balance
                labels.setdefault((kind, person), self.fec.people[number, person])
        codes = {person for _kind, person in sums}
        references = {
            kind: self.env["off.former.reference"]._get_partners(
                self.company, kind, codes
            )
            for kind in PERSONAL.values()
        }
        named = self._load_names() if sums else {}
        return [
            {
                "code": person,
                "name": labels[kind, person],
                "kind": kind,
                "balance": float(balance),
                **self._find(person, labels[kind, person], references[kind], named),
            }
            for (kind, person), balance in sorted(sums.items())
        ]

    def _get_type(self, number):
        how, code = self.mapped[number]
        if how == "new":
            return guess_type(number, self.types)
        return self.types[code]

    def _load_names(self):
        """Those with whom the operator has to do, by name."""
        partners = self.env["res.partner"].search(
            [
                "|",
                ("off_company_ids", "in", self.company.ids),
                ("off_is_member", "=", True),
                ("parent_id", "=", False),
            ]
        )
        names = defaultdict(list)
        for partner in partners:
            names[fold(partner.name)].append(partner)
        return names

    def _find(self, person, label, references, named):
        if partner := references.get(person):
            return self._propose("reference", partner)
        fitting = named.get(fold(label), [])
        if len(fitting) == 1:
            return self._propose("name", fitting[0])
        return {"proposed": "several" if fitting else "new"}

    def _propose(self, how, partner):
        return {
            "proposed": how,
            "partner_id": partner.id,
            "proposed_id": partner.id,
        }
