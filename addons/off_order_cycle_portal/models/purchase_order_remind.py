import logging
from datetime import timedelta

from markupsafe import Markup
from psycopg2.errors import SerializationFailure

from odoo import api, fields, models

from ..engine.reminders import get_deadline, get_step

_logger = logging.getLogger(__name__)


class PurchaseOrder(models.Model):
    """Producers that do not answer are reminded, then whoever ordered is told."""

    _inherit = "purchase.order"

    off_reminder_count = fields.Integer("Reminders", readonly=True, copy=False)
    off_reminded_on = fields.Datetime("Last reminder", readonly=True, copy=False)
    off_silence_told_on = fields.Datetime(
        "Silence told on",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="When whoever follows the cycle was told that no answer came.",
    )

    @api.model
    def _cron_remind_producers(self):
        """Do what is due, each once: the mail and the note that it is written are of
        one transaction."""
        now = fields.Datetime.now()
        cron = self.env["ir.cron"]
        waiting = self.search(self._off_get_silent_domain(now))
        cron._commit_progress(remaining=len(waiting))
        for order in waiting:
            try:
                with self.env.cr.savepoint():
                    order._off_remind(now)
            except SerializationFailure:
                # It answered at this moment.
                self.env.cr.rollback()
            except Exception:
                # One that cannot be written to must not keep back all others.
                _logger.exception("The reminder of %s cannot be made", order.id)
            if not cron._commit_progress(1):
                break

    def _off_get_silent_domain(self, now):
        return [
            ("off_answer_state", "=", "waiting"),
            ("state", "=", "purchase"),
            ("off_cycle_id.state", "=", "closed"),
            ("off_told_on", "!=", False),
            ("off_silence_told_on", "=", False),
            ("off_answer_locked", "=", False),
            ("date_planned", ">", now),
            # Who came has answered.
            ("receipt_status", "not in", ("partial", "full")),
        ]

    def _off_remind(self, now):
        """Write to the producer, or tell who ordered, if it is time for it."""
        if not self.try_lock_for_update():
            return  # somebody is at it
        self.invalidate_recordset()
        if self.off_answer_state != "waiting" or self.off_silence_told_on:
            return
        step = self._off_get_step(now)
        order = self.with_company(self.company_id)
        if step == "remind":
            self.write(
                {
                    "off_reminder_count": self.off_reminder_count + 1,
                    "off_reminded_on": now,
                }
            )
            order._off_mail_producer("off_order_cycle_portal.mail_template_reminder")
            order._off_send_mails_soon()
        elif step == "tell":
            self.off_silence_told_on = now
            order._off_tell_silence()

    def _off_get_step(self, now):
        hub = self.off_cycle_id.coordinator_id
        return get_step(
            now,
            self.off_reminded_on or self.off_told_on,
            self.off_reminder_count,
            timedelta(hours=hub.producer_reminder_hours),
            hub.producer_reminder_max,
            get_deadline(
                self.off_told_on,
                self.date_planned,
                timedelta(hours=hub.producer_answer_hours),
            ),
        )

    def _off_tell_silence(self):
        """A message of the cycle and an activity of the order: somebody has to call."""
        order = self.with_context(lang=self.company_id.partner_id.lang)
        producer = order.partner_id
        text = order.env._(
            "%(producer)s has not answered to %(order)s, expected on %(day)s. Call: "
            "%(phone)s",
            producer=producer.name,
            order=order.name,
            day=order._off_get_planned_day(),
            phone=producer.phone or "–",
        )
        order.off_cycle_id.message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        order._off_plan_activity(
            Markup("<p>%s</p>") % text, order.env._("A producer does not answer")
        )
