from odoo import models
from odoo.tools import format_datetime


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    def _get_website_label(self):
        """Where and when, in the operator's time zone whoever looks.

        The display name has the hours of the user, which a visitor has none of.
        """
        self.ensure_one()
        tz = self.company_id._off_get_tz()
        start = format_datetime(self.env, self.date_start, tz, "EEEE d MMMM, HH:mm")
        same_day = start.rpartition(",")[0] == (
            format_datetime(self.env, self.date_end, tz, "EEEE d MMMM")
        )
        end = format_datetime(
            self.env, self.date_end, tz, "HH:mm" if same_day else "EEEE d MMMM, HH:mm"
        )
        return f"{self.point_id.name}, {start} – {end}"
