from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

WEEK = 7  # days


class OffOrderCycle(models.Model):
    """A cycle can be kept as a template, from which others are planned (rule 13).

    A template is a cycle that never opens: it has producers, offers, fees, pickups and
    hours, and is planned on the same screen.
    """

    _inherit = "off.order.cycle"

    is_template = fields.Boolean(readonly=True, copy=False, default=False)
    template_id = fields.Many2one(
        "off.order.cycle",
        string="Planned from",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )

    _template_stays_draft = models.Constraint(
        "CHECK (NOT is_template OR state = 'draft')",
        "A template never opens: plan a cycle from it.",
    )

    def action_keep_as_template(self):
        """Keep a copy of this cycle to plan others from, and show it."""
        self.ensure_one()
        self._check_coordinated()
        template = self.copy(
            {
                "name": self.env._("Template of %s", self.name),
                "is_template": True,
                "date_open": self.date_open,
                "date_close": self.date_close,
            }
        )
        if not self.template_id:
            # The next one that is planned from it comes after this one.
            self.template_id = template
        return template._get_form_action()

    def action_plan_from_template(self):
        """Plan the next cycle of this template, and show it in the planner."""
        self.ensure_one()
        return self._plan_from_template().action_plan()

    def _plan_from_template(self):
        """The next cycle: so many weeks later, by the clock on the wall, that it opens
        in the future and after those that were planned from it before.

        :return: off.order.cycle
        """
        self.ensure_one()
        self._check_coordinated()
        if not self.is_template:
            raise UserError(
                self.env._("%s is no template: duplicate it instead.", self.name)
            )
        days = self._get_days_to_next()
        close = self._shift(self.date_close, days)
        return self.copy(
            {
                "name": self._get_next_name(close),
                "template_id": self.id,
                "date_open": self._shift(self.date_open, days),
                "date_close": close,
            }
        )

    def _get_days_to_next(self):
        last = self.search(
            [("template_id", "=", self.id), ("state", "!=", "cancel")],
            order="date_open desc",
            limit=1,
        )
        after = max(filter(None, [fields.Datetime.now(), last.date_open]))
        weeks = max((after - self.date_open).days // WEEK, 0)
        while self._shift(self.date_open, weeks * WEEK) <= after:
            weeks += 1
        return weeks * WEEK

    def _get_next_name(self, close):
        name = self.name.removeprefix(self.env._("Template of %s", ""))
        return self.env._(
            "%(template)s, closes %(date)s",
            template=name,
            date=format_date(self.env, self._to_local(close).date()),
        )

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
        }

    # -- what a template never does ------------------------------------------------
    def _check_can_open(self):
        if self.is_template:
            raise UserError(
                self.env._("%s is a template: plan a cycle from it.", self.name)
            )
        return super()._check_can_open()

    def action_cancel(self):
        if templates := self.filtered("is_template"):
            raise UserError(
                self.env._(
                    "%s is a template and takes no orders: delete it when nobody "
                    "plans from it.",
                    templates[0].name,
                )
            )
        return super().action_cancel()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scheduled(self):
        """Told before the database refuses."""
        schedules = (
            self.env["off.cycle.schedule"]
            .sudo()
            .with_context(active_test=False)
            .search([("template_id", "in", self.ids)])
        )
        if schedules:
            raise UserError(
                self.env._(
                    "Schedules make cycles after this one: %s. Choose another model "
                    "cycle for them first.",
                    ", ".join(schedules.mapped("name")),
                )
            )
