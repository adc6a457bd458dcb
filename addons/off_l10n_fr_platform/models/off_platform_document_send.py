import base64
import hashlib
import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from .off_platform_connector import PlatformRefusal, PlatformUnavailable
from .off_platform_status import PAID

CHANNEL = "root"
# Minutes before another try, after the first, second… that got no answer.
PAUSES = (5, 30, 120, 720, 1440)


class OffPlatformDocument(models.Model):
    """Handing over: by a job, tried again where the platform does not answer.

    A job that raises leaves no trace of why: what went wrong is written on the document
    and the next try is a job of its own, for later.
    """

    _inherit = "off.platform.document"

    @api.model
    def _hand_over_invoice(self, platform, move):
        """:return: the document of an invoice, new or there already"""
        there = self.search([("move_id", "=", move.id), ("kind", "=", "invoice")])
        if there:
            return there
        document = self.create(
            {
                "platform_id": platform.id,
                "kind": "invoice",
                "move_id": move.id,
                "filename": f"{(move.name or '').replace('/', '_')}.xml",
            }
        )
        document._enqueue()
        return document

    @api.model
    def _hand_over_payment(self, move):
        """Tell the platform that an invoice is paid, once."""
        sent = self.search([("move_id", "=", move.id), ("kind", "=", "invoice")])
        told = self.search([("move_id", "=", move.id), ("kind", "=", "status")])
        if not sent or told:
            return told
        document = self.create(
            {
                "platform_id": sent.platform_id.id,
                "kind": "status",
                "move_id": move.id,
                "filename": self.env._("%s is paid", move.name),
            }
        )
        document._enqueue()
        return document

    def _enqueue(self, eta=None):
        for document in self:
            document.with_delay(
                eta=eta,
                identity_key=f"{document.key}-{document.attempts}",
                description=document.display_name,
            )._send()

    def action_retry(self):
        """Try what failed again, now that it is corrected."""
        for platform in self.platform_id:
            platform._check_may_use()
        failed = self.sudo().filtered(lambda one: one.state in ("failed", "waiting"))
        failed.write({"state": "waiting", "error": False, "attempts": 0})
        failed._enqueue()
        return True

    def _send(self):
        """Hand it over; nothing is done where it was before.

        :return: str, what the job shows
        """
        self.ensure_one()
        # Two jobs of one document: the second waits, and finds that it is sent.
        self.lock_for_update()
        if self.state != "waiting":
            return self.state
        try:
            with self.env.cr.savepoint():
                reference = getattr(self, f"_send_{self.kind}")()
        except PlatformUnavailable as error:
            return self._try_later(error)
        except (PlatformRefusal, UserError) as error:
            self.write({"state": "failed", "error": str(error)})
            self._warn_of_failure()
            return self.error
        self.write(
            {
                "state": "sent",
                "reference": reference,
                "sent_on": fields.Datetime.now(),
                "error": False,
            }
        )
        return reference

    def _try_later(self, error):
        attempts = self.attempts + 1
        state = "waiting" if attempts <= len(PAUSES) else "failed"
        self.write({"attempts": attempts, "error": str(error), "state": state})
        if state == "failed":
            self._warn_of_failure()
            return self.error
        pause = timedelta(minutes=PAUSES[attempts - 1])
        self._enqueue(eta=fields.Datetime.now() + pause)
        return self.error

    def _warn_of_failure(self):
        if not self.move_id:
            return
        user = self.move_id.invoice_user_id or self.move_id.create_uid
        self.move_id.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=self.env._("Not handed over to %s", self.platform_id.name),
            note=self.error,
            user_id=user.id,
        )

    # -- by kind -----------------------------------------------------------------------
    def _send_invoice(self):
        platform, move = self.platform_id, self.move_id
        if not self.content:
            self.content = base64.b64encode(self._export_invoice())
        return platform._get_connector()._send_invoice(
            platform, self.key, self.filename, base64.b64decode(self.content), move
        )

    def _export_invoice(self):
        """The file of an invoice, by Odoo's own formats.

        :raise UserError: with what the format lacks
        """
        move = self.move_id.with_company(self.company_id)
        partner = move.commercial_partner_id
        builder = partner._get_edi_builder(self.platform_id.edi_format)
        content, errors = builder._export_invoice(move)
        if errors:
            raise UserError(
                "\n".join(
                    [
                        self.env._(
                            "%s lacks what electronic invoices need:", move.name
                        ),
                        *(f"- {one}" for one in sorted(errors)),
                    ]
                )
            )
        return content

    def _send_status(self):
        sent = self.search(
            [("move_id", "=", self.move_id.id), ("kind", "=", "invoice")]
        )
        if sent.state != "sent":
            raise PlatformUnavailable(
                self.env._("%s is not handed over yet.", self.move_id.name)
            )
        return self.platform_id._get_connector()._send_status(
            self.platform_id,
            self.key,
            sent.reference,
            PAID,
            fields.Datetime.now(),
            float_repr(self.move_id.amount_total, 2),
        )

    def _send_report(self):
        report = json.loads(base64.b64decode(self.content))
        return self.platform_id._get_connector()._send_report(
            self.platform_id, self.key, report
        )

    # -- e-reporting -------------------------------------------------------------------
    @api.model
    def _report_sales(self, platform, date_from, date_to):
        """Send sales to consumers of a period (off.ereporting.day).

        What was sent before and has not changed is not sent again; what changed is
        sent as a replacement.

        :return: the document
        :raise UserError: where there is nothing to send, or it is all sent
        """
        platform._check_may_use()
        platform = platform.sudo()
        company = platform.company_id
        siren = company.partner_id._off_get_siren()
        if not siren:
            raise UserError(
                self.env._(
                    "The SIREN of %s is not known: write it on the company.",
                    company.name,
                )
            )
        lines = self._prepare_report_lines(company, date_from, date_to)
        digest = hashlib.sha256(json.dumps(lines).encode()).hexdigest()
        before = self.sudo().search(
            [
                ("platform_id", "=", platform.id),
                ("kind", "=", "report"),
                ("date_from", "=", date_from),
                ("date_to", "=", date_to),
            ],
            order="id desc",
            limit=1,
        )
        if before.digest == digest or not (lines or before):
            raise UserError(
                self.env._("Nothing new was sold to consumers in this period.")
            )
        report = {
            "siren": siren,
            "date_from": str(date_from),
            "date_to": str(date_to),
            "replaces": before.key or None,
            "lines": lines,
        }
        document = self.sudo().create(
            {
                "platform_id": platform.id,
                "kind": "report",
                "date_from": date_from,
                "date_to": date_to,
                "digest": digest,
                "replaces_id": before.id,
                "filename": f"ereporting-{date_from}-{date_to}.json",
                "content": base64.b64encode(json.dumps(report).encode()),
            }
        )
        document._enqueue()
        return document

    @api.model
    def _prepare_report_lines(self, company, date_from, date_to):
        self.env.flush_all()
        days = (
            self.env["off.ereporting.day"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("date", ">=", date_from),
                    ("date", "<=", date_to),
                ],
                order="date, category, rate",
            )
        )
        return [
            {
                "date": str(day.date),
                "category": day.category,
                "rate": float_repr(day.rate, 2),
                "base": float_repr(day.base, 2),
                "tax": float_repr(day.tax, 2),
                "count": day.document_count,
            }
            for day in days
        ]
