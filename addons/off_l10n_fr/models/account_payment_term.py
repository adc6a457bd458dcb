from datetime import timedelta

from odoo import fields, models
from odoo.tools import date_utils

DECADE = "days_after_ten_day_period"


class AccountPaymentTermLine(models.Model):
    """Perishable food is paid at most 30 days after the end of the ten days in which it
    was delivered (code de commerce, article L. 441-11)."""

    _inherit = "account.payment.term.line"

    delay_type = fields.Selection(
        selection_add=[(DECADE, "Days after the ten-day period of the delivery")],
        ondelete={DECADE: "set default"},
    )

    def _get_due_date(self, date_ref):
        """Extends account: from the day of the delivery where the invoice has one, see
        account.move."""
        if self.delay_type != DECADE:
            return super()._get_due_date(date_ref)
        day = fields.Date.to_date(
            self.env.context.get("off_delivery_date") or date_ref
        ) or fields.Date.context_today(self)
        return end_of_decade(day) + timedelta(days=self.nb_days)


def end_of_decade(day):
    """The 10th, the 20th or the last day of the month, whichever comes first."""
    for last in (10, 20):
        if day.day <= last:
            return day.replace(day=last)
    return date_utils.end_of(day, "month")
