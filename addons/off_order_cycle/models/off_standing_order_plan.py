from collections import defaultdict
from typing import NamedTuple

from odoo import api, models
from odoo.tools import format_date

from ..engine.standing import Rhythm

# Deliveries about which nothing is settled yet.
OPEN_STATES = ("planned", "joker", "paused")


class Day(NamedTuple):
    """When goods are handed over: of a schedule, of a cycle, or of both."""

    date: object
    schedule_date: object
    cycle: object

    def is_of(self, delivery):
        return (
            self.schedule_date and delivery.schedule_date_id == self.schedule_date
        ) or (self.cycle and delivery.cycle_id == self.cycle)


class OffStandingOrder(models.Model):
    """Which deliveries are to come."""

    _inherit = "off.standing.order"

    def _plan_deliveries(self):
        """Bring the deliveries to come in step with schedules and cycles.

        What was ordered, suspended or refused in a cycle that opened stays. Queries do
        not grow with the number of orders.
        """
        orders = self.sudo()
        days = orders._get_days()
        Delivery = self.env["off.standing.order.delivery"].sudo()
        gone, to_create = Delivery, []
        for order in orders:
            wanted = [] if order.state == "ended" else order._get_wanted(days[order])
            for delivery in order.delivery_ids:
                day = next((day for day in wanted if day.is_of(delivery)), None)
                if day:
                    wanted.remove(day)
                    delivery._move_to(day)
                elif delivery._is_open():
                    gone |= delivery
            today = order._get_today()
            to_create += [
                {
                    "standing_order_id": order.id,
                    "date": day.date,
                    "schedule_date_id": day.schedule_date.id,
                    "cycle_id": day.cycle.id,
                }
                for day in wanted
                if day.date >= today and day.cycle.state in (False, "draft", "open")
            ]
        gone.unlink()
        Delivery.create(to_create)

    def _get_wanted(self, days):
        """The ``days`` on which this order is due."""
        self.ensure_one()
        chosen = frozenset(self.chosen_date_ids.mapped("date"))
        rhythm = Rhythm(
            self.date_start,
            self.date_end or None,
            self.every_weeks if self.rhythm == "weeks" else 1,
            chosen if self.rhythm == "dates" else None,
        )
        return [day for day in days if rhythm.takes(day.date)]

    def _get_days(self):
        """:return: ``{order: [Day]}`` of all cycles, made or planned, that it may be
        ordered in"""
        by_schedule = self._get_schedule_days()
        edges = self.filtered(lambda order: not order.schedule_id)._get_edges()
        return {
            order: by_schedule[order.schedule_id]
            if order.schedule_id
            else [
                edge._get_standing_day(order.point_id) for edge in edges[order.hub_id]
            ]
            for order in self
        }

    def _get_schedule_days(self):
        """:return: ``{off.cycle.schedule: [Day]}``"""
        days = defaultdict(list)
        for row in self.env["off.cycle.schedule.date"].search(
            [("schedule_id", "in", self.schedule_id.ids), ("skipped", "=", False)]
        ):
            if row.cycle_id.state != "cancel":
                days[row.schedule_id].append(Day(row.date, row, row.cycle_id))
        return days

    def _get_edges(self):
        """:return: ``{off.hub: [off.exchange]}`` of cycles that are made and to come
        or open"""
        edges = defaultdict(list)
        for edge in self.env["off.exchange"].search(
            [
                ("direction", "=", "outgoing"),
                ("hub_id", "in", self.hub_id.ids),
                ("cycle_id.state", "in", ("draft", "open")),
                ("cycle_id.is_template", "=", False),
                ("slot_ids", "!=", False),
            ]
        ):
            edges[edge.hub_id].append(edge)
        return edges

    @api.model
    def _plan_schedules(self, schedules):
        """The days of these schedules, or their cycles, changed."""
        self.sudo().search(
            [("schedule_id", "in", schedules.ids), ("state", "!=", "ended")]
        )._plan_deliveries()

    @api.model
    def _cron_plan(self):
        """End what is past its last day, and plan what is to come."""
        live = self.search([("state", "!=", "ended")])
        over = live.filtered(
            lambda order: order.date_end and order.date_end < order._get_today()
        )
        over._go_to("ended")
        (live - over)._plan_deliveries()


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _get_standing_day(self, point):
        """When goods are handed over at ``point``, or first where it has no pickup."""
        self.ensure_one()
        slots = self.slot_ids.filtered(lambda slot: slot.point_id == point)
        start = min((slots or self.slot_ids).mapped("date_start"))
        none = self.env["off.cycle.schedule.date"]
        return Day(self.cycle_id._to_local(start).date(), none, self.cycle_id)


class OffCycleScheduleDate(models.Model):
    """Standing orders follow the days of their schedule."""

    _inherit = "off.cycle.schedule.date"

    @api.depends("date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = format_date(self.env, row.date)

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        self.env["off.standing.order"]._plan_schedules(rows.schedule_id)
        return rows

    def write(self, vals):
        result = super().write(vals)
        if {"date", "skipped", "cycle_id"} & vals.keys():
            self.env["off.standing.order"]._plan_schedules(self.schedule_id)
        return result

    def unlink(self):
        schedules = self.schedule_id
        result = super().unlink()
        self.env["off.standing.order"]._plan_schedules(schedules)
        return result
