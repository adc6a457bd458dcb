from odoo import api, fields, models
from odoo.exceptions import UserError


class OffCycleScheduleDate(models.Model):
    """A day of a schedule, which may be moved or left out."""

    _name = "off.cycle.schedule.date"
    _description = "Day of a Schedule"
    _inherit = ["off.kept.mixin"]
    _order = "date, id"

    schedule_id = fields.Many2one(
        "off.cycle.schedule", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="schedule_id.company_id", store=True)
    planned = fields.Date(
        readonly=True, help="By the rule of the schedule; none where written by hand."
    )
    date = fields.Date("Handing over", required=True)
    skipped = fields.Boolean("Left out")
    note = fields.Char(help="Why it was moved or left out, such as a bank holiday.")
    cycle_id = fields.Many2one(
        "off.order.cycle", readonly=True, ondelete="set null", copy=False
    )
    cycle_state = fields.Selection(related="cycle_id.state", string="Status")

    _planned_uniq = models.UniqueIndex(
        "(schedule_id, planned) WHERE planned IS NOT NULL",
        "This day of the schedule is there already.",
    )

    def _is_untouched(self):
        """Whether nobody decided anything about it and nothing was made of it."""
        self.ensure_one()
        return not (
            self.cycle_id or self.skipped or self.note or self.date != self.planned
        )

    def _is_late(self):
        """Whether its cycle would close in the past: it is not made any more."""
        self.ensure_one()
        template = self.schedule_id.template_id
        shift = (self.date - template._get_pickup_day()).days
        return template._shift(template.date_close, shift) <= fields.Datetime.now()

    def write(self, vals):
        made = self.filtered("cycle_id")
        if made and {"date", "skipped"} & vals.keys():
            raise UserError(
                self.env._(
                    "The cycle of this day is made: change or cancel %s itself.",
                    ", ".join(made.cycle_id.mapped("name")),
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        if made := self.filtered("cycle_id"):
            raise UserError(
                self.env._(
                    "The cycle of this day is made and stays in its schedule: %s.",
                    ", ".join(made.cycle_id.mapped("name")),
                )
            )
