from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.reminders import get_reached

STATES = [
    ("signed", "Signed up"),
    ("confirmed", "Confirmed"),
    ("done", "Done"),
    ("missed", "Did not come"),
    ("cancel", "Signed off"),
]
# Who is expected to come.
COMING = ("signed", "confirmed")


class OffDutyVolunteer(models.Model):
    """Somebody who does a shift. Each holds one of its places, until signed off."""

    _name = "off.duty.volunteer"
    _description = "Volunteer"
    _inherit = ["off.kept.mixin"]
    _order = "date_start, shift_id, id"

    shift_id = fields.Many2one(
        "off.duty.shift", required=True, ondelete="cascade", index=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Volunteer",
        required=True,
        ondelete="restrict",
        index=True,
    )
    state = fields.Selection(STATES, required=True, default="signed", index=True)
    duty_id = fields.Many2one(related="shift_id.duty_id", store=True)
    cycle_id = fields.Many2one(related="shift_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="shift_id.company_id", store=True, index=True)
    hub_id = fields.Many2one(related="shift_id.hub_id", store=True, index=True)
    point_id = fields.Many2one(related="shift_id.point_id", store=True)
    date_start = fields.Datetime(related="shift_id.date_start", store=True, index=True)
    date_end = fields.Datetime(related="shift_id.date_end")
    phone = fields.Char(compute="_compute_phone")
    replacement_asked = fields.Boolean(
        "Looks for a replacement",
        readonly=True,
        copy=False,
        help="The volunteer cannot come, and asked the others to take over.",
    )
    reminded_days = fields.Integer(
        "Reminded … days before",
        readonly=True,
        copy=False,
        default=-1,
        help="The last reminder that was sent or that was past when the volunteer "
        "signed up; -1 for none.",
    )

    _once = models.UniqueIndex(
        "(shift_id, partner_id) WHERE state != 'cancel'",
        "This volunteer is signed up for this shift already.",
    )

    @api.depends("partner_id.name", "shift_id.display_name")
    def _compute_display_name(self):
        for volunteer in self:
            volunteer.display_name = ", ".join(
                filter(
                    None, (volunteer.partner_id.name, volunteer.shift_id.display_name)
                )
            )

    @api.depends("partner_id.phone")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_phone(self):
        """Of whom the user may know it."""
        known = self.partner_id._off_get_known("contact_phone")
        for volunteer in self:
            partner = volunteer.partner_id
            volunteer.phone = partner.sudo().phone if partner in known else False

    # -- places ------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_partners(vals_list)
        volunteers = super().create(vals_list)
        volunteers._move_places({})
        volunteers._forget_past_reminders()
        return volunteers

    def write(self, vals):
        self._check_partners([vals])
        before = {}
        if {"shift_id", "state"} & vals.keys():
            before = self._count_places()
        result = super().write(vals)
        if {"shift_id", "state"} & vals.keys():
            self._move_places(before)
        if {"partner_id", "shift_id"} & vals.keys():
            self._forget_past_reminders()
        return result

    def unlink(self):
        before = self._count_places()
        result = super().unlink()
        self.browse()._move_places(before)
        return result

    def _check_partners(self, vals_list):
        """Who is put on the roster is somebody whom the user may see."""
        if not self.env.su:
            ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
            self.env["res.partner"].browse(ids).check_access("read")

    def _count_places(self):
        """:return: ``{off.duty.shift: places that these hold}``"""
        places = defaultdict(int)
        for volunteer in self:
            if volunteer.state != "cancel":
                places[volunteer.shift_id] += 1
        return places

    def _move_places(self, before):
        """Take the places that these hold now, give back those that they held.

        :raise UserError: a shift is complete
        """
        after = self._count_places()
        self.env["off.duty.shift"]._take(
            {
                shift: after.get(shift, 0) - before.get(shift, 0)
                for shift in after.keys() | before.keys()
            }
        )

    def _forget_past_reminders(self):
        """Who signs up on the eve needs no reminder that was due days ago."""
        for volunteer in self.sudo():
            shift = volunteer.shift_id
            reached = get_reached(
                shift._get_days_left(), shift.hub_id._get_reminder_days()
            )
            volunteer.reminded_days = -1 if reached is None else reached

    # -- buttons -----------------------------------------------------------------------
    def action_confirm(self):
        self.filtered(lambda one: one.state == "signed").state = "confirmed"
        return True

    def action_done(self):
        self.filtered(lambda one: one.state != "cancel").state = "done"
        return True

    def action_missed(self):
        self.filtered(lambda one: one.state != "cancel").state = "missed"
        return True

    def action_cancel(self):
        """Sign off: the place is free again."""
        self.write({"state": "cancel", "replacement_asked": False})
        return True

    def _lock_row(self):
        """Wait for whoever changes this row, then read what they left."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM off_duty_volunteer WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if done := self.filtered(lambda one: one.state in ("done", "missed")):
            raise UserError(
                self.env._(
                    "What was done stays counted: %s.",
                    ", ".join(done.mapped("display_name")),
                )
            )
