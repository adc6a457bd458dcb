import os
import tempfile
from dataclasses import replace

from odoo import api, models
from odoo.exceptions import UserError

from ..engine.layout import NUMBERS
from ..engine.pages import make_blocks
from ..engine.sheet import SheetFullError, write_sheet
from ..engine.totals import walk
from ..reports.query_lines import HANDED, SHARED

PDF = "off_order_cycle_report.action_report_document"
MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


class OffCycleReport(models.AbstractModel):
    """Reports as files."""

    _inherit = "off.cycle.report"

    @api.model
    def _check_format(self, report, extension):
        if extension not in MIME or (extension == "pdf" and not report.printed):
            raise UserError(
                self.env._(
                    "%s does not exist as such a file: choose the spreadsheet.",
                    self.env._(report.label),
                )
            )

    @api.model
    def _write_file(self, report, filters, extension, on_row=None):
        """Make a file.

        :param on_row: called with the number of rows that are done
        :return: path of a temporary file that the caller removes
        """
        self._check_format(report, extension)
        handle, path = tempfile.mkstemp(prefix="off-report-", suffix=f".{extension}")
        os.close(handle)
        try:
            if extension == "xlsx":
                self._write_xlsx(path, report, filters, on_row)
            else:
                with open(path, "wb") as file:
                    file.write(self._render_pdf(report, filters))
        except BaseException:
            os.unlink(path)
            raise
        return path

    def _write_xlsx(self, path, report, filters, on_row):
        layout = self._get_layout(report)
        texts = {
            "title": self.env._(report.label),
            "total": self.env._("Total"),
            "info": [
                self.env._(report.label),
                *self._describe_filters(report, filters),
            ],
        }
        rows = self._iterate(report, filters, layout)
        try:
            write_sheet(path, rows, layout, self._get_words(), texts, on_row)
        except SheetFullError:
            raise UserError(
                self.env._(
                    "This is more than a spreadsheet takes: choose fewer cycles or "
                    "days."
                )
            ) from None

    @api.model
    def _get_left_out(self, filters):
        """Columns that are empty as long as nothing is shared out: paper is narrow."""
        cycles = self.env["off.order.cycle"].search([("id", "in", filters.cycles)])
        states = set(cycles.mapped("state"))
        left_out = set()
        if states and states.isdisjoint(SHARED):
            left_out |= {"allocated", "cost_shared", "lots"}
        if states and states.isdisjoint(HANDED):
            left_out.add("delivered")
        return frozenset(left_out)

    def _render_pdf(self, report, filters):
        data = {"code": report.code, "filters": filters.as_dict()}
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(PDF, data=data)
        return content


class ReportDocument(models.AbstractModel):
    """What is printed: read by the user who prints, whatever the address says."""

    _name = "report.off_order_cycle_report.document"
    _description = "Printed Report of Order Cycles"

    @api.model
    def _get_report_values(self, docids, data=None):
        """
        :param docids: cycles, where it is printed from there; nothing else is taken
            from them
        :param data: ``{"code", "filters"}``
        """
        Reports = self.env["off.cycle.report"]
        data = data or {}
        report = Reports._get_report(data.get("code") or "supplier_totals")
        Reports._check_format(report, "pdf")
        filters = Reports._read_filters(
            data.get("filters") or {"cycles": list(docids or [])}
        )
        layout = Reports._get_layout(report)
        layout = replace(layout, left_out=Reports._get_left_out(filters))
        columns = [layout.columns[place] for place in layout.get_shown()]
        events = walk(Reports._iterate(report, filters, layout), layout)
        return {
            "report": report,
            "title": self.env._(report.label),
            "info": Reports._describe_filters(report, filters),
            "company": self.env.company,
            "numbers": NUMBERS,
            "columns": columns,
            "share": 100 / sum(column.width for column in columns),
            "blocks": make_blocks(
                events, layout, Reports._get_words(), report.sheet_of
            ),
        }
