from dataclasses import replace

from odoo import api, fields, models

from ..engine.layout import NUMBERS
from ..engine.totals import cut, walk

PAGE = 200  # rows of a page on the screen
LONG = "off_order_cycle_report.long"
LONG_DEFAULT = 20_000


class OffCycleReport(models.AbstractModel):
    """What the screen shows."""

    _inherit = "off.cycle.report"

    @api.model
    @api.readonly
    def get_reports(self, cycle_id=None):
        """The reports to choose from, and the filters to begin with.

        :return: ``{"reports": [{"code", "label", "note", "printed", "hint",
            "filters": names, "days": [{"value", "label"}]}], "filters": dict}``
        """
        self._check_may_read()
        days = self._get_day_kinds()
        return {
            "reports": [
                self._tell_report(report, days) for report in self._get_known_reports()
            ],
            "filters": {"cycles": self._get_first_cycle(cycle_id).ids},
        }

    def _tell_report(self, report, days):
        source = report.get_source()
        return {
            "code": report.code,
            "label": self.env._(report.label),
            "note": self.env._(report.note),
            "printed": report.printed,
            "hint": self.env._(source.hint),
            "filters": source.get_filters(),
            "days": [{"value": kind, "label": days[kind]} for kind in source.days],
        }

    def _get_first_cycle(self, cycle_id):
        """The one that was asked for, else the last one that opened."""
        Cycle = self.env["off.order.cycle"]
        if not Cycle.has_access("read"):
            return Cycle
        if isinstance(cycle_id, int) and cycle_id:
            return Cycle.search([("id", "=", cycle_id)])
        begun = [
            ("state", "not in", ("draft", "cancel")),
            ("date_open", "<=", fields.Datetime.now()),
        ]
        return Cycle.search(begun, limit=1, order="date_open desc, id desc")

    @api.model
    @api.readonly
    def get_page(self, code, filters=None, page=1):
        """One page of a report, with the sums of the groups that end on it.

        :param code: of the report
        :param filters: dict, see ``engine.filters``
        :return: ``{"columns": [{"label", "kind", "number"}], "lines": [{"kind",
            "level", "text", "cells"}], "total": cells or None, "count": rows, "page",
            "pages", "long": whether files of it are made in the background}``
        """
        report = self._get_report(code)
        filters = self._read_filters(filters)
        layout = self._get_layout(report)
        words = self._get_words()
        number = page if isinstance(page, int) and page > 0 else 1
        rows = self._iterate(report, filters, layout)
        shown = cut(walk(rows, layout), number, PAGE)
        layout = self._leave_out_unused(layout, shown.used)
        return {
            "columns": [
                {
                    "name": layout.columns[place].name,
                    "label": layout.columns[place].label,
                    "number": layout.columns[place].kind in NUMBERS,
                }
                for place in layout.get_shown()
            ],
            "lines": [self._tell_event(one, layout, words) for one in shown.events],
            "total": shown.total and self._tell_sums(shown.total, layout, words),
            "count": shown.count,
            "page": number,
            "pages": max(-(-shown.count // PAGE), 1),
            "long": self._is_long(report, filters),
        }

    def _leave_out_unused(self, layout, used):
        """A screen has no room for columns without any value."""
        names = (
            column.name
            for place, column in enumerate(layout.columns)
            if place not in used
        )
        return replace(layout, left_out=frozenset(names))

    @api.model
    def start(self, code, filters=None, extension="xlsx"):
        """Make a file in the background.

        :return: ``{"run": id of off.report.run, "state"}``; the one that is under way
            where the same is asked for again
        """
        report = self._get_report(code)
        run = self.env["off.report.run"]._ask(
            report, self._read_filters(filters), extension
        )
        return {"run": run.id, "state": run.state}

    @api.model
    def _tell_event(self, event, layout, words):
        """:return: ``{"kind", "level", "text", "cells"}`` as the user reads them"""
        told = {"kind": event.kind, "level": event.level}
        if event.kind == "row":
            told["cells"] = [
                words.tell(layout.columns[place], event.row[place])
                for place in layout.get_shown()
            ]
            return told
        texts = (
            words.tell(layout.columns[place], event.row[place])
            for place in layout.get_heads(event.level)
        )
        told["text"] = " · ".join(filter(None, texts)) or "–"
        if event.kind == "sum":
            told["cells"] = self._tell_sums(event, layout, words)
        return told

    @api.model
    def _tell_sums(self, event, layout, words):
        return [
            words.tell(layout.columns[place], event.sums.get(place))
            for place in layout.get_shown()
        ]

    @api.model
    def _is_long(self, report, filters):
        """Whether a file of it is made in the background."""
        return self._count_lines(report, filters) > self._get_limit()

    @api.model
    def _count_lines(self, report, filters):
        return report.get_source().count(self.env, report, filters)

    @api.model
    def _get_limit(self):
        """Lines up to which files are made at once."""
        value = self.env["ir.config_parameter"].sudo().get_param(LONG)
        try:
            return max(int(value or LONG_DEFAULT), 0)
        except ValueError:
            return LONG_DEFAULT
