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
