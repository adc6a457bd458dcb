from odoo import models


class OffDutyVolunteer(models.Model):
    """What volunteers are told by mail."""

    _inherit = "off.duty.volunteer"

    def _tell_moved(self):
        """Their shift is at another time or place; reminders begin anew."""
        self._forget_past_reminders()

    def _tell_cancelled(self):
        """Nothing takes place."""

    def _tell_others(self):
        """A replacement is looked for."""

    def _tell_replaced(self, successor):
        """Somebody took over."""
