import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

_logger = logging.getLogger(__name__)


class AccountMove(models.Model):
    """Documents in the name of producers."""

    _inherit = "account.move"

    off_mandate_id = fields.Many2one(
        "off.producer.mandate",
        "Under the mandate",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="By which the operator drew it up for the producer.",
    )
    off_sold_line_ids = fields.One2many(
        "account.move.line",
        "off_account_sale_id",
        "Sold in the producer's name",
        readonly=True,
    )
    off_account_sale_id = fields.Many2one(
        "account.move",
        "Account of sales",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The commission on these sales is invoiced here.",
    )
    off_commission_ids = fields.One2many(
        "account.move", "off_account_sale_id", "Commission", readonly=True
    )
    off_commission_id = fields.Many2one(
        "account.move",
        "Invoice of the commission",
        compute="_compute_off_commission_id",
    )
    off_to_tell = fields.Boolean(
        "To be sent to the producer", readonly=True, copy=False, index=True
    )

    @api.depends("off_sold_line_ids.sale_line_ids.order_id.off_cycle_id")
    def _compute_off_cycle_ids(self):
        result = super()._compute_off_cycle_ids()
        for move in self.filtered("off_sold_line_ids"):
            orders = move.off_sold_line_ids.sale_line_ids.order_id
            move.off_cycle_ids |= orders.off_cycle_id
        return result

    @api.depends("off_commission_ids.move_type")
    def _compute_off_commission_id(self):
        for move in self:
            move.off_commission_id = move.off_commission_ids.filtered(
                lambda one: one.is_invoice()
            )[:1]

    def button_draft(self):
        """Extends account: what producers were accounted for stays as it was."""
        for move in self:
            if accounted := move.invoice_line_ids.off_account_sale_id:
                raise UserError(
                    self.env._(
                        "%(invoice)s: what was sold in the name of producers is "
                        "accounted for in %(accounts)s. Make a credit note: the next "
                        "account of sales takes it off.",
                        invoice=move.name,
                        accounts=", ".join(accounted.mapped("name")),
                    )
                )
            if move.off_sold_line_ids or move.off_account_sale_id:
                raise UserError(
                    self.env._(
                        "%s is made from what customers were invoiced. Correct their "
                        "invoices by credit notes: the next account of sales takes "
                        "them off.",
                        move.name,
                    )
                )
        return super().button_draft()

    # -- producers are told ------------------------------------------------------------
    def _off_tell_later(self):
        """Have these documents sent to their producers, once this is done."""
        if self:
            self.off_to_tell = True
            self.env.ref("off_order_cycle_mandate.cron_tell")._trigger()

    @api.model
    def _off_cron_tell(self, limit=20):
        """Send what was drawn up for producers: each document with its commission."""
        domain = [("off_to_tell", "=", True), ("state", "=", "posted")]
        moves = self.sudo().search(domain, limit=limit, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.sudo().search_count(domain))
        for move in moves:
            # Another worker may have it.
            if not move.try_lock_for_update():
                continue
            try:
                with self.env.cr.savepoint():
                    move._off_tell()
            except Exception:
                # The others are not kept waiting; this one is tried with the next.
                _logger.exception("%s was not sent to its producer", move.name)
                continue
            cron._commit_progress(1)

    def _off_tell(self):
        self.ensure_one()
        self.off_to_tell = False
        if not self.partner_id.email:
            self._message_log(
                body=self.env._(
                    "Not sent: %s has no address of mail. Give it the paper.",
                    self.partner_id.display_name,
                )
            )
            return
        template = self.env.ref("off_order_cycle_mandate.mail_template_document")
        template.send_mail(
            self.id,
            email_values={
                "attachment_ids": [
                    paper._off_make_pdf().id for paper in self._off_get_papers()
                ]
            },
        )

    def _off_get_papers(self):
        """Extends off_order_cycle: an account of sales goes with its commission."""
        return super()._off_get_papers() | self.off_commission_ids.filtered(
            lambda one: one.is_sale_document() and one.state == "posted"
        )

    def _off_is_account_of_sales(self):
        """Extends off_order_cycle."""
        return super()._off_is_account_of_sales() or bool(
            self.move_type == "in_receipt" and self.off_mandate_id
        )

    def _compute_access_url(self):
        """Extends account: a producer reads its accounts of sales, too."""
        result = super()._compute_access_url()
        for move in self.filtered(lambda one: one._off_is_account_of_sales()):
            move.access_url = f"/my/accounts-of-sales/{move.id}"
        return result

    def _off_make_pdf(self):
        """:return: ir.attachment of this document as PDF"""
        content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "account.account_invoices", self.ids
        )
        return self.env["ir.attachment"].create(
            {
                "name": f"{(self.name or '').replace('/', '_')}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": self.id,
            }
        )

    # -- texts of papers ---------------------------------------------------------------
    def _off_get_sellers(self):
        """Who sells what of this invoice, but for the operator itself.

        :return: list of (text that tells a producer, text of the products)
        """
        self.ensure_one()
        lines = self.invoice_line_ids.filtered("off_principal_id")
        return [
            (
                producer.sudo()._off_get_identifiers(),
                ", ".join(
                    dict.fromkeys(
                        one.with_context(display_default_code=False).display_name
                        for one in mine.product_id
                    )
                ),
            )
            for producer, mine in lines.grouped("off_principal_id").items()
        ]

    def _off_get_mandate_texts(self):
        """What the paper of this document has to say of the mandate.

        :return: list of sentences
        """
        self.ensure_one()
        mandate, company = self.off_mandate_id, self.company_id
        told = {
            "operator": company.name,
            "producer": self.partner_id.sudo()._off_get_identifiers(),
            "day": format_date(self.env, mandate.date_start),
        }
        if mandate.kind == "billing":
            texts = [
                self.env._(
                    "Self-billing: drawn up by %(operator)s, who is the customer, in "
                    "the name and on behalf of %(producer)s, by the mandate of "
                    "%(day)s.",
                    **told,
                )
            ]
        else:
            texts = [
                self.env._(
                    "Sold by %(operator)s in the name and on behalf of %(producer)s, "
                    "by the mandate of %(day)s. Taxes are those of the producer, who "
                    "declares them.",
                    **told,
                )
            ]
        if day := self._off_get_contest_day():
            texts.append(
                self.env._("May be contested until %s.", format_date(self.env, day))
            )
        if not mandate.vat_liable and mandate.vat_mention:
            texts.append(mandate.vat_mention)
        return texts

    def _off_get_commission_label(self):
        return self.env._("Commission (%s)", self.name)

    def _off_get_contest_day(self):
        """Until when the producer may contest a bill that was drawn up for it."""
        mandate = self.off_mandate_id
        if mandate.kind != "billing" or not mandate.contest_days:
            return False
        return fields.Date.add(self.invoice_date, days=mandate.contest_days)

    def _off_get_title(self):
        """What a document in a producer's name is called."""
        if self.move_type == "in_receipt":
            return self.env._("Account of sales")
        if self.move_type == "in_refund":
            return self.env._("Self-billed credit note")
        return self.env._("Self-billed invoice")

    def _off_get_paid_out(self):
        """What of an account of sales is left to the producer."""
        self.ensure_one()
        commission = self.off_commission_ids.filtered(lambda one: one.is_invoice())
        return self.currency_id.round(
            self.amount_total - sum(commission.mapped("amount_total_signed"))
        )
