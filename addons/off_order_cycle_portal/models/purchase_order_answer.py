from datetime import UTC

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .off_purchase_answer import KINDS
from .purchase_order_tell import ACTIVITY


class PurchaseOrder(models.Model):
    """A producer answers to what a cycle ordered of it: what it promises is what is
    bought, and what the receipt expects."""

    _inherit = "purchase.order"

    off_answer_ids = fields.One2many(
        "off.purchase.answer",
        "purchase_id",
        string="Answers",
        readonly=True,
        groups="base.group_user",
    )
    off_answer_id = fields.Many2one(
        "off.purchase.answer",
        string="Answer",
        compute="_compute_off_answer_id",
        groups="base.group_user",
    )
    off_answer_state = fields.Selection(
        [("waiting", "No answer"), *KINDS],
        string="Producer's answer",
        compute="_compute_off_answer_state",
        store=True,
        index="btree_not_null",
    )
    off_answer_locked = fields.Boolean(
        "No more answers",
        copy=False,
        readonly=True,
        help="The producer reads the order and cannot change its answer any more.",
    )
    off_short_text = fields.Char(
        "Short of", compute="_compute_off_answer_texts", compute_sudo=True
    )
    off_date_proposed = fields.Date(
        "Other day", compute="_compute_off_answer_texts", compute_sudo=True
    )

    @api.depends("off_answer_ids.is_current")
    def _compute_off_answer_id(self):
        for order in self:
            order.off_answer_id = order.off_answer_ids.filtered("is_current")[:1]

    @api.depends("off_exchange_id", "off_answer_ids.is_current", "off_answer_ids.kind")
    def _compute_off_answer_state(self):
        for order in self:
            answer = order.off_answer_ids.filtered("is_current")[:1]
            order.off_answer_state = order.off_exchange_id and (
                answer.kind or "waiting"
            )

    @api.depends("off_answer_ids.is_current")
    @api.depends_context("lang")
    def _compute_off_answer_texts(self):
        for order in self:
            order.off_short_text = order.off_answer_id.short_text
            order.off_date_proposed = order.off_answer_id.date_proposed

    # -- whether -----------------------------------------------------------------------
    def _off_why_not(self):
        """Why the producer cannot answer (any more).

        :return: text, empty where it can
        """
        self.ensure_one()
        if self.state != "purchase" or not self.off_exchange_id:
            return self.env._("This order does not hold any more.")
        if any(picking.state == "done" for picking in self.picking_ids):
            return self.env._("The goods were received: nothing can be said any more.")
        cycle = self.off_cycle_id.sudo()
        if cycle.state == "open":
            return self.env._(
                "The sale is open again until %s: what is ordered may still change. If "
                "it does, you get another mail.",
                cycle._format_closing(self),
            )
        if cycle.state != "closed":
            return self.env._("The sale is over: nothing can be said any more.")
        if self.off_answer_locked:
            return self.env._(
                "%s takes no more answers to this order. Call if something changes.",
                self.company_id.name,
            )
        return ""

    def _off_lock_row(self):
        """Wait for whoever answers to, or reminds of, this order, then read what they
        left: the second of two starts again."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM purchase_order WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    def _off_get_asked_lines(self):
        """Products that were asked, with nothing of the words between them."""
        return self.order_line.filtered(
            lambda line: not line.display_type and line.off_asked_qty > 0
        )

    # -- answering ---------------------------------------------------------------------
    def _off_answer(self, said, partner, channel):
        """Take the producer's answer, in place of the one before.

        The same again changes nothing: a second press of a button, or a page that was
        sent twice, tells nobody anything.

        :param said: dict of ``quantities`` ``{line id: float}`` in the lines' units
            (what is missing is promised as asked), ``reasons`` ``{line id: code}``,
            ``note`` and ``date_proposed``, a date or False
        :param partner: res.partner who answers
        :param channel: ``link``, ``portal`` or ``hub``
        :raise UserError: where no answer is taken any more
        :return: off.purchase.answer
        """
        self.ensure_one()
        # Whoever holds the link has no rights: it is done for it, by the operator.
        order = self.with_user(SUPERUSER_ID).with_company(self.company_id)
        order._off_lock_row()
        if reason := order._off_why_not():
            raise UserError(reason)
        vals = order._off_prepare_answer(said, partner, channel)
        former = order.off_answer_id
        if former and order._off_is_same(former, vals):
            return former
        lines = order._off_get_asked_lines()
        former._replace()
        answer = self.env["off.purchase.answer"].with_env(order.env).create(vals)
        lines._off_promise(
            {line.purchase_line_id: line.promised_qty for line in answer.line_ids}
        )
        order._off_tell_answer(answer, former)
        return answer

    def _off_prepare_answer(self, said, partner, channel):
        rows = []
        for line in self._off_get_asked_lines():
            asked = line.off_asked_qty
            promised = min(max(said["quantities"].get(line.id, asked), 0.0), asked)
            is_short = line.product_uom_id.compare(promised, asked) < 0
            rows.append(
                {
                    "purchase_line_id": line.id,
                    "asked_qty": asked,
                    "promised_qty": promised if is_short else asked,
                    "reason": is_short and said["reasons"].get(line.id),
                }
            )
        if all(row["promised_qty"] == row["asked_qty"] for row in rows):
            kind = "all"
        else:
            kind = "some" if any(row["promised_qty"] for row in rows) else "none"
        return {
            "purchase_id": self.id,
            "kind": kind,
            "channel": channel,
            "partner_id": partner.id,
            "note": said.get("note") or False,
            "date_proposed": said.get("date_proposed") or False,
            "closing_number": self.off_closing_number,
            "line_ids": [Command.create(row) for row in rows],
        }

    def _off_is_same(self, answer, vals):
        lines = answer.line_ids.sorted("id")
        before = [
            (line.purchase_line_id.id, line.asked_qty, line.promised_qty, line.reason)
            for line in lines
        ]
        after = [
            (row["purchase_line_id"], row["asked_qty"], row["promised_qty"])
            + (row["reason"] or False,)
            for _command, _id, row in vals["line_ids"]
        ]
        return before == after and all(
            answer[name] == vals[name] for name in ("kind", "note", "date_proposed")
        )

    # -- buttons -----------------------------------------------------------------------
    def action_off_lock_answer(self):
        """Take no more answers: what was promised is being worked with."""
        self.check_access("write")
        self.write({"off_answer_locked": True})

    def action_off_unlock_answer(self):
        self.check_access("write")
        self.write({"off_answer_locked": False})

    def action_off_open_page(self):
        """The producer's page, to note what it said on the telephone."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._off_get_page_path(),
            "target": "new",
        }

    def action_off_accept_date(self):
        """Expect the goods on the day that the producer proposed, at the same hour."""
        self.check_access("write")
        for order in self.filtered(
            lambda one: one.off_date_proposed and one.date_planned
        ):
            local = order.off_cycle_id._to_local(order.date_planned)
            moved = local + (order.off_date_proposed - local.date())
            lines = order.order_line.filtered(lambda line: not line.display_type)
            lines.date_planned = moved.astimezone(UTC).replace(tzinfo=None)
            order.activity_unlink([ACTIVITY])
