import logging
import secrets
from datetime import timedelta

from lxml.etree import fromstring
from lxml.html import fragment_fromstring
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import SQL, email_normalize

from .off_notice import OPTIONAL, TOPICS

_logger = logging.getLogger(__name__)
BATCH = 100
# What a worker took and did not finish is taken again.
STUCK = timedelta(hours=1)
HEADS = ("subject", "email_from")
# Between two mails. Nobody can write it into a text: it is another in each process.
MARK = f"\x02{secrets.token_hex(16)}\x02"
LOOP = """
<t><t t-foreach="notices" t-as="object"><t t-set="notice" t-value="object"/><t
t-call="off_order_cycle.notice_mail"><t t-set="body"/></t><t t-out="mark"/></t></t>
"""


class OffNotice(models.Model):
    """From rows to mail: a batch is taken, then read anew, written to Odoo's queue of
    mail and marked as sent, all in one transaction.

    What changes once a batch is taken makes a new row: nothing that a customer or the
    hub does in the meantime is lost.
    """

    _inherit = "off.notice"

    @api.model
    def _cron_send(self):
        """Send what is due, each once, whatever stops the run."""
        cron = self.env["ir.cron"]
        self = self.sudo()
        self.env["off.standing.order.delivery"]._tell_due()
        self._plan_due()
        self._take_again()
        due = Domain("state", "=", "due") & Domain(
            "date_due", "<=", fields.Datetime.now()
        )
        cron._commit_progress(remaining=self.search_count(due))
        while batch := self._take():
            cron._commit_progress()
            batch._send()
            if not cron._commit_progress(len(batch)):
                break

    def _take(self):
        """Up to a batch of what is due and nobody else has taken."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE off_notice
                   SET state = 'sending', write_date = now() AT TIME ZONE 'UTC'
                 WHERE id IN (SELECT id FROM off_notice
                               WHERE state = 'due' AND date_due <= %s
                               ORDER BY date_due, id LIMIT %s
                                 FOR UPDATE SKIP LOCKED)
                RETURNING id
                """,
                fields.Datetime.now(),
                BATCH,
            )
        )
        self.env.invalidate_all()
        return self.browse(sorted(row[0] for row in rows))

    def _take_again(self):
        """What was taken by a worker that died: its mail was not written either."""
        stuck = self.search(
            [
                ("state", "=", "sending"),
                ("write_date", "<", fields.Datetime.now() - STUCK),
            ]
        )
        # A change may wait already, and says all.
        waiting = self.search(
            [
                ("kind", "=", "changed"),
                ("state", "=", "due"),
                ("order_id", "in", stuck.order_id.ids),
            ]
        ).order_id
        double = stuck.filtered(
            lambda one: one.kind == "changed" and one.order_id in waiting
        )
        double.state = "dropped"
        (stuck - double).state = "due"

    def _send(self):
        """Write the mail of a batch that was taken."""
        wanted = self._sort_out()
        wanted._note_told()
        for _key, group in wanted.grouped(lambda one: one._get_template_key()).items():
            try:
                with self.env.cr.savepoint():
                    group._make_mails()
            except Exception as error:
                # One template or one customer must not keep back all others.
                _logger.warning("Mails of a cycle are made one by one: %s", error)
                group._make_mails_alone()
        sent = wanted.filtered(lambda one: one.state == "sending")
        sent.write({"state": "sent", "date_sent": fields.Datetime.now()})
        (self - wanted).write({"state": "dropped"})
        if sent:
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _make_mails_alone(self):
        for notice in self:
            try:
                with self.env.cr.savepoint():
                    notice._make_mails()
            except Exception as error:
                _logger.exception("The mail %s cannot be made", notice.id)
                notice.write({"state": "failed", "failure": str(error)[:500]})

    def _make_mails(self):
        """Odoo's queue gets them: of one template, whatever their languages."""
        template = self.env.ref(self[0]._get_template_key()).sudo()
        values = []
        for lang, notices in self.grouped(
            lambda one: one.partner_id.lang or self.env.lang
        ).items():
            spoken = template.with_context(lang=lang)
            notices = notices.with_context(lang=lang)
            heads = {name: spoken._render_field(name, notices.ids) for name in HEADS}
            bodies = notices._render_bodies(spoken)
            values += [
                {
                    "subject": heads["subject"][notice.id],
                    "body_html": body,
                    "email_from": heads["email_from"][notice.id],
                    "reply_to": heads["email_from"][notice.id],
                    "recipient_ids": [Command.set(notice.partner_id.ids)],
                    "auto_delete": True,
                    "headers": repr(notice._get_headers()),
                }
                for notice, body in zip(notices, bodies, strict=True)
            ]
        self.env["mail.mail"].sudo().create(values)

    def _render_bodies(self, template):
        """The bodies of these mails. Odoo compiles the text of a template for each
        record; here it is compiled once for all.

        :param template: mail.template in the language of the mails
        :return: list of Markup
        """
        text = fragment_fromstring(template.body_html, create_parent="t")
        loop = fromstring(LOOP)
        place = loop.find(".//t[@t-set='body']")
        place.text = text.text
        place.extend(text)
        rendered = self.env["ir.qweb"]._render(
            loop,
            {**template._render_eval_context(), "notices": self, "mark": Markup(MARK)},
        )
        # Rendered by a template, which has escaped what people wrote.
        return [Markup(part) for part in rendered.split(MARK)[:-1]]  # noqa: S704

    def _get_headers(self):
        """One click ends what one may do without (RFC 8058); for the rest there is the
        page."""
        self.ensure_one()
        headers = {
            "X-Auto-Response-Suppress": "OOF",
            "Auto-Submitted": "auto-generated",
        }
        if url := self._get_unsubscribe_url():
            headers["List-Unsubscribe"] = f"<{url}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        elif url := self._get_choices_url():
            headers["List-Unsubscribe"] = f"<{url}>"
        elif address := email_normalize(self.company_id.email):
            headers["List-Unsubscribe"] = f"<mailto:{address}?subject=unsubscribe>"
        return headers

    def _get_topic(self):
        """:return: what one click ends, nothing for what is always sent"""
        self.ensure_one()
        return next((key for key, kinds in TOPICS.items() if self.kind in kinds), None)

    # -- who wants what, and what is still true ----------------------------------------
    def _sort_out(self):
        """Those of a batch that are to be sent, in a fixed number of queries."""
        refused = self._get_refused()
        basis = self._read_basis()
        return self.filtered(lambda one: one not in refused and one._is_true(basis))

    def _get_refused(self):
        optional = self.filtered(lambda one: one.kind in OPTIONAL)
        pairs = {(one.partner_id.id, one.hub_id.id) for one in optional}
        refused = self.env["off.notice.choice"]._get_refused(pairs)
        blocked = self._get_blocked(optional.partner_id)
        return self.filtered(
            lambda one: (
                not one.partner_id.active
                or not email_normalize(one.partner_id.email)
                or one.kind in OPTIONAL
                and (
                    (one.partner_id.id, one.hub_id.id, one.kind) in refused
                    or one.partner_id.email_normalized in blocked
                )
            )
        )

    def _get_blocked(self, partners):
        """Addresses to which nothing is to be sent that is not needed."""
        emails = [email for email in partners.mapped("email_normalized") if email]
        return set(
            self.env["mail.blacklist"]
            .sudo()
            .search([("email", "in", emails)])
            .mapped("email")
        )

    def _read_basis(self):
        """What tells whether a notice is still true.

        :return: ``{name: set}``: ``ordered`` and ``begun`` of (exchange id, partner
            id), ``allowed`` likewise, ``ready`` of (slot id, partner id), ``placed`` of
            ids of orders that were told by another mail
        """
        sales = self.filtered(lambda one: one.kind in ("open", "closing"))
        edges = sales.exchange_id
        Order = self.env["sale.order"]
        rows = Order._read_group(
            [
                ("off_exchange_id", "in", edges.ids),
                ("partner_id", "in", sales.partner_id.ids),
                ("state", "=", "sale"),
            ],
            ["off_exchange_id", "partner_id"],
        )
        ready = self.search_fetch(
            [
                ("kind", "=", "ready"),
                ("state", "in", ("due", "sending", "sent")),
                ("slot_id", "in", self.slot_id.ids),
                ("date_due", ">", fields.Datetime.now() - timedelta(days=1)),
            ],
            ["slot_id", "partner_id"],
        )
        deliveries = self.env["off.standing.order.delivery"].search_fetch(
            [("sale_order_id", "in", self.order_id.ids)], ["sale_order_id"]
        )
        return {
            "ordered": {(edge.id, partner.id) for edge, partner in rows},
            "allowed": {
                (edge.id, partner.id)
                for edge, group in sales.grouped("exchange_id").items()
                for partner in edge._filter_told(group.partner_id)
            },
            "ready": {(one.slot_id.id, one.partner_id.id) for one in ready},
            "placed": set(deliveries.sale_order_id.ids),
        }

    def _is_true(self, basis):
        self.ensure_one()
        return getattr(self, f"_is_true_{self.kind}")(basis)

    def _is_true_open(self, basis):
        cycle, key = self.cycle_id, (self.exchange_id.id, self.partner_id.id)
        return (
            cycle.state == "open"
            and cycle.date_close > fields.Datetime.now()
            and key in basis["allowed"]
            and key not in basis["ordered"]
        )

    _is_true_closing = _is_true_open

    def _is_true_confirmed(self, basis):
        if self.order_id.id in basis["placed"]:
            # What a standing order became is told with what is missing.
            self.told = self.order_id._off_tell()
            return False
        return self.order_id.state == "sale"

    def _is_true_changed(self, basis):
        told = self._get_last_told()
        return bool(told or self.order_id.state == "sale") and (
            told != self.order_id._off_tell()
        )

    def _is_true_shortage(self, basis):
        return self.order_id.state == "sale"

    def _is_true_ready(self, basis):
        return bool(self.order_ids) and self.slot_id.date_end > fields.Datetime.now()

    def _is_true_reminder(self, basis):
        return (
            bool(self.order_ids)
            and self.slot_id.date_start > fields.Datetime.now()
            and (self.slot_id.id, self.partner_id.id) not in basis["ready"]
        )

    # -- what was told before ----------------------------------------------------------
    def _get_last_told(self):
        """What the customer was told of the order last, nothing where it never was."""
        self.ensure_one()
        earlier = self.order_id.off_notice_ids.filtered(
            lambda one: one.told and one.id < self.id
        )
        return earlier.sorted("id")[-1:].told

    def _note_told(self):
        for notice in self.filtered(lambda one: one.kind in ("confirmed", "changed")):
            notice.told = notice.order_id._off_tell()
