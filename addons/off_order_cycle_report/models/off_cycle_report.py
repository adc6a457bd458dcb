import uuid
from dataclasses import replace
from zoneinfo import ZoneInfo

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..engine.layout import COUNTED, Layout
from ..engine.words import Words
from ..reports import REPORTS, get_report
from ..reports.columns import COLUMNS
from ..reports.query import build_query

BATCH = 2000  # rows that are in memory at a time
BALANCE = {"order_total", "paid", "due"}


class OffCycleReport(models.AbstractModel):
    """The working reports of order cycles, for whoever works for a hub.

    What is read is what the user may read of orders: see ``reports.query``.
    """

    _name = "off.cycle.report"
    _description = "Report of Order Cycles"

    @api.model
    def _check_may_read(self):
        """Customers see their orders too: reports are for the staff."""
        if not self._get_known_reports():
            raise AccessError(
                self.env._(
                    "Reports are for those who may read the orders of the hub. Ask an "
                    "administrator for rights on sales."
                )
            )

    @api.model
    def _get_report(self, code):
        self._check_may_read()
        report = get_report(code)
        if not report or not report.is_for(self.env):
            known = self._get_known_reports()
            raise UserError(
                self.env._(
                    "There is no such report for you. There are: %s.",
                    ", ".join(one.code for one in known),
                )
            )
        return report

    @api.model
    def _get_known_reports(self):
        """:return: list of Report: what the user may choose from"""
        return [report for report in REPORTS.values() if report.is_for(self.env)]

    # -- what it looks like ------------------------------------------------------------
    @api.model
    def _get_layout(self, report):
        """:return: Layout with labels in the user's language"""
        names = (*report.columns, *self._get_more_columns())
        columns = tuple(
            replace(COLUMNS[name][0], label=self.env._(COLUMNS[name][0].label))
            for name in names
        )
        keys = {group.key for group in report.groups}
        hidden = [key for key in report.grain if key in keys and key not in names]
        for kind, name in COUNTED.items():
            asked = any(one.kind == kind and one.total for one in columns)
            if asked and name not in {one.name for one in columns}:
                hidden.append(name)
        return Layout(columns, report.groups, tuple(hidden))

    @api.model
    def _get_more_columns(self):
        """Of operators with different currencies, each amount tells its own."""
        several = len(self.env.companies.currency_id) > 1
        return ("currency",) if several else ()

    @api.model
    def _get_words(self):
        """How the user's language writes numbers, the clock of its operator."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        return Words(
            point=lang.decimal_point or ".",
            separator=lang.thousands_sep or "",
            day=lang.date_format or "%d/%m/%Y",
            hour="%H:%M",
            zone=ZoneInfo(self.env.company._off_get_tz()),
            choices=self._get_choices(),
        )

    @api.model
    def _get_choices(self):
        """:return: ``{name of a column of choices: {value: word}}``"""

        def get(model, name):
            field = self.env[model]._fields[name]
            return dict(field._description_selection(self.env))

        return {
            "storage": get("product.template", "off_storage"),
            "membership": get("off.hub.customer", "state"),
            "visibility": get("res.partner", "off_visibility"),
            "availability": {
                "own": self.env._("own stock"),
                "demand": self.env._("on demand"),
                "limited": self.env._("limited"),
                "none": self.env._("nothing left"),
            },
        }

    # -- what it holds -----------------------------------------------------------------
    @api.model
    def _iterate(self, report, filters, layout):
        """Rows of a report, by a cursor of the database: what they take in memory does
        not grow with their number.

        :return: generator of tuples, see ``Layout``
        """
        self.env.flush_all()
        records = report.get_source().search(self.env, report, filters)
        asked = BALANCE & set(layout.places)
        dues = self._get_dues(records) if asked else None
        query = build_query(self.env, report, layout, records, dues)
        cursor = SQL.identifier(f"off_report_{uuid.uuid4().hex}")
        cr = self.env.cr
        # All rows are read: what comes first the soonest is no good plan.
        cr.execute("SET LOCAL cursor_tuple_fraction = 1")
        cr.execute(SQL("DECLARE %s NO SCROLL CURSOR FOR %s", cursor, query))
        rows = [None] * BATCH
        while len(rows) == BATCH:
            cr.execute(SQL("FETCH FORWARD %s FROM %s", BATCH, cursor))
            rows = cr.fetchall()
            yield from rows
        cr.execute(SQL("CLOSE %s", cursor))

    @api.model
    def _get_dues(self, lines):
        """What customers owe for orders: of what is invoiced what its invoices say,
        where the user may read them; else what their pickup says of what was given,
        ordered and paid.

        :param lines: Query of sale.order.line
        :return: ``{order id: amount in the currency of the order}``
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT DISTINCT order_id FROM sale_order_line WHERE id IN %s",
                lines.subselect(),
            )
        )
        orders = self.env["sale.order"].browse(sorted(order for (order,) in rows))
        dues = self._get_invoiced_dues(
            orders.filtered(lambda order: order.invoice_status == "invoiced")
        )
        rest = orders.filtered(lambda order: order.id not in dues)
        return dues | {order.id: due for order, due in rest._off_get_dues().items()}

    @api.model
    def _get_invoiced_dues(self, orders):
        """An invoice of several orders is owed for each by what it takes of it."""
        moves = self.env["account.move"]
        if not orders or not moves.has_access("read"):
            return {}
        posted = moves._search(
            [
                ("state", "=", "posted"),
                ("move_type", "in", ("out_invoice", "out_refund")),
                ("line_ids.sale_line_ids.order_id", "in", orders.ids),
            ],
            order="id",
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT part.order_id,
                       ROUND(SUM(part.residual * part.amount
                                 / NULLIF(part.whole, 0))::numeric, 2)
                  FROM (SELECT l.order_id, m.id, m.amount_residual * CASE
                               WHEN m.move_type = 'out_refund' THEN -1 ELSE 1 END
                               AS residual,
                               SUM(billed.price_total) AS amount,
                               SUM(SUM(billed.price_total)) OVER (PARTITION BY m.id)
                               AS whole
                          FROM account_move m
                          JOIN account_move_line billed ON billed.move_id = m.id
                          JOIN sale_order_line_invoice_rel rel
                            ON rel.invoice_line_id = billed.id
                          JOIN sale_order_line l ON l.id = rel.order_line_id
                         WHERE m.id IN %s
                         GROUP BY l.order_id, m.id) part
                 WHERE part.order_id = ANY(%s)
                 GROUP BY part.order_id
                """,
                posted.subselect(),
                orders.ids,
            )
        )
        return {order: due or 0.0 for order, due in rows}
