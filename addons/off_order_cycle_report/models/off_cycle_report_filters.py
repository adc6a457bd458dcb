from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..engine.filters import FilterError, read_filters

# {filter: (model, field of sale.order.line, of off.offer or None)}
PATHS = {
    "cycles": ("off.order.cycle", "order_id.off_cycle_id", "cycle_id"),
    "hubs": ("off.hub", "order_id.off_hub_id", "exchange_id.hub_id"),
    "producers": ("res.partner", "off_offer_id.producer_id", "producer_id"),
    "customers": ("res.partner", "order_id.partner_id", None),
    "points": ("off.pickup.point", "order_id.off_slot_id.point_id", None),
}
DAYS = {
    "pickup": ("order_id.off_slot_id.date_start", "exchange_id.slot_ids.date_start"),
    "order": ("order_id.date_order", None),
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
    def _search_source(self, report, filters):
        """What a report is about, as the user may read it.

        :return: Query of sale.order.line or off.offer
        """
        place = 0 if report.source == "lines" else 1
        domain = Domain.AND(
            [
                Domain(PATHS[name][place + 1], "in", list(ids))
                for name in PATHS
                if (ids := getattr(filters, name)) and PATHS[name][place + 1]
            ]
        )
        if path := DAYS[filters.date_kind][place]:
            domain &= self._get_days_domain(path, filters)
        companies = self.env.companies.ids
        own = Domain("company_id", "in", companies)
        if report.source == "lines":
            domain &= (
                Domain("state", "=", "sale")
                & Domain("display_type", "=", False)
                & Domain("order_id.off_cycle_id", "!=", False)
            )
            Line = self.env["sale.order.line"]
            mine = Line._search(own & domain, order="id")
            if not (report.bought and self._has_guests(filters)):
                return mine
            # What producers supply is also what goes to hubs of other operators: how
            # much, not to whom.
            supplied = Domain("off_offer_id.incoming_id.company_id", "in", companies)
            return Line.sudo()._search(
                Domain("id", "in", mine) | (supplied & domain), order="id"
            )
        return self.env["off.offer"]._search(
            own & Domain("direction", "=", "outgoing") & domain, order="id"
        )

    def _has_guests(self, filters):
        """Whether hubs of other operators sell what these operators order."""
        companies = self.env.companies.ids
        domain = [
            ("direction", "=", "outgoing"),
            ("cycle_id.company_id", "in", companies),
            ("company_id", "not in", companies),
        ]
        if filters.cycles:
            domain.append(("cycle_id", "in", list(filters.cycles)))
        return bool(self.env["off.exchange"].sudo().search_count(domain, limit=1))

    def _get_days_domain(self, path, filters):
        """Days by the clock of the operator."""
        domain = Domain.TRUE
        if filters.date_from:
            domain &= Domain(path, ">=", self._get_midnight(filters.date_from))
        if filters.date_to:
            end = self._get_midnight(filters.date_to + timedelta(days=1))
            domain &= Domain(path, "<", end)
        return domain

    def _get_midnight(self, day):
        zone = ZoneInfo(self.env.company._off_get_tz())
        local = datetime.combine(day, time.min, zone)
        return fields.Datetime.to_string(local.astimezone(UTC).replace(tzinfo=None))

    @api.model
    def _count_lines(self, report, filters):
        """How many lines are read: what says whether a report is long."""
        query = self._search_source(report, filters)
        model = "sale.order.line" if report.source == "lines" else "off.offer"
        return self.env[model].search_count([("id", "in", query)])

    @api.model
    def _describe_filters(self, filters):
        """Texts that tell what a report is limited to, of what the user may read."""
        labels = {
            "cycles": self.env._("Order cycle"),
            "hubs": self.env._("Hub"),
            "producers": self.env._("Producer"),
            "customers": self.env._("Customer"),
            "points": self.env._("Pickup point"),
        }
        texts = []
        for name, (model, *_paths) in PATHS.items():
            if ids := getattr(filters, name):
                found = self.env[model].search([("id", "in", ids)])
                names = ", ".join(found.mapped("display_name"))
                texts.append(f"{labels[name]}: {names or '–'}")
        if days := self._describe_days(filters):
            texts.append(days)
        return texts

    def _describe_days(self, filters):
        first, last = (
            format_date(self.env, day) if day else "…"
            for day in (filters.date_from, filters.date_to)
        )
        if not (filters.date_from or filters.date_to):
            return ""
        if filters.date_kind == "order":
            return self.env._("Ordered: %(first)s – %(last)s", first=first, last=last)
        return self.env._("Pickup: %(first)s – %(last)s", first=first, last=last)

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
