import re

from odoo import models

# What may be the number of a document in what somebody wrote to the bank:
# “VIR FAC/2026/00032 Durand”, “commande S00012”.
NUMBER = re.compile(r"[A-Z]+[A-Z0-9]*(?:[/-]?[A-Z0-9]+)*\d", re.IGNORECASE)


class AccountBankStatementLine(models.Model):
    """Customers write the number of an order or invoice somewhere in their transfer."""

    _inherit = "account.bank.statement.line"

    def _retrieve_partner(self):
        """Extends account_reconcile_oca: who is told by a number is told for sure,
        which names and accounts of others are not."""
        if not self.env.context.get("skip_retrieve_partner"):
            for line in self.filtered(
                lambda one: one.amount > 0 and not one.partner_id
            ):
                orders, invoices = line._off_find_documents()
                partner = (
                    orders.partner_id | invoices.partner_id
                ).commercial_partner_id
                if len(partner) == 1:
                    line.partner_id = partner
        return super()._retrieve_partner()

    def _off_get_numbers(self):
        """:return: what may be numbers of documents in the text of this transaction"""
        self.ensure_one()
        return {text.upper() for text in NUMBER.findall(self.payment_ref or "")}

    def _off_find_documents(self):
        """
        :return: (sale.order of cycles, open invoices to customers) of this operator
            that the text names, with all rights
        """
        numbers = list(self._off_get_numbers())
        orders = self.env["sale.order"].sudo()
        invoices = self.env["account.move"].sudo()
        if not numbers:
            return orders, invoices
        mine = ("company_id", "=", self.company_id.id)
        orders = orders.search(
            [mine, ("name", "in", numbers), ("off_cycle_id", "!=", False)]
        )
        invoices = invoices.search(
            [
                mine,
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                "|",
                "|",
                ("name", "in", numbers),
                ("payment_reference", "in", numbers),
                ("line_ids.sale_line_ids.order_id", "in", orders.ids),
            ],
            order="invoice_date_due, id",
        )
        return orders, invoices

    def _do_auto_reconcile_invoices(self):
        """Extends account_reconcile_oca, which finds the text of a transaction within
        the number of an invoice: here the number is found within the text."""
        to_do, done = super()._do_auto_reconcile_invoices()
        for line in to_do - done:
            if line.amount > 0 and line._off_pay_named():
                done |= line
        return to_do - done, done

    def _off_pay_named(self):
        """Pay the open invoices that the text of this transaction names, or those of
        orders that it names. What is left is the customer's credit, which invoices to
        come use up.

        :return: whether it is known what becomes of all of it
        """
        self.ensure_one()
        orders, invoices = self._off_find_documents()
        customer = (orders.partner_id | invoices.partner_id).commercial_partner_id
        if len(customer) != 1 or self.partner_id.commercial_partner_id != customer:
            return False
        due = invoices.line_ids.filtered(
            lambda one: (
                one.account_id.account_type == "asset_receivable"
                and not one.reconciled
                and one.currency_id == self.company_id.currency_id
            )
        )
        left = self.amount
        data, auxiliary = [], 1
        liquidity, _suspense, _other = self._seek_for_lines()
        for line in liquidity:
            auxiliary, rows = self._get_reconcile_line(
                line, "liquidity", reconcile_auxiliary_id=auxiliary, move=True
            )
            data += rows
        for line in due:
            if self.company_id.currency_id.compare_amounts(left, 0) <= 0:
                break
            auxiliary, rows = self._get_reconcile_line(
                line,
                "other",
                is_counterpart=True,
                max_amount=left,
                reconcile_auxiliary_id=auxiliary,
                move=True,
            )
            data += rows
            left -= min(left, line.amount_residual)
        self.reconcile_data_info = self._recompute_suspense_line(
            data, auxiliary, self.manual_reference
        )
        return bool(self.reconcile_data_info.get("can_reconcile"))
