import logging

from odoo import api, fields, models
from odoo.tools import SQL

from .off_lot_recall_recipient import TELLING

_logger = logging.getLogger(__name__)
BATCH = 100
# By what is to be told.
TEMPLATES = {"due": "mail_template_recall", "lift": "mail_template_recall_lifted"}


class OffLotRecallRecipient(models.Model):
    """Mail, each once: a batch is locked, written to Odoo's queue of mail and marked,
    all in one transaction; what a run does not reach the next one takes up."""

    _inherit = "off.lot.recall.recipient"

    @api.model
    def _cron_send(self):
        cron = self.env["ir.cron"]
        domain = [("state", "in", [*TEMPLATES]), ("channel", "=", "mail")]
        cron._commit_progress(remaining=self.search_count(domain))
        while batch := self._take():
            batch._send()
            if not cron._commit_progress(len(batch)):
                break

    def _take(self):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM off_lot_recall_recipient
                    WHERE state IN ('due', 'lift') AND channel = 'mail'
                    ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED""",
                BATCH,
            )
        )
        return self.browse(row[0] for row in rows)

    def _send(self):
        try:
            with self.env.cr.savepoint():
                self._make_mails()
        except Exception as error:
            # One of them must not keep back all others.
            _logger.warning("Mails of a recall are made one by one: %s", error)
            for one in self:
                one._send_alone()

    def _send_alone(self):
        try:
            with self.env.cr.savepoint():
                self._make_mails()
        except Exception as error:
            _logger.exception("The mail %s of a recall cannot be made", self.id)
            self.write({"state": "failed", "failure": str(error)[:500]})

    def _make_mails(self):
        for state, mine in self.grouped("state").items():
            template = self.env.ref(f"off_order_cycle_trace.{TEMPLATES[state]}")
            template.sudo().send_mail_batch(mine.ids)
            mine.write({"state": TELLING[state], "date_told": fields.Datetime.now()})


class OffLotRecall(models.Model):
    """Other operators recall from their own customers, whom they alone know."""

    _inherit = "off.lot.recall"

    def _ask_operators(self):
        """Prepare the recall of each operator that was supplied, and ask its
        coordinators for it."""
        trace = self.env["off.trace"]
        scope = trace._get_scope(self.company_id.ids, self.lot_ids, self.line_ids)
        supplied = trace._tell_operators(scope)
        companies = self.env["res.company"].browse(
            {row["company_id"] for row in supplied if row["company_id"]}
        )
        twins = self._get_twins(companies)
        loose = self._get_twin_lines(companies, {row["product_id"] for row in supplied})
        for company in companies:
            recall = self.with_company(company).create(
                self._prepare_twin(company, twins, loose)
            )
            recall._ask_coordinator()

    def _get_twins(self, companies):
        """The lots under whose names these were carried to other operators."""
        return self.env["stock.lot"].search(
            [
                ("company_id", "in", companies.ids),
                ("product_id", "in", self.lot_ids.product_id.ids),
                ("name", "in", self.lot_ids.mapped("name")),
            ]
        )

    def _get_twin_lines(self, companies, products):
        """Receipts of goods without lot of this operator at the others."""
        if not self.line_ids:
            return self.env["stock.move.line"]
        return self.env["stock.move.line"].search(
            [
                ("company_id", "in", companies.ids),
                ("picking_id.off_supply_company_id", "=", self.company_id.id),
                ("picking_id.picking_type_code", "=", "incoming"),
                ("product_id", "in", sorted(products)),
                ("lot_id", "=", False),
                ("state", "=", "done"),
                ("date", ">=", min(self.line_ids.mapped("date"))),
            ]
        )

    def _prepare_twin(self, company, twins, loose):
        pairs = {(lot.product_id, lot.name) for lot in self.lot_ids}
        lots = twins.filtered(
            lambda lot: (
                lot.company_id == company and (lot.product_id, lot.name) in pairs
            )
        )
        lines = loose.filtered(lambda line: line.company_id == company)
        return {
            "company_id": company.id,
            "lot_ids": [(6, 0, lots.ids)],
            "line_ids": [(6, 0, lines.ids)],
            "origin_id": self.id,
            "asked_by": self.company_id.name,
            "reason": self.reason,
            "no_eating": self.no_eating,
            "bring_back": self.bring_back,
            "refund": self.refund,
            "instructions": self.instructions,
        }

    def _tell_operators_lifted(self):
        """Other operators decide themselves whether they lift theirs."""
        twins = self.search(
            [
                ("origin_id", "in", self.ids),
                ("state", "in", ("draft", "started", "done")),
            ]
        )
        for twin in twins.filtered(lambda one: one.state == "draft"):
            twin._drop_prepared()
        for twin in twins.filtered(lambda one: one.state != "lifted"):
            speaking = twin.with_context(lang=twin.company_id.partner_id.lang)
            twin._ask_coordinator(
                speaking.env._(
                    "%s lifted its recall of these goods. Lift yours too, if nothing "
                    "else speaks against it.",
                    twin.asked_by,
                )
            )

    def _drop_prepared(self):
        """Nobody was told of it yet: there is nothing to decide any more."""
        self._go_to("lifted")
        self.activity_unlink(["mail.mail_activity_data_todo"])
        speaking = self.with_context(lang=self.company_id.partner_id.lang)
        self.message_post(
            body=speaking.env._("%s lifted its recall of these goods.", self.asked_by)
        )

    def _ask_coordinator(self, summary=None):
        group = self.env.ref("off_hub_network.group_coordinator")
        user = self.env["res.users"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("all_group_ids", "in", group.id),
                ("share", "=", False),
            ],
            limit=1,
        )
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary or self.env._("Recall these goods from your customers"),
            )
