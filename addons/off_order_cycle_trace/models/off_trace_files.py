import os
import tempfile

import xlsxwriter

from odoo import api, models
from odoo.exceptions import UserError

BATCH = 2000  # rows that are in memory at a time
MAX_LINES = 1_048_000  # of a sheet
PDF = "off_order_cycle_trace.action_report_trace"


class OffTrace(models.AbstractModel):
    """The whole trace as a spreadsheet, and on paper."""

    _inherit = "off.trace"

    @api.model
    def _write_xlsx(self, kind, record_id, options=None):
        """:return: path of a temporary file that the caller removes"""
        record = self._get_subject(kind, record_id)
        handle, path = tempfile.mkstemp(prefix="off-trace-", suffix=".xlsx")
        os.close(handle)
        setup = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        try:
            with xlsxwriter.Workbook(path, setup) as book:
                if kind in ("order", "customer"):
                    told = self._trace_back(record, options or {})
                    self._write_back(book, told["given"])
                else:
                    self._write_forward(book, record)
        except BaseException:
            os.unlink(path)
            raise
        return path

    def _write_sheet(self, book, name, heads, rows):
        """:param rows: iterable of tuples, numbers as floats"""
        sheet = book.add_worksheet(name[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(heads) - 1, 18)
        for place, head in enumerate(heads):
            sheet.write_string(0, place, head, bold)
        for line, row in enumerate(rows, 1):
            if line > MAX_LINES:
                raise UserError(self.env._("This is more than a spreadsheet takes."))
            for place, value in enumerate(row):
                if isinstance(value, float):
                    sheet.write_number(line, place, value)
                else:
                    # As a text: a customer called “=1+1” computes nothing.
                    sheet.write_string(line, place, str(value or ""))

    def _get_heads(self, *names):
        """:return: list of heads of columns"""
        heads = {
            "balance": self.env._("What became of it"),
            "best_before": self.env._("Best before"),
            "certainty": self.env._("Certainty"),
            "customer": self.env._("Customer"),
            "date": self.env._("Date"),
            "email": self.env._("Email"),
            "lot": self.env._("Lot"),
            "operator": self.env._("Operator"),
            "order": self.env._("Order"),
            "partner": self.env._("Received from"),
            "phone": self.env._("Phone"),
            "point": self.env._("Pickup point"),
            "producer": self.env._("Producer"),
            "product": self.env._("Product"),
            "purchase": self.env._("Purchase order"),
            "quantity": self.env._("Quantity"),
            "receipt": self.env._("Receipt"),
            "received": self.env._("Received on"),
            "remark": self.env._("Remark"),
            "unit": self.env._("Unit"),
        }
        return [heads[name] for name in names]

    def _write_forward(self, book, record):
        scope = self._get_scope(self._get_companies(), *self._get_roots(record))
        goods = self._tell_goods(scope)
        heads = self._get_heads(
            *("product", "lot", "producer", "partner", "purchase", "receipt"),
            *("received", "quantity", "unit", "best_before"),
        )
        rows = (
            (
                *(one["product"], one["lot"], one["producer"], source["partner"]),
                *(source["purchase"], source["receipt"], source["date"]),
                *(source["quantity"], one["unit"], one["best_before"]),
            )
            for one in goods
            for source in one["sources"]
        )
        self._write_sheet(book, self.env._("Origin"), heads, rows)
        heads = self._get_heads("product", "lot", "balance", "quantity", "unit")
        rows = (
            (one["product"], one["lot"], row["label"], row["quantity"], one["unit"])
            for one in goods
            for row in one["balance"]
        )
        self._write_sheet(book, self.env._("Balance"), heads, rows)
        self._write_customers(book, scope)

    def _write_customers(self, book, scope):
        heads = self._get_heads(
            *("customer", "phone", "email", "order", "point", "date", "product"),
            *("lot", "quantity", "unit", "remark"),
        )
        rows = self._iterate_customers(scope)
        self._write_sheet(book, self.env._("Customers"), heads, rows)
        operators = self._tell_operators(scope)
        if operators:
            heads = self._get_heads("operator", "phone", "email", "date", "quantity")
            names = ("name", "phone", "email", "date", "quantity")
            rows = (tuple(one[name] for name in names) for one in operators)
            self._write_sheet(book, self.env._("Other operators"), heads, rows)

    def _iterate_customers(self, scope):
        mixed = self.env._("mixed: one of several receipts")
        waiting = self.env._("not handed over yet")
        offset = 0
        while rows := self._read_given(
            scope["companies"], scope["condition"], BATCH, offset
        ):
            for row in self._tell_rows(scope, rows):
                remarks = [mixed] if row["mixed"] else []
                remarks += [] if row["date"] else [waiting]
                yield (
                    *(row["customer"], row["phone"], row["email"], row["order"]),
                    *(row["point"], row["date"], row["product"], row["lot"]),
                    *(row["quantity"], row["unit"], ", ".join(remarks)),
                )
            offset += len(rows)
        without = self.env._("without an order of a cycle")
        for row in self._tell_others(scope):
            yield (
                *(row["partner"], row["phone"], row["email"]),
                *(row["order"] or row["reference"], "", row["date"], "", ""),
                *(row["quantity"], "", without),
            )

    def _write_back(self, book, given):
        heads = self._get_heads(
            *("order", "customer", "product", "quantity", "unit", "date", "lot"),
            *("best_before", "producer", "certainty", "partner", "purchase", "receipt"),
            "received",
        )
        mixed = self.env._("mixed: one of several receipts")
        rows = (
            (
                *(row["order"], row["customer"], row["product"], row["quantity"]),
                *(row["unit"], row["date"], row["lot"], row["best_before"]),
                *(row["producer"], mixed if row["mixed"] else "", source["partner"]),
                *(source["purchase"], source["receipt"], source["date"]),
            )
            for row in given
            for source in row["sources"] or [self._get_nothing()]
        )
        self._write_sheet(book, self.env._("Origin"), heads, rows)

    def _get_nothing(self):
        return dict.fromkeys(("partner", "purchase", "receipt", "date"), "")

    @api.model
    def _render_pdf(self, kind, record_id, options=None):
        data = {"kind": kind, "id": record_id, "options": options or {}}
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(PDF, data=data)
        return content


class ReportTrace(models.AbstractModel):
    """What is printed: read by the user who prints, whatever the address says."""

    _name = "report.off_order_cycle_trace.trace"
    _description = "Printed Trace"

    @api.model
    def _get_report_values(self, docids, data=None):
        """
        :param docids: lots, where it is printed from there
        :param data: ``{"kind", "id", "options"}``
        """
        trace = self.env["off.trace"]
        trace._get_companies()
        wanted = [("lot", one, {}) for one in docids or []]
        if data and data.get("kind"):
            wanted = [(data["kind"], int(data["id"]), data.get("options") or {})]
        told = [self._get_whole(*one) for one in wanted]
        write = self.env["product.template"]._off_write_number
        return {"traces": told, "company": self.env.company, "write": write}

    def _get_whole(self, kind, record_id, options):
        """All pages of a trace."""
        trace = self.env["off.trace"]
        told = trace.get_trace(kind, record_id, options)
        rows = told.get("customers", {}).get("rows")
        for page in range(2, told.get("customers", {}).get("pages", 1) + 1):
            more = trace.get_trace(kind, record_id, {**options, "page": page})
            rows += more["customers"]["rows"]
        return told
