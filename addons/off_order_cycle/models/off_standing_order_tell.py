from collections import defaultdict

from odoo import models
from odoo.tools import format_date, format_datetime


class OffStandingOrderDelivery(models.Model):
    """What the customer is told when a cycle opens."""

    _inherit = "off.standing.order.delivery"

    def _tell_placed(self):
        """Mail what was ordered and what is missing, each customer in its language."""
        told = self.filtered("partner_id.email")
        if told:
            template = self.env.ref("off_order_cycle.mail_template_standing_placed")
            template.sudo().send_mail_batch(told.ids)

    def _get_ordered(self):
        """:return: list of (name of the product, quantity, unit) for a mail"""
        self.ensure_one()
        totals = defaultdict(float)
        for line in self.sale_order_id.order_line.filtered("off_offer_id"):
            totals[line.product_id] += line._off_get_ordered()
        return [
            (
                product.with_context(display_default_code=False).display_name,
                f"{quantity:g}",
                product.uom_id.name,
            )
            for product, quantity in totals.items()
            if quantity
        ]

    def _get_subject(self):
        """What became of it, as the customer reads it in the list of its mails."""
        self.ensure_one()
        day = format_date(self.env, self.date)
        if self.state == "placed":
            return self.env._("ordered for %s", day)
        if self.state == "partial":
            return self.env._("ordered for %s, something is missing", day)
        return self.env._("nothing was ordered for %s", day)

    def _get_pickup_text(self):
        """Where and when, by the clock on the wall of the operator."""
        self.ensure_one()
        slot = self.sale_order_id.off_slot_id
        return f"{slot.point_id.name}, {self._format(slot.date_start)}"

    def _get_closing_text(self):
        self.ensure_one()
        return self._format(self.cycle_id.date_close)

    def _format(self, moment):
        tz = self.company_id.partner_id.tz or self.env.user.tz or "UTC"
        return format_datetime(self.env, moment, tz, "EEEE d MMMM, HH:mm")
