from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..engine.schedule import LAST, list_every_weeks, list_nth_weekday


class OffCycleSchedule(models.Model):
    """Repeats a cycle: on which days its goods are handed over (rule 13).

    Each day is a row of its own that can be moved or left out; the others stay.
    """

    _name = "off.cycle.schedule"
    _description = "Schedule of Cycles"
    _inherit = ["mail.thread", "off.kept.mixin"]
    _order = "hub_id, name, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    hub_id = fields.Many2one(
        "off.hub",
        string="Coordinator",
        required=True,
        ondelete="cascade",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    template_id = fields.Many2one(
        "off.order.cycle",
        string="Model cycle",
        required=True,
        ondelete="restrict",
        domain="[('coordinator_id', '=', hub_id)]",
        help="Its producers, offers, fees, pickups and hours are those of each cycle: "
        "as far apart as they are there.",
    )
    fill_offers = fields.Boolean(
        "Fill offers",
        default=True,
        help="Add what the producers have when the cycle is made.",
    )
    rule = fields.Selection(
        [
            ("weeks", "Every so many weeks"),
            ("weekday", "A weekday of each month"),
            ("dates", "Days by hand"),
        ],
        required=True,
        default="weeks",
    )
    every_weeks = fields.Integer("Every … weeks", default=1)
    nth = fields.Selection(
        [
            ("1", "First"),
            ("2", "Second"),
            ("3", "Third"),
            ("4", "Fourth"),
            (str(LAST), "Last"),
        ],
        "Which",
        default="1",
    )
    weekday_id = fields.Many2one("off.weekday")
    date_first = fields.Date(
        "First handing over", default=fields.Date.context_today, required=True
    )
    date_until = fields.Date("Until", required=True)
    weeks_ahead = fields.Integer(
        "Planned … weeks ahead",
        default=6,
        help="Cycles are made so many weeks before their goods are handed over.",
    )
    date_ids = fields.One2many("off.cycle.schedule.date", "schedule_id", string="Days")
    cycle_count = fields.Integer(compute="_compute_cycle_count")

    _weeks_positive = models.Constraint(
        "CHECK (every_weeks >= 1 AND weeks_ahead >= 1)",
        "Weeks of a schedule are counted from 1.",
    )
    _in_order = models.Constraint(
        "CHECK (date_until >= date_first)",
        "Set a last day that is not before the first one.",
    )
    _weekday_needed = models.Constraint(
        "CHECK (rule != 'weekday' OR (weekday_id IS NOT NULL AND nth IS NOT NULL))",
        "Say which weekday of the month it is.",
    )

    def _compute_cycle_count(self):
        counts = dict(
            self.env["off.cycle.schedule.date"]._read_group(
                [("schedule_id", "in", self.ids), ("cycle_id", "!=", False)],
                ["schedule_id"],
                ["__count"],
            )
        )
        for schedule in self:
            schedule.cycle_count = counts.get(schedule, 0)

    @api.constrains("template_id", "hub_id")
    def _check_template(self):
        for schedule in self:
            if schedule.template_id.coordinator_id != schedule.hub_id:
                raise ValidationError(
                    self.env._(
                        "%(cycle)s is coordinated by another hub: choose a cycle of "
                        "%(hub)s.",
                        cycle=schedule.template_id.name,
                        hub=schedule.hub_id.name,
                    )
                )
            schedule.template_id._get_pickup_day()

    @api.constrains("date_first", "date_until")
    def _check_length(self):
        for schedule in self:
            if schedule.date_until > schedule.date_first + timedelta(days=3 * 366):
                raise ValidationError(
                    self.env._(
                        "A schedule spans three years at most: lengthen it later."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        schedules = super().create(vals_list)
        schedules._update_dates()
        return schedules

    def write(self, vals):
        result = super().write(vals)
        if not REPEATED.isdisjoint(vals):
            self._update_dates()
        return result

    def _get_planned(self):
        """:return: list of dates by the rule, none where days are written by hand"""
        self.ensure_one()
        if self.rule == "weeks":
            return list_every_weeks(self.date_first, self.every_weeks, self.date_until)
        if self.rule == "weekday":
            return list_nth_weekday(
                self.date_first,
                int(self.nth),
                self.weekday_id.number,
                self.date_until,
            )
        return []

    def _update_dates(self):
        """Bring the days in step with the rule.

        A day that was moved, left out or written by hand stays, and so does one whose
        cycle is made.
        """
        for schedule in self:
            planned = set(schedule._get_planned())
            rows = schedule.date_ids
            schedule.date_ids.filtered(
                lambda row, planned=planned: (
                    row.planned and row.planned not in planned and row._is_untouched()
                )
            ).unlink()
            known = set((rows & schedule.date_ids).mapped("planned"))
            self.env["off.cycle.schedule.date"].create(
                [
                    {"schedule_id": schedule.id, "planned": day, "date": day}
                    for day in sorted(planned - known)
                ]
            )

    # -- making cycles -----------------------------------------------------------------
    def action_make_cycles(self):
        """Make the cycles that are due now, as the scheduled action does."""
        for schedule in self:
            if not schedule._make_due_cycles():
                raise UserError(
                    self.env._(
                        "No cycle of %(schedule)s is due: they are made %(weeks)s "
                        "weeks ahead.",
                        schedule=schedule.name,
                        weeks=schedule.weeks_ahead,
                    )
                )
        return self.action_view_cycles()

    def _make_due_cycles(self):
        """:return: off.order.cycle that were made"""
        today = fields.Date.context_today(self)
        cycles = self.env["off.order.cycle"]
        for schedule in self:
            horizon = today + timedelta(weeks=schedule.weeks_ahead)
            due = schedule.date_ids.filtered(
                lambda row, horizon=horizon: (
                    not row.cycle_id and not row.skipped and row.date <= horizon
                )
            )
            for row in due.sorted("date"):
                if not row._is_late():
                    row.cycle_id = schedule._make_cycle(row.date)
                    cycles |= row.cycle_id
        return cycles

    def _make_cycle(self, day):
        """The cycle whose goods are handed over on ``day``, as far apart from it as in
        the model cycle, by the clock on the wall."""
        template = self.template_id
        shift = (day - template._get_pickup_day()).days
        clone = template.copy(
            {
                "name": self.env._(
                    "%(schedule)s, %(date)s",
                    schedule=self.name,
                    date=format_date(self.env, day),
                ),
                "date_open": template._shift(template.date_open, shift),
                "date_close": template._shift(template.date_close, shift),
            }
        )
        if self.fill_offers:
            clone.action_fill_offers()
        return clone

    def action_view_cycles(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle.off_order_cycle_action"
        )
        action["domain"] = [("id", "in", self.date_ids.cycle_id.ids)]
        action["context"] = {}
        return action

    @api.model
    def _cron_make_cycles(self):
        """Make what is due, each schedule by itself: one that fails says so in its
        history and keeps no other from going on."""
        schedules = self.search([])
        for index, schedule in enumerate(schedules):
            if not schedule.try_lock_for_update():
                continue
            try:
                with self.env.cr.savepoint():
                    schedule.with_company(schedule.company_id).with_context(
                        lang=schedule.company_id.partner_id.lang
                    )._make_due_cycles()
            except UserError as error:
                schedule.message_post(
                    body=self.env._(
                        "The next cycle could not be made: %s", error.args[0]
                    )
                )
            self.env["ir.cron"]._commit_progress(
                1, remaining=len(schedules) - index - 1
            )


# What the days follow from.
REPEATED = {"rule", "every_weeks", "nth", "weekday_id", "date_first", "date_until"}
