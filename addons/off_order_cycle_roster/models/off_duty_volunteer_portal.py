import vobject
from pytz import UTC  # vobject knows it, not that of datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from .off_duty_volunteer import COMING


class OffDutyVolunteer(models.Model):
    """What volunteers do by themselves in the portal."""

    _inherit = "off.duty.volunteer"

    @api.model
    def _get_own(self, partner):
        """What somebody signed up for at all operators, with all rights on it."""
        return self.sudo().search([("partner_id", "=", partner.id)])

    def _is_coming(self):
        """Whether it can still be changed by its volunteer."""
        self.ensure_one()
        return self.state in COMING and self.shift_id.date_start > fields.Datetime.now()

    def _is_signable_off(self):
        self.ensure_one()
        shift = self.shift_id
        return self._is_coming() and (
            shift._get_days_left() >= shift.hub_id.duty_signoff_days
        )

    def _check_coming(self):
        if not self._is_coming():
            raise UserError(
                self.env._(
                    "%(duty)s, %(when)s: it can no longer be changed here, ask the "
                    "hub.",
                    duty=self.duty_id.name,
                    when=self.shift_id._get_when_text(),
                )
            )

    def _sign_off(self):
        """Sign off in time. Asked twice it is the same.

        :raise UserError: it is too late for that
        """
        self._lock_row()
        if self.state == "cancel":
            return
        self._check_coming()
        if not self._is_signable_off():
            raise UserError(
                self.env._(
                    "%(duty)s, %(when)s: one signs off until %(days)s days before. "
                    "Look for a replacement instead.",
                    duty=self.duty_id.name,
                    when=self.shift_id._get_when_text(),
                    days=self.hub_id.duty_signoff_days,
                )
            )
        self.action_cancel()

    def _ask_replacement(self):
        """Ask the other members to take over, once."""
        self._lock_row()
        self._check_coming()
        if not self.replacement_asked:
            self.replacement_asked = True
            self._tell_others()

    def _keep(self):
        """Come after all."""
        self._lock_row()
        self._check_coming()
        self.replacement_asked = False

    def _hand_to(self, partner):
        """Somebody takes over from this volunteer.

        :return: off.duty.volunteer of who takes over
        :raise UserError: somebody else was faster, or it is too late
        """
        self.ensure_one()
        shift = self.shift_id
        shift._lock_row()
        self._lock_row()
        if mine := shift._find_coming(partner):
            return mine
        if not (self.replacement_asked and self._is_coming()):
            raise UserError(
                self.env._(
                    "%(duty)s, %(when)s: no replacement is needed any more. Thank you "
                    "all the same.",
                    duty=shift.duty_id.name,
                    when=shift._get_when_text(),
                )
            )
        if reason := shift._get_late_reason(shift._get_busy(partner)):
            raise UserError(shift._get_refusal_text(reason))
        self.action_cancel()
        self.env["off.duty.member"]._get_own(shift.hub_id, partner)
        successor = self.create({"shift_id": shift.id, "partner_id": partner.id})
        self._tell_replaced(successor)
        return successor

    def _get_calendar(self):
        """This duty as a calendar in the form of RFC 5545, bytes."""
        self.ensure_one()
        shift, parameters = self.shift_id, self.env["ir.config_parameter"].sudo()
        point = shift.point_id
        address = point._get_address()._display_address(without_company=True)
        calendar = vobject.iCalendar()
        event = calendar.add("vevent")
        uuid = parameters.get_param("database.uuid")
        event.add("uid").value = f"duty-{self.id}@{uuid}"
        event.add("dtstamp").value = self.write_date.replace(tzinfo=UTC)
        event.add("dtstart").value = shift.date_start.replace(tzinfo=UTC)
        event.add("dtend").value = shift.date_end.replace(tzinfo=UTC)
        event.add("summary").value = f"{shift.duty_id.name}, {shift.hub_id.name}"
        event.add("location").value = ", ".join(
            part.strip() for part in [point.name, *address.splitlines()] if part.strip()
        )
        if text := "\n".join(filter(None, (shift.note, shift.instructions))):
            event.add("description").value = text
        event.add("status").value = (
            "CANCELLED" if self.state == "cancel" else "CONFIRMED"
        )
        return calendar.serialize().encode()
