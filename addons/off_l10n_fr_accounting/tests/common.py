from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class FrenchBooksCommon(BaseCommon):
    """Two French operators; the accountant of the first, who is no administrator."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        france = cls.env.ref("base.fr")
        cls.company, cls.other = cls.env["res.company"].create(
            [
                {"name": "Amap of the Vale", "country_id": france.id},
                {"name": "Another one", "country_id": france.id},
            ]
        )
        cls.company._off_setup_operator()
        cls.accountant = cls._new_user(
            "accountant_books", "account.group_account_manager"
        )
        cls.books = cls.company.with_user(cls.accountant).with_company(cls.company)

    @classmethod
    def _new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    @classmethod
    def _account(cls, code):
        return cls.company._off_get_accounts([code])[code]

    @classmethod
    def _journal(cls, kind="general"):
        return cls.env["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", kind)], limit=1
        )

    @classmethod
    def _book(cls, day, *rows, post=True):
        """An entry of rows (code, balance) on a day."""
        move = (
            cls.env["account.move"]
            .with_company(cls.company)
            .create(
                {
                    "journal_id": cls._journal().id,
                    "date": day,
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": cls._account(code).id,
                                "debit": max(balance, 0),
                                "credit": max(-balance, 0),
                            }
                        )
                        for code, balance in rows
                    ],
                }
            )
        )
        if post:
            move.action_post()
        return move
