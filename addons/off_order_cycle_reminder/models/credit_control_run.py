import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)
# Direct debits of these orders are still to be collected.
AWAITED = ("draft", "open", "generated")


class CreditControlRun(models.Model):
    _inherit = "credit.control.run"

    @api.model
    def _off_cron_remind(self):
        """Remind the customers of the operators that want it so: mails are sent,
        letters are left to print. What cannot be done for one operator keeps none of
        the others from it."""
        companies = self.env["res.company"].search(
            [
                ("off_is_operator", "=", True),
                ("off_reminders", "=", "auto"),
                ("credit_policy_id", "!=", False),
            ]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self.with_company(company)._off_remind(company)
            except Exception:
                _logger.exception("Customers of %s are not reminded", company.name)
            if not self.env["ir.cron"]._commit_progress(1):
                return

    def _off_remind(self, company):
        """One round of reminders.

        :return: credit.control.run, empty where nobody is to be reminded
        """
        today = fields.Date.context_today(self)
        if self.search_count(
            Domain("company_id", "=", company.id) & Domain("date", ">=", today)
        ):
            return self.browse()
        run = self.create(
            {
                "date": today,
                "company_id": company.id,
                "policy_ids": [fields.Command.set(company.credit_policy_id.ids)],
            }
        )
        run.generate_credit_lines()
        if not run.line_ids:
            run.unlink()
            return self.browse()
        run.set_to_ready_lines()
        mails = run.line_ids.filtered(lambda line: line.channel == "email")
        Communication = self.env["credit.control.communication"]
        Communication._generate_comm_from_credit_lines(mails)._generate_emails()
        return run


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _off_get_collected(self):
        """Those of these items that a direct debit is about to collect. Once it is sent
        they are paid by it; what the bank gives back is owed again."""
        if "account.payment.line" not in self.env:
            return self.browse()
        rows = (
            self.env["account.payment.line"]
            .sudo()
            .search(
                [
                    ("move_line_id", "in", self.ids),
                    ("order_id.state", "in", AWAITED),
                ]
            )
        )
        return rows.move_line_id & self

    def _off_take_off_credits(self):
        """
        :return: those of these items that are still owed once the open credits of
            their customers have paid the oldest; ``{item: what of it they pay}``
        """
        rows = self._read_group(
            [
                (
                    "partner_id.commercial_partner_id",
                    "in",
                    self.partner_id.commercial_partner_id.ids,
                ),
                ("account_id", "in", self.account_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("parent_state", "=", "posted"),
                ("amount_residual", "<", 0),
            ],
            ["company_id", "partner_id"],
            ["amount_residual:sum"],
        )
        credits = {}
        for company, partner, amount in rows:
            key = company, partner.commercial_partner_id
            credits[key] = credits.get(key, 0.0) - amount
        left, parts = self.browse(), {}
        for line in self.sorted(lambda one: (one.date_maturity, one.id)):
            key = line.company_id, line.partner_id.commercial_partner_id
            covered = min(credits.get(key, 0.0), line.amount_residual)
            credits[key] = credits.get(key, 0.0) - covered
            if line.company_currency_id.compare_amounts(covered, line.amount_residual):
                left |= line
                parts[line.id] = covered
        return left, parts
