from odoo import api, fields, models
from odoo.exceptions import UserError

from .off_duty_volunteer import COMING


class OffDutyShift(models.Model):
    """Shifts as members of a hub see them in the portal."""

    _inherit = "off.duty.shift"

    @api.model
    def _get_portal_shifts(self, partner):
        """Shifts to come of the hubs of which somebody is a member, with all rights."""
        hubs = self.env["off.duty.member"]._get_hubs(partner)
        return self.sudo().search(
            [
                ("hub_id", "in", hubs.ids),
                ("date_end", ">", fields.Datetime.now()),
                ("cycle_state", "!=", "cancel"),
            ]
        )

    def _describe(self, partner):
        """What the portal shows of these shifts, in a fixed number of queries.

        First names are shown of those who agreed, phone numbers to those of the same
        shift.

        :return: list of dict, with ``shift``, ``mine`` (off.duty.volunteer), ``others``
            (list of (name, phone)), ``unnamed`` (number of people), ``left`` (places),
            ``reason`` (why one cannot sign up, empty when one can), ``asking``
            (off.duty.volunteer of others who look for a replacement, with their names)
        """
        coming = self._get_coming()
        members = {
            (member.hub_id, member.partner_id): member
            for member in self.env["off.duty.member"]
            .sudo()
            .search(
                [
                    ("hub_id", "in", self.hub_id.ids),
                    ("partner_id", "in", coming.partner_id.ids),
                ]
            )
        }
        busy = coming.filtered(lambda one: one.partner_id == partner).shift_id
        return [shift._describe_one(partner, members, busy) for shift in self]

    def _describe_one(self, partner, members, busy):
        coming = self._get_coming()
        mine = coming.filtered(lambda one: one.partner_id == partner)
        others, asking, unnamed = [], [], 0
        for volunteer in coming - mine:
            member = members.get((self.hub_id, volunteer.partner_id))
            name = member._get_shown_name() if member else ""
            phone = mine and member and member.show_phone and volunteer.partner_id.phone
            if name:
                others.append((name, phone or ""))
            else:
                unnamed += 1
            if volunteer.replacement_asked and volunteer.state in COMING:
                asking.append((volunteer, name))
        return {
            "shift": self,
            "mine": mine[:1],
            "others": others,
            "unnamed": unnamed,
            "left": int(self.available_qty),
            "reason": "" if mine else self._get_refusal(busy),
            "late": "" if mine else self._get_late_reason(busy),
            "asking": asking,
        }

    def _get_refusal(self, busy):
        """Why somebody cannot sign up for this shift now.

        :param busy: off.duty.shift to which they come already
        :return: a sentence, or nothing
        """
        self.ensure_one()
        if self.available_qty < 1:
            return self.env._("There are people enough.")
        days = self.hub_id.duty_signup_days
        if days and self._get_days_left() < days:
            return self.env._(
                "One signs up until %(days)s days before: ask the hub.", days=days
            )
        return self._get_late_reason(busy)

    def _get_late_reason(self, busy):
        """Why somebody can neither sign up nor take over."""
        if self.date_start <= fields.Datetime.now():
            return self.env._("It has begun already.")
        if self.cycle_id.state == "cancel":
            return self.env._("The sale is cancelled.")
        clash = busy.filtered(
            lambda other: (
                other != self
                and other.date_start < self.date_end
                and self.date_start < other.date_end
            )
        )
        if clash:
            return self.env._(
                "You do another duty at that time: %s.", clash[0].duty_id.name
            )
        return ""

    def _get_refusal_text(self, reason):
        self.ensure_one()
        return self.env._(
            "%(duty)s, %(when)s: %(reason)s",
            duty=self.duty_id.name,
            when=self._get_when_text(),
            reason=reason,
        )

    def _lock_row(self):
        """Two clicks at the same moment come one after the other: the second begins
        anew, and finds what the first did."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM off_duty_shift WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    def _find_coming(self, partner):
        return self._get_coming().filtered(lambda one: one.partner_id == partner)

    def _get_busy(self, partner):
        """:return: off.duty.shift to which somebody comes"""
        volunteers = self.env["off.duty.volunteer"].sudo()
        return volunteers.search(
            [
                ("partner_id", "=", partner.id),
                ("state", "in", COMING),
                ("date_start", ">", fields.Datetime.now()),
            ]
        ).shift_id

    def _sign_up(self, partner):
        """Sign up for this shift. Asked twice it is the same.

        :return: off.duty.volunteer
        :raise UserError: says why not
        """
        self.ensure_one()
        self._lock_row()
        if mine := self._find_coming(partner):
            return mine
        if reason := self._get_refusal(self._get_busy(partner)):
            raise UserError(self._get_refusal_text(reason))
        self.env["off.duty.member"]._get_own(self.hub_id, partner)
        return (
            self.env["off.duty.volunteer"]
            .sudo()
            .create({"shift_id": self.id, "partner_id": partner.id})
        )
