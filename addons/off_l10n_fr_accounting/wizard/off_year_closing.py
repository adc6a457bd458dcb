from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import format_date


class OffYearClosing(models.TransientModel):
    """Leads through the closing of a fiscal year of a French operator.

    Nothing is kept here: whether a year is closed follows from its closing entry
    (account.fiscalyear.closing of the OCA) and from the lock dates of the company.
    """

    _name = "off.year.closing"
    _description = "Close a Year"

    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        "A day of the year",
        required=True,
        default=lambda self: self._default_date(),
        help="The year that is shown is the one of this day.",
    )
    date_start = fields.Date("From", compute="_compute_dates")
    date_end = fields.Date("To", compute="_compute_dates")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed"), ("final", "Closed for good")],
        compute="_compute_state",
    )
    result = fields.Monetary(
        compute="_compute_state", help="Income less charges of the year."
    )
    line_ids = fields.One2many(
        "off.year.closing.line",
        "closing_id",
        "Left to do",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        precompute=True,
    )
    is_blocked = fields.Boolean(compute="_compute_is_blocked")

    def _default_date(self):
        """The oldest year that is over and not locked, at most the last one."""
        company = self.env.company
        start, _end = company._off_get_year(fields.Date.context_today(self))
        return fields.Date.subtract(start, days=1)

    @api.depends("date", "company_id")
    def _compute_dates(self):
        for closing in self:
            closing.date_start, closing.date_end = closing.company_id._off_get_year(
                closing.date or fields.Date.context_today(closing)
            )

    @api.depends("date", "company_id")
    def _compute_state(self):
        for closing in self:
            closing._check_may_close()
            company = closing.company_id.sudo()
            end = closing.date_end
            done = closing._get_closing().state == "posted"
            locked = (
                company.fiscalyear_lock_date and company.fiscalyear_lock_date >= end
            )
            if company.hard_lock_date and company.hard_lock_date >= end:
                closing.state = "final"
            else:
                closing.state = "closed" if done and locked else "open"
            closing.result = company._off_get_result(closing.date_start, end)
            if done:
                moves = closing._get_closing().move_ids
                lines = moves.line_ids.filtered(
                    lambda line: line.account_id.internal_group == "equity"
                )
                closing.result = -sum(lines.mapped("balance"))

    def _get_closing(self):
        """The OCA's closing of this year, with all rights; at most one."""
        return (
            self.env["account.fiscalyear.closing"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date_end", "=", self.date_end),
                    ("state", "!=", "cancelled"),
                ],
                limit=1,
            )
        )

    @api.depends("date", "company_id")
    def _compute_line_ids(self):
        for closing in self:
            closing._check_may_close()
            found = closing.company_id._off_get_closing_findings(
                closing.date_start, closing.date_end
            )
            closing.line_ids = [Command.clear()] + [
                Command.create(
                    {
                        "is_blocking": one.blocking,
                        "name": one.what,
                        "remedy": one.remedy,
                        "model": one.model,
                        "domain": repr(list(one.domain)),
                    }
                )
                for one in found
            ]

    @api.depends("line_ids.is_blocking")
    def _compute_is_blocked(self):
        for closing in self:
            closing.is_blocked = any(closing.line_ids.mapped("is_blocking"))

    # -- steps -------------------------------------------------------------------------
    def _check_may_close(self):
        self.ensure_one()
        if not self.env.su and (
            self.company_id not in self.env.companies
            or not self.env.user.has_group("account.group_account_manager")
        ):
            raise AccessError(
                self.env._(
                    "Only an accounting administrator of %s closes its years.",
                    self.company_id.sudo().name,
                )
            )

    def _reload(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Close a year"),
            "context": {"default_date": fields.Date.to_string(self.date)},
        }

    def action_check(self):
        self.ensure_one()
        return self._reload()

    def action_close(self):
        """Bring charges and income to the result and lock the year.

        :raise UserError: with what is left to do, where, and how
        """
        self._check_may_close()
        self._check_step("open")
        company = self.company_id.sudo().with_company(self.company_id)
        self._check_nothing_left(company)
        # Odoo's file of entries locks the year it is made for: the entry comes after.
        company.fiscalyear_lock_date = self._get_lock_before(company)
        self._post_result(company)
        company.fiscalyear_lock_date = self.date_end
        return self._reload()

    def _check_step(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The year that ends on %(end)s is “%(state)s”: this step needs it "
                    "to be “%(needed)s”.",
                    end=format_date(self.env, self.date_end),
                    state=labels[self.state],
                    needed=" / ".join(labels[one] for one in states),
                )
            )

    def _check_nothing_left(self, company):
        found = company._off_get_closing_findings(self.date_start, self.date_end)
        left = [f"- {one.what}. {one.remedy}" for one in found if one.blocking]
        if left:
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "%(company)s, year that ends on %(end)s, cannot be closed "
                            "yet:",
                            company=company.name,
                            end=format_date(self.env, self.date_end),
                        ),
                        *left,
                    ]
                )
            )

    def _get_lock_before(self, company):
        before = fields.Date.subtract(self.date_start, days=1)
        return min(company.fiscalyear_lock_date or before, before)

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

    def action_reopen(self):
        """Take a closing back, as long as it is not final: nothing was handed in."""
        self._check_may_close()
        self._check_step("closed")
        company = self.company_id.sudo().with_company(self.company_id)
        company.fiscalyear_lock_date = self._get_lock_before(company)
        self._get_closing().button_cancel()
        return self._reload()

    def action_finalise(self):
        """Seal all entries with a hash and lock the year for good: what the law wants
        of books that were approved. Nothing takes it back."""
        self._check_may_close()
        self._check_step("closed")
        company = self.company_id.sudo().with_company(self.company_id)
        secure = (
            self.env["account.secure.entries.wizard"]
            .sudo()
            .with_company(company)
            .create({"company_id": company.id, "hash_date": self.date_end})
        )
        secure.action_secure_entries()
        company.hard_lock_date = self.date_end
        return self._reload()


class OffYearClosingLine(models.TransientModel):
    _name = "off.year.closing.line"
    _description = "Left to Do Before a Year Is Closed"

    closing_id = fields.Many2one("off.year.closing", required=True, ondelete="cascade")
    is_blocking = fields.Boolean("Has to be done", readonly=True)
    name = fields.Char("What", readonly=True)
    remedy = fields.Char("What to do", readonly=True)
    model = fields.Char(readonly=True)
    domain = fields.Char(readonly=True)

    def action_show(self):
        """Opens what is left to do. The list follows from the check, not from what a
        client sent: it is made anew."""
        self.ensure_one()
        closing = self.closing_id
        closing._check_may_close()
        found = closing.company_id._off_get_closing_findings(
            closing.date_start, closing.date_end
        )
        finding = next((one for one in found if one.what == self.name), None)
        if not finding or not finding.model:
            return False
        return {
            "type": "ir.actions.act_window",
            "name": finding.what,
            "res_model": finding.model,
            "view_mode": "list,form",
            "domain": list(finding.domain),
        }
