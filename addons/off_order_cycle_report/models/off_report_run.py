import base64
import hashlib
import json
import logging
import os
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..reports import get_report

_logger = logging.getLogger(__name__)

WAITING = ("draft", "running")
DAYS = "off_order_cycle_report.days"
DAYS_DEFAULT = 7
STEP = 1000  # rows after which progress is told
TRIES = 2


class OffReportRun(models.Model):
    """A long report that is made in the background, and kept for a few days for who
    asked for it, and for nobody else."""

    _name = "off.report.run"
    _description = "Report Made in the Background"
    _inherit = ["off.step.mixin", "off.kept.mixin"]
    _order = "id desc"
    _follow_steps = frozenset(
        ("state", "user_id", "company_ids", "filters", "code", "extension", "data")
    )

    name = fields.Char(required=True, readonly=True)
    code = fields.Char("Report", required=True, readonly=True)
    filters = fields.Json(readonly=True)
    limits = fields.Char("Limited to", readonly=True)
    extension = fields.Selection(
        [("xlsx", "Spreadsheet"), ("pdf", "PDF")],
        string="File",
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_ids = fields.Many2many("res.company", string="Operators", readonly=True)
    lang = fields.Char(readonly=True)
    key = fields.Char(readonly=True, help="What makes two of them the same.")
    state = fields.Selection(
        [
            ("draft", "Waiting"),
            ("running", "In progress"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        default="draft",
        required=True,
        readonly=True,
    )
    progress = fields.Integer(readonly=True, help="In percent.")
    tries = fields.Integer(readonly=True)
    failure = fields.Char("Why it failed", readonly=True)
    date_done = fields.Datetime("Ready on", readonly=True)
    data = fields.Binary("Download", attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    _one_at_a_time = models.UniqueIndex(
        "(key) WHERE state IN ('draft', 'running')",
        "This report is being made already.",
    )

    # -- asking for it -----------------------------------------------------------------
    @api.model
    def _ask(self, report, filters, extension):
        """Make a report in the background, once however often it is asked for.

        :return: off.report.run of the user
        """
        reports = self.env["off.cycle.report"]
        reports._check_format(report, extension)
        vals = {
            "name": self.env._(report.label),
            "code": report.code,
            "filters": filters.as_dict(),
            "limits": " – ".join(reports._describe_filters(report, filters)),
            "extension": extension,
            "user_id": self.env.uid,
            "lang": self.env.lang,
        }
        same = json.dumps([vals, self.env.companies.ids], sort_keys=True)
        vals["key"] = hashlib.sha256(same.encode()).hexdigest()
        runs = self.sudo()
        run = runs.search([("key", "=", vals["key"]), ("state", "in", WAITING)])
        if not run:
            vals["company_ids"] = [(6, 0, self.env.companies.ids)]
            run = runs.create(vals)
        self._wake()
        return run.with_env(self.env)

    @api.model
    def _wake(self):
        self.env.ref("off_order_cycle_report.cron_run").sudo()._trigger()

    def action_retry(self):
        self.check_access("read")
        for run in self.sudo():
            run._check_state("failed")
            run._go_to("draft", failure=False, tries=0, progress=0)
        self._wake()
        return True

    def action_download(self):
        self.ensure_one()
        self._check_state("done")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/data?download=true",
            "target": "download",
        }

    # -- making it ---------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Make what waits, one after the other: one worker does this at a time."""
        for run in self.search([("state", "=", "running")]):
            run._take_up_again()
        waiting = self.search([("state", "=", "draft")], order="id")
        for number, run in enumerate(waiting, 1):
            run._make()
            if not self.env["ir.cron"]._commit_progress(
                1, remaining=len(waiting) - number
            ):
                break

    def _take_up_again(self):
        """Whoever made it was stopped: another try, and no more."""
        if self.tries < TRIES:
            self._go_to("draft")
        else:
            self._fail(self.env._("It was interrupted. Choose fewer cycles or days."))

    def _make(self):
        self.ensure_one()
        self._go_to("running", tries=self.tries + 1, progress=0)
        commit = self.env["ir.cron"]._commit_progress
        commit()
        path, failure = None, None
        try:
            with self.env.cr.savepoint():
                path, name = self._write_file()
        except UserError as error:
            failure = error.args[0]
        except Exception as error:
            _logger.exception("Report %s failed", self.id)
            failure = self._get_reader().env._(
                "Something went wrong (%s). Try again, or tell an administrator.",
                type(error).__name__,
            )
        # Progress was written beside this transaction, which cannot see it.
        commit()
        self.invalidate_recordset()
        if not self.exists():
            self._remove(path)
        elif failure:
            self._fail(failure)
        else:
            self._keep(path, name)

    def _write_file(self):
        """:return: (path of a temporary file, its name for people)"""
        reports = self._get_reader()
        report = get_report(self.code)
        if not report:
            raise UserError(reports.env._("This report does not exist any more."))
        reports._check_may_read()
        filters = reports._read_filters(self.filters)
        total = reports._count_lines(report, filters)
        path = reports._write_file(
            report,
            filters,
            self.extension,
            lambda count: self._tell_progress(count, total),
        )
        return path, reports._get_file_name(report, filters, self.extension)

    def _get_reader(self):
        """The reports as who asked for this one sees them now.

        :raise UserError: it is nobody who works here any more
        """
        user = self.user_id
        companies = self.company_ids & user.company_ids
        if not (user.active and companies):
            raise UserError(
                self.env._("%s no longer works for this operator.", user.name)
            )
        return (
            self.env["off.cycle.report"]
            .with_user(user)
            .with_context(
                allowed_company_ids=companies.ids,
                lang=self.lang,
                tz=user.tz,
            )
        )

    def _tell_progress(self, count, total):
        """In a transaction of its own, so that it is seen at once."""
        if count % STEP or not total:
            return
        percent = min(100 * count // total, 99)
        with self.env.registry.cursor() as cr:
            cr.execute(
                "UPDATE off_report_run SET progress = %s WHERE id = %s",
                [percent, self.id],
            )

    def _keep(self, path, name):
        try:
            with open(path, "rb") as file:
                data = base64.b64encode(file.read())
        finally:
            self._remove(path)
        self._go_to(
            "done",
            data=data,
            file_name=name,
            progress=100,
            date_done=fields.Datetime.now(),
        )
        self._tell()

    def _remove(self, path):
        if path:
            os.unlink(path)

    def _fail(self, reason):
        self._go_to("failed", failure=reason, date_done=fields.Datetime.now())
        self._tell()

    def _tell(self):
        """Who asked for it is told wherever in Odoo."""
        self.user_id._bus_send(
            "off_report_run",
            {
                "id": self.id,
                "name": self.name,
                "state": self.state,
                "failure": self.failure,
            },
        )

    @api.autovacuum
    def _gc_runs(self):
        """Files are kept for some days."""
        value = self.env["ir.config_parameter"].sudo().get_param(DAYS, "")
        days = int(value) if value.isdigit() else DAYS_DEFAULT
        limit = fields.Datetime.now() - timedelta(days=days)
        self.search(
            [("create_date", "<", limit), ("state", "!=", "running")], limit=1000
        ).unlink()
