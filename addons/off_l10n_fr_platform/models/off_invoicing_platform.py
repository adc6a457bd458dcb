import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import date_utils

from .off_platform_connector import PlatformRefusal, PlatformUnavailable

_logger = logging.getLogger(__name__)

BY_HAND = "off.platform.connector.file"
FORMATS = [
    ("facturx", "Factur-X data (CII)"),
    ("ubl_bis3", "UBL"),
]


class OffInvoicingPlatform(models.Model):
    """The approved platform (plateforme agréée) by which an operator sends and receives
    electronic invoices, and reports what it sells to consumers."""

    _name = "off.invoicing.platform"
    _description = "Approved Platform"
    _inherit = ["mail.thread", "off.kept.mixin"]
    _order = "company_id, id"

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    connector = fields.Selection(
        [(BY_HAND, "Files exchanged by hand")],
        required=True,
        default=BY_HAND,
        tracking=True,
    )
    edi_format = fields.Selection(
        FORMATS, "Format", required=True, default="facturx", tracking=True
    )
    is_automatic = fields.Boolean(
        "Send when confirmed",
        default=True,
        help="Invoices to enterprises of France are handed over as soon as they are "
        "confirmed. Otherwise by the button on the invoice.",
    )
    document_ids = fields.One2many("off.platform.document", "platform_id")
    failed_count = fields.Integer(compute="_compute_failed_count")

    @api.depends("document_ids.state")
    def _compute_failed_count(self):
        groups = self.env["off.platform.document"]._read_group(
            [("platform_id", "in", self.ids), ("state", "=", "failed")],
            ["platform_id"],
            ["__count"],
        )
        counts = dict(groups)
        for platform in self:
            platform.failed_count = counts.get(platform, 0)

    @api.constrains("company_id", "active")
    def _check_one_each(self):
        for platform in self.filtered("active"):
            others = self.sudo().search(
                [
                    ("company_id", "=", platform.company_id.id),
                    ("id", "!=", platform.id),
                ]
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(company)s uses %(platform)s already: archive it before "
                        "another one is chosen.",
                        company=platform.company_id.name,
                        platform=others[0].name,
                    )
                )

    @api.model
    def _get_of(self, company):
        """The platform of an operator, with all rights; empty where there is none."""
        return self.sudo().search([("company_id", "=", company.id)], limit=1)

    def _is_connected(self):
        """Whether a platform answers: files carried by hand prove no contract."""
        return bool(self) and self.connector != BY_HAND

    def _get_connector(self):
        self.ensure_one()
        return self.env[self.connector].sudo()

    def _check_may_use(self):
        self.ensure_one()
        if not self.env.su and (
            self.company_id not in self.env.companies
            or not self.env.user.has_group("account.group_account_invoice")
        ):
            raise AccessError(
                self.env._(
                    "Only who invoices for %s uses its platform.",
                    self.sudo().company_id.name,
                )
            )

    # -- what comes in -----------------------------------------------------------------
    def action_fetch(self):
        """Fetch statuses and bills now."""
        self._check_may_use()
        try:
            self.sudo()._fetch()
        except (PlatformUnavailable, PlatformRefusal) as error:
            raise UserError(
                self.env._(
                    "%(platform)s: %(error)s", platform=self.name, error=str(error)
                )
            ) from error
        return True

    def _fetch(self):
        self._fetch_statuses()
        self._fetch_bills()

    def _fetch_statuses(self):
        self.ensure_one()
        documents = self.env["off.platform.document"]._get_followed(self)
        by_reference = {one.reference: one for one in documents}
        if not by_reference:
            return
        messages = self._get_connector()._fetch_statuses(self, list(by_reference))
        for message in messages:
            document = by_reference.get(message["reference"])
            if document:
                document._add_status(message)

    def _fetch_bills(self):
        """Each becomes a draft bill, once."""
        self.ensure_one()
        connector = self._get_connector()
        found = connector._fetch_bills(self)
        Document = self.env["off.platform.document"]
        kept = []
        for bill in found:
            Document._receive_bill(self, bill)
            kept.append(bill["reference"])
        if kept:
            connector._confirm_bills(self, kept)

    @api.model
    def _off_cron_fetch(self):
        """One platform that does not answer does not stop the others."""
        platforms = self.search([])
        self.env["ir.cron"]._commit_progress(remaining=len(platforms))
        for platform in platforms:
            try:
                with self.env.cr.savepoint():
                    platform.with_company(platform.company_id)._fetch()
            except (PlatformUnavailable, PlatformRefusal) as error:
                _logger.info("%s of %s: %s", platform.name, platform.company_id, error)
                platform.message_post(body=str(error))
            self.env["ir.cron"]._commit_progress(1)

    # -- e-reporting -------------------------------------------------------------------
    def action_report(self):
        """Send what was sold to consumers last month."""
        self._check_may_use()
        month = date_utils.start_of(fields.Date.context_today(self), "month")
        start = date_utils.subtract(month, months=1)
        document = self.env["off.platform.document"]._report_sales(
            self, start, date_utils.end_of(start, "month")
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sales to consumers"),
            "res_model": document._name,
            "res_id": document.id,
            "view_mode": "form",
        }

    # -- directory ---------------------------------------------------------------------
    def _look_up_siren(self, siren):
        """:return: see ``off.platform.connector._look_up``
        :raise UserError: where it cannot be asked"""
        self._check_may_use()
        try:
            return self.sudo()._get_connector()._look_up(self.sudo(), siren)
        except (PlatformUnavailable, PlatformRefusal) as error:
            raise UserError(str(error)) from error
