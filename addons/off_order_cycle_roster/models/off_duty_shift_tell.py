from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models


class OffDutyShift(models.Model):
    """Whoever keeps the roster is told in time where people are lacking."""

    _inherit = "off.duty.shift"

    def _get_lacks(self):
        """What this shift lacks, as a sentence; nothing when it lacks nothing."""
        self.ensure_one()
        lacks = []
        if self.available_qty >= 1:
            lacks.append(
                self.env._(
                    "%(found)s of %(needed)s people",
                    found=f"{self.reserved_qty:.0f}",
                    needed=f"{self.declared_qty:.0f}",
                )
            )
        if asking := self._get_coming().filtered("replacement_asked"):
            lacks.append(
                self.env._(
                    "a replacement is looked for by %s",
                    ", ".join(asking.partner_id.mapped("name")),
                )
            )
        if self.lacks_key:
            lacks.append(self.env._("nobody has a key"))
        return "; ".join(lacks)

    @api.model
    def _tell_lacking(self):
        """Tell each shift once, of one hub in one mail."""
        now = fields.Datetime.now()
        hubs = self.env["off.hub"].search([("duty_ids", "!=", False)])
        farthest = max(hubs.mapped("duty_notice_days"), default=0)
        shifts = self.search(
            [
                ("hub_id", "in", hubs.ids),
                ("date_noticed", "=", False),
                ("date_start", ">", now),
                ("date_start", "<", now + timedelta(days=farthest + 2)),
                ("cycle_state", "!=", "cancel"),
            ]
        )
        lacking = defaultdict(self.browse)
        for shift in shifts:
            hub = shift.hub_id
            if shift._get_days_left() <= hub.duty_notice_days and shift._get_lacks():
                lacking[hub, shift._get_keeper()] |= shift
        for (hub, keeper), group in lacking.items():
            group = group.try_lock_for_update()
            group.date_noticed = now
            if group and keeper.email:
                hub._send_lacking(group, keeper)
            self.env["ir.cron"]._commit_progress(1)

    def _get_keeper(self):
        """:return: res.partner of who keeps the roster, the operator where that is
        nobody who can be written to"""
        self.ensure_one()
        user = self.hub_id.duty_user_id or self.cycle_id.create_uid
        person = user.filtered("active").partner_id
        return person if person.email else self.company_id.partner_id


class OffHub(models.Model):
    _inherit = "off.hub"

    def _send_lacking(self, shifts, keeper):
        self.ensure_one()
        template = self.env.ref("off_order_cycle_roster.mail_template_lacking")
        template.sudo().with_context(
            off_shift_ids=shifts.ids,
            off_partner_id=keeper.id,
            off_lang=keeper.lang or self.env.lang,
        ).send_mail(self.id)

    def _get_lacking(self):
        """The shifts of a mail that is being written."""
        return self.env["off.duty.shift"].browse(
            self.env.context.get("off_shift_ids", [])
        )


class OffDutyMember(models.Model):
    _inherit = "off.duty.member"

    def _get_asking(self):
        """Who looks for a replacement, in a mail that is being written."""
        return self.env["off.duty.volunteer"].browse(
            self.env.context.get("off_volunteer_id", [])
        )
