from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def action_settle(self):
        """Extends: the invoices of a cycle take up what containers gave back before."""
        result = super().action_settle()
        self.order_ids.sudo().invoice_ids._off_take_up_deposits()
        return result


class AccountMove(models.Model):
    _inherit = "account.move"

    def _off_take_up_deposits(self):
        """Reconcile these posted invoices with the credit notes of containers that
        their customers brought back, invoice by invoice, the oldest credit first."""
        invoices = self.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        due = invoices.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        if not due:
            return
        credits = self.env["account.move.line"].search(
            [
                ("move_id.off_is_deposit_return", "=", True),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("account_id", "in", due.account_id.ids),
                ("partner_id", "in", due.partner_id.ids),
                ("company_id", "in", due.company_id.ids),
            ],
            order="date, id",
        )
        if not credits:
            return
        by_customer = credits.grouped(
            lambda line: (line.company_id, line.partner_id, line.account_id)
        )
        for key, lines in due.grouped(
            lambda line: (line.company_id, line.partner_id, line.account_id)
        ).items():
            if key in by_customer:
                (lines | by_customer[key]).reconcile()
