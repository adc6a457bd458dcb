from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError

# Volunteers see names from the day before their pickup, until so long after it: a phone
# without a network sends later what it has.
BEFORE = timedelta(days=1)
AFTER = timedelta(days=3)
# Of whom signed up for a shift.
HELPING = ("signed", "confirmed", "done")


class OffPickupSlot(models.Model):
    """Who may hand over at a pickup: staff of its operator, keepers of the point,
    volunteers of one of its shifts. Volunteers read and write by the pages alone."""

    _inherit = "off.pickup.slot"

    @api.model
    def _off_find_kept(self):
        """Pickups at which the user may hand over, with all rights. Those of staff are
        from the last weeks on.

        :return: off.pickup.slot
        """
        user, now = self.env.user, fields.Datetime.now()
        Slot = self.sudo()
        found = Slot.search(
            [
                # The day before begins at most two days before.
                ("date_start", "<=", now + 2 * BEFORE),
                ("date_end", ">=", now - AFTER),
                ("cycle_id.state", "not in", ("draft", "cancel")),
                "|",
                ("point_id.keeper_ids", "in", user.partner_id.ids),
                ("shift_ids.volunteer_ids", "any", self._off_get_helping_domain()),
            ]
        ).filtered(lambda slot: slot._off_is_near())
        if user.has_group("off_hub_network.group_user"):
            found |= Slot.search(
                [
                    ("company_id", "in", user.company_ids.ids),
                    ("date_start", "<=", now + timedelta(days=7)),
                    ("date_end", ">=", now - timedelta(days=14)),
                    ("cycle_id.state", "not in", ("draft", "cancel")),
                ]
            )
        return found.sorted(lambda slot: (slot.date_start, slot.id))

    def _off_get_helping_domain(self):
        return [
            ("partner_id", "=", self.env.user.partner_id.id),
            ("state", "in", HELPING),
        ]

    def _off_is_staff(self):
        """Whether the user works for the operator of these pickups."""
        user = self.env.user
        return bool(
            user.has_group("off_hub_network.group_user")
            and self.sudo().company_id <= user.company_ids
        )

    def _off_may_close(self):
        user = self.env.user
        return self._off_is_staff() and user.has_group(
            "off_hub_network.group_hub_manager"
        )

    def _off_open_for(self, slot_id, whole_day=False):
        """The pickups that the user may hand over at, beginning with one of them.

        :param whole_day: those of its point on that day, not this one alone
        :return: off.pickup.slot with all rights, of one operator
        :raise AccessError: where it may not, or there is none
        """
        slot = self.sudo().browse(slot_id).exists()
        if not slot or not slot._off_is_kept():
            raise AccessError(
                self.env._(
                    "You do not hand over at this pickup. Ask the hub to put you on "
                    "its roster."
                )
            )
        slots = slot
        if whole_day:
            slots = slot._off_get_same_day().filtered(lambda one: one._off_is_kept())
        return slots.with_company(slot.company_id)

    def _off_is_kept(self):
        """Whether the user may hand over at this pickup."""
        self.ensure_one()
        if self.cycle_id.state in ("draft", "cancel"):
            return False
        if self._off_is_staff():
            return True
        if not self._off_is_near():
            return False
        if self.env.user.partner_id in self.point_id.keeper_ids:
            return True
        return bool(
            self.shift_ids.volunteer_ids.filtered_domain(self._off_get_helping_domain())
        )

    def _off_is_near(self):
        """Whether this is the day before the pickup, by the clock of its operator, or
        later, and not too late."""
        now = fields.Datetime.now()
        first = self._off_get_day() - BEFORE
        return self._off_to_local(now).date() >= first and now <= self.date_end + AFTER

    def _off_get_same_day(self):
        """Pickups of this point, by this hub, on the same day by its clock."""
        near = self.search(
            [
                ("point_id", "=", self.point_id.id),
                ("company_id", "=", self.company_id.id),
                ("date_start", ">", self.date_start - timedelta(days=1)),
                ("date_start", "<", self.date_start + timedelta(days=1)),
                ("cycle_id.state", "not in", ("draft", "cancel")),
            ]
        )
        return near.filtered(lambda one: one._off_get_day() == self._off_get_day())

    def _off_get_day(self):
        return self._off_to_local(self.date_start).date()

    def _off_to_local(self, moment):
        zone = ZoneInfo(self.company_id[:1]._off_get_tz())
        return moment.replace(tzinfo=UTC).astimezone(zone)

    def _off_clock(self, moment):
        """“10:32” at the operator's"""
        return self._off_to_local(moment).strftime("%H:%M") if moment else ""
