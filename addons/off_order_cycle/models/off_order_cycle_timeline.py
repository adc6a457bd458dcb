from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Nobody collects later than so long after closing.
LONGEST = timedelta(days=120)


class OffOrderCycle(models.Model):
    """All cycles beside each other in time."""

    _inherit = "off.order.cycle"

    @api.model
    @api.readonly
    def get_timeline(self, start, end):
        """Cycles between two moments, by the hub that sells.

        :param start: moments as Odoo sends them, in UTC
        :return: list of ``{"hub", "name", "cycles"}``, hubs by name; a cycle is [cycle,
            name, state, opens, closes, last pickup or None], by opening
        """
        start, end = map(fields.Datetime.to_datetime, (start, end))
        cycles = self.search_fetch(
            Domain("is_template", "=", False)
            & Domain("state", "!=", "cancel")
            & Domain("date_open", "<", end)
            & Domain("date_close", ">", start - LONGEST),
            ["name", "state", "date_open", "date_close", "coordinator_id"],
        )
        pickups = self._get_last_pickups(cycles)
        bars = {}
        for (hub, cycle), last in pickups.items():
            if max(cycle.date_close, last or cycle.date_close) > start:
                bars.setdefault(hub, []).append((cycle, last))
        return [
            {
                "hub": hub.id,
                "name": hub.name,
                "cycles": [
                    [
                        cycle.id,
                        cycle.name,
                        cycle.state,
                        fields.Datetime.to_string(cycle.date_open),
                        fields.Datetime.to_string(cycle.date_close),
                        fields.Datetime.to_string(last) if last else None,
                    ]
                    for cycle, last in sorted(
                        bars[hub], key=lambda bar: (bar[0].date_open, bar[0].id)
                    )
                ],
            }
            for hub in sorted(bars, key=lambda hub: (hub.name, hub.id))
        ]

    def _get_last_pickups(self, cycles):
        """:return: ``{(hub, cycle): end of its last pickup or None}``; a cycle that
        nobody sells yet is its coordinator's"""
        edges = self.env["off.exchange"].search_fetch(
            [("cycle_id", "in", cycles.ids), ("direction", "=", "outgoing")],
            ["hub_id", "cycle_id"],
        )
        ends = dict(
            self.env["off.pickup.slot"]._read_group(
                [("exchange_id", "in", edges.ids)], ["exchange_id"], ["date_end:max"]
            )
        )
        result = {(edge.hub_id, edge.cycle_id): ends.get(edge) for edge in edges}
        for cycle in cycles - edges.cycle_id:
            result[cycle.coordinator_id, cycle] = None
        return result
