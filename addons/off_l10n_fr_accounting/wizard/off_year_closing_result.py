from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class OffYearClosing(models.TransientModel):
    """The entry that brings charges and income to the result, by the OCA's closing."""

    _inherit = "off.year.closing"

    def _post_result(self, company):
        lines = self.env["account.move.line"].sudo()
        if not lines.search_count(
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("date", ">=", self.date_start),
                ("date", "<=", self.date_end),
                ("account_id.internal_group", "in", ("income", "expense")),
            ],
            limit=1,
        ):
            return
        if not company.off_closing_journal_id:
            company._off_create_closing_journal()
        Closing = self.env["account.fiscalyear.closing"].sudo().with_company(company)
        closing = Closing.search(
            [("company_id", "=", company.id), ("year", "=", self.date_end.year)]
        )
        closing.filtered(lambda one: one.state != "posted").unlink()
        closing = Closing.create(self._prepare_closing(company))
        if closing.button_calculate() is not True:
            raise UserError(
                self.env._(
                    "The entry of the result does not balance: check the accounts of "
                    "classes 6 and 7 of %s.",
                    company.name,
                )
            )
        closing.button_post()
        self._check_nothing_stays(company)

    def _check_nothing_stays(self, company):
        """Accounts of charges and income that the closing does not know."""
        groups = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", company.id),
                    ("parent_state", "=", "posted"),
                    ("date", ">=", self.date_start),
                    ("date", "<=", self.date_end),
                    ("account_id.internal_group", "in", ("income", "expense")),
                ],
                ["account_id"],
                ["balance:sum"],
            )
        )
        zero = company.currency_id.is_zero
        left = [account for account, balance in groups if not zero(balance)]
        if left:
            raise UserError(
                self.env._(
                    "These accounts of charges or income are in neither class 6 nor 7: "
                    "%s. Correct their number or their type, then close the year.",
                    ", ".join(company._off_name_of(account) for account in left),
                )
            )

    def _prepare_closing(self, company):
        template = self.env.ref("off_l10n_fr_accounting.closing_template").sudo()
        result = company._off_get_result(self.date_start, self.date_end)
        code = "120000" if result >= 0 else "129000"
        account = company._off_get_accounts([code]).get(code)
        if not account:
            raise UserError(
                self.env._(
                    "%(company)s has no account %(code)s for its result: set up its "
                    "books first.",
                    company=company.name,
                    code=code,
                )
            )
        return {
            "name": f"{self.date_start} - {self.date_end}",
            "company_id": company.id,
            "year": self.date_end.year,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "date_opening": fields.Date.add(self.date_end, days=1),
            "closing_template_id": template.id,
            "check_draft_moves": True,
            "move_config_ids": [
                Command.create(
                    self._prepare_config(company, template.move_config_ids, account)
                )
            ],
        }

    def _prepare_config(self, company, config, account):
        return {
            "name": config.name,
            "code": config.code,
            "sequence": config.sequence,
            "move_type": config.move_type,
            "closing_type_default": config.closing_type_default,
            "date": self.date_end,
            "journal_id": company.off_closing_journal_id.id,
            "mapping_ids": [
                Command.create(
                    {
                        "name": one.name,
                        "src_accounts": one.src_accounts,
                        "dest_account_id": account.id,
                    }
                )
                for one in config.mapping_ids
            ],
        }
