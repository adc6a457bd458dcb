from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models

from ..engine.reminders import MAX_DAYS, get_due
from .off_duty_volunteer import COMING

BATCH = 100


class OffDutyVolunteer(models.Model):
    """What volunteers are told by mail, each in its language."""

    _inherit = "off.duty.volunteer"

    replacement_mailed = fields.Boolean(
        readonly=True, copy=False, help="The others were asked by mail, once."
    )

    def _send_template(self, xmlid):
        told = self.filtered("partner_id.email")
        if told:
            template = self.env.ref(f"off_order_cycle_roster.{xmlid}")
            template.sudo().send_mail_batch(told.ids)

    def _tell_moved(self):
        """Their shift is at another time or place; reminders begin anew."""
        coming = self.filtered(lambda one: one.state in COMING)
        coming._forget_past_reminders()
        coming._send_template("mail_template_moved")

    def _tell_cancelled(self):
        """They do not have to come."""
        coming = self.filtered(
            lambda one: (
                one.state in COMING and one.shift_id.date_end > fields.Datetime.now()
            )
        )
        coming._send_template("mail_template_cancelled")

    def action_sign_off(self):
        """Free the places of these volunteers, and tell them."""
        self._tell_cancelled()
        return self.action_cancel()

    def _tell_others(self):
        """Ask the other members to take over; by mail once for each volunteer and
        shift, however often it is asked."""
        self.ensure_one()
        asked_before = self.search_count(
            [
                ("shift_id", "=", self.shift_id.id),
                ("partner_id", "=", self.partner_id.id),
                ("replacement_mailed", "=", True),
            ],
            limit=1,
        )
        self.replacement_mailed = True
        # Whoever keeps the roster is to know as well.
        self.shift_id.date_noticed = False
        if asked_before:
            return
        self.env["off.duty.member"]._ensure_members(self.hub_id)
        coming = self.shift_id._get_coming().partner_id
        members = self.env["off.duty.member"].search(
            [
                ("hub_id", "=", self.hub_id.id),
                ("is_asked", "=", True),
                ("is_exempt", "=", False),
                ("partner_id", "not in", coming.ids),
                ("partner_id.email", "!=", False),
            ]
        )
        template = self.env.ref("off_order_cycle_roster.mail_template_replacement")
        if members:
            template = template.sudo().with_context(off_volunteer_id=self.id)
            template.send_mail_batch(members.ids)

    def _tell_replaced(self, successor):
        """Somebody took over: whoever could not come need not think of it any more."""
        self._send_template("mail_template_replaced")

    # -- for mails ---------------------------------------------------------------------
    def _get_page_url(self):
        """Address of the page on which volunteers sign off or find a replacement."""
        self.ensure_one()
        return f"{self.get_base_url()}/my/duties"

    def _get_shown_name(self):
        """Name that the other members may read; nothing without consent."""
        self.ensure_one()
        member = self.env["off.duty.member"].search(
            [
                ("hub_id", "=", self.hub_id.id),
                ("partner_id", "=", self.partner_id.id),
            ]
        )
        return member._get_shown_name() if member else ""

    # -- day by day --------------------------------------------------------------------
    @api.model
    def _cron_roster(self):
        """Count what was done, remind, and tell what is lacking."""
        self._finish_past()
        self._send_reminders()
        self.env["off.duty.shift"]._tell_lacking()

    @api.model
    def _finish_past(self):
        """Who signed up was there, unless somebody says otherwise. Of those who found
        no replacement the hub says it."""
        past = self.search(
            [
                ("state", "in", COMING),
                ("replacement_asked", "=", False),
                ("shift_id.date_end", "<", fields.Datetime.now()),
            ]
        )
        past.state = "done"

    @api.model
    def _send_reminders(self):
        """Remind who has to be reminded today.

        The mark is written in the same transaction as the mail is queued: a run that
        breaks off leaves both or neither.
        """
        due = self._get_due_reminders()
        rows = [(one, days) for days, group in due.items() for one in group]
        for start in range(0, len(rows), BATCH):
            batch = rows[start : start + BATCH]
            volunteers = self.browse([one.id for one, _days in batch])
            locked = volunteers.try_lock_for_update()
            for days in {days for _one, days in batch}:
                locked.filtered(
                    lambda one, days=days: one in due[days]
                ).reminded_days = days
            locked._send_template("mail_template_reminder")
            self.env["ir.cron"]._commit_progress(
                len(batch), remaining=len(rows) - start - len(batch)
            )

    @api.model
    def _get_due_reminders(self):
        """:return: ``{days before: off.duty.volunteer}``"""
        now = fields.Datetime.now()
        coming = self.search(
            [
                ("state", "in", COMING),
                ("date_start", ">", now),
                ("date_start", "<", now + timedelta(days=MAX_DAYS + 2)),
                ("cycle_id.state", "!=", "cancel"),
            ]
        )
        due = defaultdict(lambda: self.browse())
        for shift, volunteers in coming.grouped("shift_id").items():
            left, days = shift._get_days_left(), shift.hub_id._get_reminder_days()
            for one in volunteers:
                last = None if one.reminded_days < 0 else one.reminded_days
                reached = get_due(left, days, last)
                if reached is not None:
                    due[reached] |= one
        return due
