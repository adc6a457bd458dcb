from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..engine.filters import FilterError, read_filters

MODELS = {
    "cycles": "off.order.cycle",
    "hubs": "off.hub",
    "producers": "res.partner",
    "customers": "res.partner",
    "points": "off.pickup.point",
}


class OffCycleReport(models.AbstractModel):
    """What a report is limited to."""

    _inherit = "off.cycle.report"

    @api.model
    def _read_filters(self, values):
        """:raise UserError: they make no sense"""
        try:
            return read_filters(values or {})
        except FilterError as error:
            raise UserError(
                self.env._(
                    "The filter “%s” makes no sense: give ids as a list of numbers, "
                    "days as 2026-12-31, the first before the last.",
                    error.name,
                )
            ) from None

    @api.model
    def _describe_filters(self, report, filters):
        """Texts that tell what a report is limited to, of what the user may read."""
        known = report.get_source().get_filters()
        labels = {
            "cycles": self.env._("Order cycle"),
            "hubs": self.env._("Hub"),
            "producers": self.env._("Producer"),
            "customers": self.env._("Customer"),
            "points": self.env._("Pickup point"),
        }
        texts = []
        for name, model in MODELS.items():
            if name in known and (ids := getattr(filters, name)):
                found = self.env[model].search([("id", "in", ids)])
                names = ", ".join(found.mapped("display_name"))
                texts.append(f"{labels[name]}: {names or '–'}")
        if days := self._describe_days(report, filters):
            texts.append(days)
        return texts

    def _describe_days(self, report, filters):
        source = report.get_source()
        if not source.days or not (filters.date_from or filters.date_to):
            return ""
        first, last = (
            format_date(self.env, day) if day else "…"
            for day in (filters.date_from, filters.date_to)
        )
        kind = self._get_day_kinds()[source.get_days_kind(filters)]
        return self.env._(
            "%(kind)s: %(first)s – %(last)s", kind=kind, first=first, last=last
        )

    @api.model
    def _get_day_kinds(self):
        """:return: ``{kind of days: word for it}``"""
        return {
            "pickup": self.env._("Pickups"),
            "order": self.env._("Orders"),
        }

    @api.model
    def _get_file_name(self, report, filters, extension):
        """“Supplier totals - Week 49 - 2026-12-01.xlsx”"""
        cycles = self.env["off.order.cycle"].search(
            [("id", "in", filters.cycles)], limit=2
        )
        parts = [self.env._(report.label)]
        if len(cycles) == 1:
            parts.append(cycles.name)
        parts.append(fields.Date.context_today(self).isoformat())
        name = " - ".join(parts)
        return f"{name.replace('/', '-')}.{extension}"
