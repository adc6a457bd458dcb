from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """A closed cycle is opened again for a stated reason, as long as nothing of it has
    arrived. Its purchase orders stay, and are amended when it closes again (rule 14).
    """

    _inherit = "off.order.cycle"

    reopen_reason = fields.Char(
        "Opened again because",
        readonly=True,
        copy=False,
        help="Customers and producers were told.",
    )

    def action_reopen(self):
        """Ask why, and until when."""
        self.ensure_one()
        self._check_can_reopen()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open again"),
            "res_model": "off.cycle.reopening",
            "view_mode": "form",
            "target": "new",
            "context": {"default_cycle_id": self.id},
        }

    def _check_can_reopen(self):
        self._check_state("closed")
        self.check_access("write")
        cycle = self.sudo()
        arrived = cycle.picking_ids.filtered(lambda picking: picking.state == "done")
        billed = cycle.purchase_ids.invoice_ids.filtered(
            lambda bill: bill.state != "cancel"
        )
        if arrived or billed:
            raise UserError(
                self.env._(
                    "%(cycle)s cannot be opened again: goods have arrived or are "
                    "billed (%(documents)s). Sell what is missing in another cycle.",
                    cycle=self.name,
                    documents=", ".join(
                        (*arrived.mapped("name"), *billed.mapped("name"))
                    ),
                )
            )

    def _reopen_for_all(self, reason, date_close):
        """Open again, with the orders of all operators that sell in the cycle."""
        return self._reopen(reason, date_close)

    def _reopen(self, reason, date_close):
        """
        :param reason: told to customers and producers
        :param date_close: when the cycle closes again
        """
        self.ensure_one()
        self._lock_row()
        self._check_can_reopen()
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._("Say why: customers and producers are told, in your words.")
            )
        if date_close <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "Choose a closing date to come: %s is over.",
                    self._format_moment(date_close),
                )
            )
        self._check_closes_in_time(date_close)
        self._go_to(
            "open", date_close=date_close, date_closed=False, reopen_reason=reason
        )
        orders = self.order_ids
        orders.filtered(lambda order: order.state == "sale").action_unlock()
        kept = orders._off_restore_asked()
        self._tell_reopened(kept)

    def _tell_reopened(self, kept):
        """Tell who coordinates, and the customers whose orders are again what they
        asked for.

        :param kept: orders that could not become so
        """
        body = self.env._(
            "The cycle is open again until %(date)s: %(reason)s",
            date=self._format_closing(self),
            reason=self.reopen_reason,
        )
        if kept:
            body += " " + self.env._(
                "These orders stay as the closing left them, as what they asked for is "
                "no longer there: %s.",
                ", ".join(kept.mapped("name")),
            )
        self.message_post(body=body)

    def _format_closing(self, record):
        return self.with_env(record.env)._format_moment(self.date_close)

    def _tell_restored(self, order):
        order = order.with_context(lang=order.partner_id.lang or self.env.lang)
        order.message_post(
            subject=order.env._("%s is open again", self.name),
            body=Markup("<p>%s</p>")
            % order.env._(
                "%(cycle)s is open again until %(date)s: %(reason)s Your order is "
                "again what you asked for, and you can change it until then.",
                cycle=self.name,
                date=self._format_closing(order),
                reason=self.reopen_reason.rstrip(". ") + ".",
            ),
            partner_ids=order.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
