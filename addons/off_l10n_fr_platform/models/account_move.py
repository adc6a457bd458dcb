from odoo import api, fields, models
from odoo.exceptions import UserError

from .off_platform_status import CODES


class AccountMove(models.Model):
    _inherit = "account.move"

    off_platform_document_ids = fields.One2many(
        "off.platform.document",
        "move_id",
        "On the platform",
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    off_platform_state = fields.Selection(
        [
            ("waiting", "To be sent"),
            ("sent", "Sent"),
            ("received", "Received"),
            ("failed", "Failed"),
        ],
        string="Platform",
        compute="_compute_off_platform",
    )
    off_platform_status = fields.Selection(
        CODES, string="Status on the platform", compute="_compute_off_platform"
    )
    off_platform_error = fields.Text(compute="_compute_off_platform")
    off_can_hand_over = fields.Boolean(compute="_compute_off_platform")

    @api.depends(
        "off_platform_document_ids.state",
        "off_platform_document_ids.status",
        "off_platform_document_ids.error",
        "state",
    )
    def _compute_off_platform(self):
        moves = self.sudo()
        documents = moves.off_platform_document_ids.filtered(
            lambda one: one.kind in ("invoice", "bill")
        )
        by_move = {one.move_id: one for one in documents}
        platforms = self.env["off.invoicing.platform"].sudo()
        users = platforms.search(
            [("company_id", "in", moves.company_id.ids)]
        ).company_id
        for move in moves:
            document = by_move.get(move, documents.browse())
            move.off_platform_state = document.state
            move.off_platform_status = document.status
            move.off_platform_error = document.error
            move.off_can_hand_over = (
                not document
                and move.state == "posted"
                and move.company_id in users
                and move._off_is_for_enterprise()
            )

    def _post(self, soft=True):
        """Extends account: hand over what is for enterprises of France."""
        posted = super()._post(soft)
        concerned = posted.filtered(lambda move: move._off_is_for_enterprise())
        for company in concerned.company_id:
            platform = self.env["off.invoicing.platform"]._get_of(company)
            if platform.is_automatic:
                moves = concerned.filtered(
                    lambda move, own=company: move.company_id == own
                )
                moves._off_hand_over(platform)
        return posted

    def _off_hand_over(self, platform):
        Document = self.env["off.platform.document"].sudo()
        for move in self.sudo():
            Document._hand_over_invoice(platform, move)

    def action_off_hand_over(self):
        """Hand over invoices to the platform of their operator, by button."""
        for company in self.company_id:
            moves = self.filtered(lambda move, own=company: move.company_id == own)
            platform = self.env["off.invoicing.platform"]._get_of(company)
            if not platform:
                raise UserError(
                    self.env._(
                        "%s has no approved platform: choose one under Invoicing > "
                        "Configuration > Approved Platforms.",
                        company.name,
                    )
                )
            platform.with_env(self.env)._check_may_use()
            if wrong := moves.filtered(
                lambda move: move.state != "posted" or not move._off_is_for_enterprise()
            ):
                raise UserError(
                    self.env._(
                        "Only confirmed invoices to enterprises of France are handed "
                        "over; these are not: %s.",
                        ", ".join(wrong.mapped("display_name")),
                    )
                )
            moves._off_hand_over(platform)
        return True

    def action_off_retry(self):
        return self.off_platform_document_ids.filtered(
            lambda one: one.state == "failed"
        ).action_retry()

    def _invoice_paid_hook(self):
        """Extends account: VAT on services is due when they are paid, which the
        platform tells the tax office (212)."""
        result = super()._invoice_paid_hook()
        services = self.sudo().filtered(
            lambda move: (
                move.move_type == "out_invoice"
                and move.off_platform_document_ids
                and move.off_operation_nature in ("services", "mixed")
                and not move.off_is_vat_on_debits
            )
        )
        for move in services:
            self.env["off.platform.document"].sudo()._hand_over_payment(move)
        return result
