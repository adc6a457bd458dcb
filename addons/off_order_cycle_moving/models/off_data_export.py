import base64
import logging
import os
import tempfile
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..engine.package import Column, Package, Resource

_logger = logging.getLogger(__name__)

GROUPS = ("off_hub_network.group_coordinator", "account.group_account_manager")
DAYS = 7
DIRECT = 20_000  # rows that one may wait for
TRIES = 2


class OffDataExport(models.Model):
    """All data of an operator, in open formats, for who may leave with them.

    What is read is what the user who asks may read, of this operator alone.
    """

    _name = "off.data.export"
    _description = "Export of All Data"
    _inherit = ["off.step.mixin", "off.kept.mixin"]
    _order = "id desc"
    _follow_steps = frozenset(("state", "user_id", "company_id", "data"))

    company_id = fields.Many2one(
        "res.company", "Operator", required=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="cascade"
    )
    has_documents = fields.Boolean("With invoices as PDF", readonly=True)
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
    tries = fields.Integer(readonly=True)
    failure = fields.Char("Why it failed", readonly=True)
    date_done = fields.Datetime("Ready on", readonly=True)
    row_count = fields.Integer("Rows", readonly=True)
    missing = fields.Char(
        "Left out", readonly=True, help="What you may not read, and is not in the file."
    )
    data = fields.Binary("File", attachment=True, readonly=True)
    file_name = fields.Char(readonly=True)

    @api.depends("company_id", "create_date")
    def _compute_display_name(self):
        for export in self:
            export.display_name = self.env._(
                "Data of %s", export.company_id.sudo().name or ""
            )

    # -- asking for it -----------------------------------------------------------------
    @api.model
    def _check_may(self, company):
        user = self.env.user
        if not (
            any(user.has_group(group) for group in GROUPS)
            and company in user.company_ids
            and company in self.env.companies
        ):
            raise AccessError(
                self.env._(
                    "All data are exported by coordinators of the operator and by "
                    "those who manage its accounts."
                )
            )

    @api.model
    def _ask(self, company, has_documents):
        """
        :return: off.data.export of the user; made at once where it is small
        """
        self._check_may(company)
        exports = self.sudo()
        export = exports.search(
            [
                ("company_id", "=", company.id),
                ("user_id", "=", self.env.uid),
                ("has_documents", "=", has_documents),
                ("state", "in", ("draft", "running")),
            ],
            limit=1,
        ) or exports.create(
            {
                "company_id": company.id,
                "user_id": self.env.uid,
                "has_documents": has_documents,
            }
        )
        if export.state == "draft" and not has_documents:
            tables, ids = export._get_rows()
            if sum(map(len, ids.values())) <= DIRECT:
                export._make()
                return export.with_env(self.env)
        self._wake()
        return export.with_env(self.env)

    @api.model
    def _wake(self):
        self.env.ref("off_order_cycle_moving.cron_export").sudo()._trigger()

    def action_retry(self):
        self.check_access("read")
        for export in self.sudo():
            export._check_state("failed")
            export._go_to("draft", failure=False, tries=0)
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
        commit = self.env["ir.cron"]._commit_progress
        for export in self.search([("state", "=", "running")]):
            if export.tries < TRIES:
                export._go_to("draft")
            else:
                export._fail(self.env._("It was interrupted. Try again later."))
        waiting = self.search([("state", "=", "draft")], order="id")
        for number, export in enumerate(waiting, 1):
            export._go_to("running", tries=export.tries + 1)
            commit()
            export._make()
            if not commit(1, remaining=len(waiting) - number):
                break

    def _make(self):
        """Write the file, or say why not."""
        self.ensure_one()
        handle, path = tempfile.mkstemp(suffix=".zip")
        os.close(handle)
        try:
            with self.env.cr.savepoint():
                count, missing = self._write_package(path)
            with open(path, "rb") as file:
                data = base64.b64encode(file.read())
            self._go_to(
                "done",
                data=data,
                file_name=self._get_file_name(),
                row_count=count,
                missing=", ".join(missing),
                date_done=fields.Datetime.now(),
            )
        except (UserError, AccessError) as error:
            self._fail(error.args[0])
        except Exception as error:
            _logger.exception("Export %s failed", self.id)
            self._fail(
                self.env._(
                    "Something went wrong (%s). Try again, or tell an administrator.",
                    type(error).__name__,
                )
            )
        finally:
            os.unlink(path)

    def _fail(self, reason):
        self._go_to("failed", failure=reason, date_done=fields.Datetime.now())

    def _get_file_name(self):
        day = fields.Date.to_string(fields.Date.context_today(self))
        letters = "".join(
            char if char.isalnum() else "-" for char in self.company_id.name.lower()
        )
        return f"{letters}-{day}.zip"

    def _get_reader(self):
        """The tables as who asked for them sees them now, of this operator alone.

        :raise AccessError: it is nobody any more who may
        """
        company = self.company_id
        reader = (
            self.env["off.data.export.tables"]
            .with_user(self.user_id)
            .with_context(
                allowed_company_ids=company.ids,
                lang=self.user_id.lang,
                tz="UTC",
                active_test=False,
                prefetch_langs=False,
            )
        )
        if not (self.user_id.active and company in self.user_id.company_ids):
            raise AccessError(
                self.env._("%s no longer works for this operator.", self.user_id.name)
            )
        reader.env["off.data.export"]._check_may(company)
        return reader

    def _get_rows(self):
        """
        :return: list of Table that the user may read, ``{name of table: ids}``
        """
        reader = self._get_reader()
        tables, ids = [], {}
        for table in reader._get_tables(self.company_id.with_env(reader.env)):
            Model = reader.env[table.model]
            if Model.has_access("read"):
                tables.append(table)
                ids[table.name] = Model.search(table.domain, order="id").ids
        return tables, ids

    def _write_package(self, path):
        """
        :return: number of rows, names of the tables that are left out
        """
        reader = self._get_reader()
        company = self.company_id.with_env(reader.env)
        tables, ids = self._get_rows()
        known = {table.name for table in tables}
        missing = [
            table.name
            for table in reader._get_tables(company)
            if table.name not in known
        ]
        exported = {}
        for table in tables:
            # Of two tables of one model the first is the one that others refer to.
            exported.setdefault(table.model, (table.name, set(ids[table.name])))
        with Package(path) as package:
            for table in tables:
                columns = reader._get_columns(table, exported)
                resource = Resource(
                    table.name,
                    reader.env["ir.model"]._get(table.model).name,
                    [column for _field, column, _way in columns],
                )
                package.write_table(
                    resource,
                    reader._read_rows(table, ids[table.name], columns, exported),
                )
            self._write_documents(reader, package, tables, ids)
            package.write_description(
                name="off-export",
                title=self.env._("Data of %s", company.name),
                created=fields.Datetime.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
                sources=[{"title": "Odoo 19, Open Food France"}],
                off_missing=missing,
            )
            return sum(one.count for one in package.resources), missing

    # -- documents ---------------------------------------------------------------------
    def _write_documents(self, reader, package, tables, ids):
        """The list of all files on what is exported, and posted invoices as PDF."""
        Attachment = reader.env["ir.attachment"]
        columns = [
            Column("id", "integer"),
            Column("name", "string"),
            Column("mimetype", "string"),
            Column("size", "integer"),
            Column("table", "string"),
            Column("row", "integer"),
            Column("path", "string"),
        ]
        resource = Resource("documents", self.env._("Documents"), columns)
        package.write_table(
            resource, self._read_documents(Attachment, package, tables, ids)
        )
        if self.has_documents:
            for attachment, path in self._get_invoice_files(reader, ids):
                package.write_file(path, attachment.raw)

    def _read_documents(self, Attachment, package, tables, ids):
        paths = {}
        if self.has_documents:
            reader = Attachment.env["off.data.export.tables"]
            paths = {
                attachment.id: path
                for attachment, path in self._get_invoice_files(reader, ids)
            }
        by_model = {}
        for table in tables:
            by_model.setdefault(table.model, table)
        for table in by_model.values():
            found = Attachment.search(
                [
                    ("res_model", "=", table.model),
                    ("res_id", "in", ids[table.name]),
                    ("res_field", "in", (False, "invoice_pdf_report_file")),
                ],
                order="id",
            )
            for one in found:
                yield [
                    one.id,
                    one.name,
                    one.mimetype,
                    one.file_size,
                    table.name,
                    one.res_id,
                    paths.get(one.id),
                ]

    def _get_invoice_files(self, reader, ids):
        """:return: list of (ir.attachment, path in the file)"""
        invoices = reader.env["account.move"].search(
            [("id", "in", ids.get("invoices", [])), ("state", "=", "posted")]
        )
        names = {invoice.id: invoice.name for invoice in invoices}
        files = reader.env["ir.attachment"].search(
            [
                ("res_model", "=", "account.move"),
                ("res_id", "in", invoices.ids),
                ("res_field", "in", (False, "invoice_pdf_report_file")),
                ("mimetype", "=", "application/pdf"),
            ],
            order="id",
        )
        result = []
        for one in files:
            stem = names[one.res_id].replace("/", "-")
            result.append((one, f"documents/{stem}-{one.id}.pdf"))
        return result

    @api.autovacuum
    def _gc_exports(self):
        limit = fields.Datetime.now() - timedelta(days=DAYS)
        self.search(
            [("create_date", "<", limit), ("state", "!=", "running")], limit=100
        ).unlink()
