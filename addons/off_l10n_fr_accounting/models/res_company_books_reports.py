from odoo import fields, models
from odoo.fields import Command

from ..books.kinds import ASSOCIATIONS
from .res_company_books import DONE, KEPT, TODO, Step

CLOSING_LEFT_OUT = '[("move_id.closing_type", "!=", "loss_profit")]'
REPORTS = {
    # kinds of operators: reports of their own where the liasse of companies has no
    # place for what they have
    True: (
        "off_l10n_fr_accounting.mis_report_association_pl",
        "off_l10n_fr_accounting.mis_report_association_bs",
    ),
    False: (
        "l10n_fr_mis_reports.mis_report_pl",
        "l10n_fr_mis_reports.mis_report_bs",
    ),
}


class ResCompany(models.Model):
    """Setting up books: the journal of closings, reports, what is not locked yet."""

    _inherit = "res.company"

    def _off_plan_closing_journal(self):
        text = self.env._("Journal for the closing of years")
        if self.off_closing_journal_id:
            return Step(DONE, f"{text}: {self.off_closing_journal_id.display_name}")
        return Step(TODO, text, "_off_create_closing_journal")

    def _off_create_closing_journal(self):
        Journal = self.env["account.journal"].with_context(active_test=False)
        taken = set(Journal.search([("company_id", "=", self.id)]).mapped("code"))
        codes = ["CLO", *(f"CLO{number}" for number in range(1, 100))]
        self.off_closing_journal_id = Journal.create(
            {
                "name": self.env._("Closing of years"),
                "type": "general",
                "code": next(one for one in codes if one not in taken),
                "company_id": self.id,
                "show_on_dashboard": False,
            }
        )

    def _off_plan_reports(self, kind):
        """Balance sheet, profit and loss: this year beside the one before."""
        for xmlid in REPORTS[kind in ASSOCIATIONS]:
            report = self.env.ref(xmlid)
            there = self.env["mis.report.instance"].search_count(
                [("company_id", "=", self.id), ("report_id", "=", report.id)], limit=1
            )
            text = self.env._("Report: %s", report.name)
            if there:
                yield Step(DONE, text)
            else:
                yield Step(TODO, text, "_off_create_report", (report,))

    def _off_create_report(self, report):
        loss = self.env.ref(REPORTS[self.off_operator_kind in ASSOCIATIONS][0])
        return self.env["mis.report.instance"].create(
            {
                # The result of the year stays what it was once the year is closed.
                "analytic_domain": CLOSING_LEFT_OUT if report == loss else "[]",
                "name": f"{report.name} - {self.name}",
                "report_id": report.id,
                "company_id": self.id,
                "target_move": "posted",
                "landscape_pdf": True,
                "period_ids": [
                    Command.create(self._off_prepare_report_year(number, name))
                    for number, name in (
                        (0, self.env._("This year")),
                        (-1, self.env._("Year before")),
                    )
                ],
            }
        )

    def _off_prepare_report_year(self, offset, name):
        """A period of a report that follows the calendar by itself."""
        return {
            "name": name,
            "sequence": 10 - offset * 10,
            "mode": "relative",
            "type": "y",
            "offset": offset,
            "duration": 1,
            "off_is_fiscal_year": True,
        }

    def _off_plan_lock(self):
        """Years that are over and not locked: said, not done."""
        day = fields.Date.context_today(self)
        start, _end = self._off_get_year(day)
        locked = max(
            self.fiscalyear_lock_date or fields.Date.to_date("1970-01-01"),
            self.hard_lock_date or fields.Date.to_date("1970-01-01"),
        )
        if locked >= fields.Date.subtract(start, days=1):
            return Step(DONE, self.env._("The year before is locked"))
        return Step(
            KEPT,
            self.env._(
                "The year before is not locked: Accounting > Closing > Close a Year "
                "does it, once it is complete"
            ),
        )

    def _off_get_year(self, day):
        """:return: (first day, last day) of the fiscal year of ``day``"""
        dates = self.compute_fiscalyear_dates(day)
        return dates["date_from"], dates["date_to"]
