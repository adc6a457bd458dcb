from odoo import models

from .account_payment import RECEIVED


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Extends account: what was paid for its orders at a pickup pays an invoice."""
        posted = super()._post(soft)
        invoices = posted.filtered(lambda move: move.move_type == "out_invoice")
        orders = invoices.line_ids.sale_line_ids.order_id
        if not orders.filtered("off_slot_id"):
            return posted
        payments = self.env["account.payment"].sudo()
        paid = payments.search(
            [("off_order_id", "in", orders.ids), ("state", "in", RECEIVED)]
        ).grouped("off_order_id")
        for invoice in invoices if paid else ():
            mine = invoice.line_ids.sale_line_ids.order_id
            for order in mine.sudo().filtered(lambda one: one in paid):
                paid[order]._off_pay(invoice)
        return posted
