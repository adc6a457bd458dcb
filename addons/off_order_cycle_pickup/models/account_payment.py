from odoo import fields, models

# States in which a payment counts.
RECEIVED = ("in_process", "paid")


class AccountPayment(models.Model):
    """A payment at a pickup, for one order."""

    _inherit = "account.payment"

    off_order_id = fields.Many2one(
        "sale.order",
        string="Order of a cycle",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    off_slot_id = fields.Many2one(
        "off.pickup.slot",
        string="Paid at the pickup",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    off_pickup_key = fields.Char(
        "Paid at once",
        readonly=True,
        copy=False,
        help="What was paid at once has the same.",
    )
    off_received_by_id = fields.Many2one(
        "res.users", string="Received by", readonly=True, copy=False
    )

    def _off_get_orders(self):
        """Extends: what was paid for an order at its pickup."""
        return super()._off_get_orders() | self.off_order_id

    def _off_get_receivable(self):
        """:return: lines of these payments that wait for an invoice"""
        return self.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        )

    def _off_pay(self, invoices):
        """Reconcile these payments with invoices, as far as something is open."""
        back = self.filtered(lambda one: one.payment_type == "outbound")
        if back:
            online = self.off_order_id.transaction_ids.payment_id
            (self | online)._off_get_receivable().reconcile()
        for invoice in invoices.sudo():
            for line in (self - back)._off_get_receivable():
                if invoice.amount_residual > 0:
                    invoice.js_assign_outstanding_line(line.id)


class AccountJournal(models.Model):
    _inherit = "account.journal"

    def _off_sort(self):
        """Cash first, as it is asked for most."""
        return self.sorted(lambda one: (one.type != "cash", one.sequence, one.id))
