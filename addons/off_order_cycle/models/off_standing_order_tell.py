import logging
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import format_date, format_datetime

from odoo.addons.off_hub_network.tools.words import write_number

_logger = logging.getLogger(__name__)
BATCH = 50


class OffStandingOrderDelivery(models.Model):
    """What the customer is told once a cycle is open: hundreds of mails are written
    after the opening, while others order."""

    _inherit = "off.standing.order.delivery"

    to_tell = fields.Boolean(
        "To be told",
        readonly=True,
        copy=False,
        help="Its customer is still to be written to.",
    )

    _to_tell_idx = models.Index("(id) WHERE to_tell")

    def _plan_telling(self):
        self.filtered("partner_id.email").to_tell = True
        self.env.ref("off_order_cycle.ir_cron_send_notices").sudo()._trigger()

    @api.model
    def _tell_due(self):
        """Write what is due, each once, a batch at a time."""
        cron = self.env["ir.cron"]
        due = self.sudo().search([("to_tell", "=", True)], order="id")
        for start in range(0, len(due), BATCH):
            due[start : start + BATCH].try_lock_for_update()._tell_placed()
            cron._commit_progress()

    def _tell_placed(self):
        """Mail what was ordered and what is missing, each customer in its language.
        Where that fails the others are told all the same."""
        template = self.env.ref("off_order_cycle.mail_template_standing_placed").sudo()
        waiting = self.filtered("to_tell")
        waiting.to_tell = False
        # Who has suspended it meanwhile knows.
        told = waiting.filtered(lambda delivery: delivery.state != "joker")
        if not told:
            return
        try:
            with self.env.cr.savepoint():
                template.send_mail_batch(told.ids)
        except Exception as error:
            if len(told) > 1:
                _logger.warning(
                    "Mails of standing orders are made one by one: %s", error
                )
                for delivery in told:
                    delivery.to_tell = True
                    delivery._tell_placed()
                return
            _logger.exception("The customer of %s was not told", told.display_name)
            told.standing_order_id.message_post(
                body=self.env._(
                    "The customer could not be told what became of this standing "
                    "order: %s",
                    error,
                )
            )

    def _get_ordered(self):
        """:return: list of (name of the product, quantity, unit) for a mail"""
        self.ensure_one()
        totals = defaultdict(float)
        for line in self.sale_order_id.order_line.filtered("off_offer_id"):
            totals[line.product_id] += line._off_get_ordered()
        return [
            (
                product.with_context(display_default_code=False).display_name,
                write_number(self.env, quantity),
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
        tz = self.company_id._off_get_tz()
        return format_datetime(self.env, moment, tz, "EEEE d MMMM, HH:mm")
