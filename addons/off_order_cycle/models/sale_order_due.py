from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from ..engine.rounding import round_half_up

# States of a cycle in which goods are with the customers.
HANDED_OVER = ("distributed", "settled")


class SaleOrder(models.Model):
    """What customers still owe for what they were given, to the cent as their invoices
    will say it."""

    _inherit = "sale.order"

    def _off_get_dues(self):
        """What is left to pay of these orders: of what was handed over, or of what was
        ordered as long as nothing was.

        Read with all rights: show it to whom it concerns.

        :return: ``{order: amount}``, below zero where the customer paid more
        """
        orders = self.sudo()
        received = orders._off_get_received()
        drafts, residuals = orders._off_get_billed()
        unbilled = orders._off_get_unbilled(drafts)
        dues = {}
        for order in orders:
            # A posted invoice takes what was paid for its orders with it.
            taken = residuals[order] if order in residuals else -received[order]
            dues[order] = order.currency_id.round(unbilled[order] + taken)
        orders._off_take_off_credits(dues)
        return {order.with_env(self.env): due for order, due in dues.items()}

    def _off_get_unbilled(self, drafts=None):
        """What is asked for by no posted invoice yet, whatever was paid.

        :param drafts: of ``_off_get_billed``, where it was called before
        :return: ``{order: amount}``, taxes included
        """
        lines = self.order_line
        totals = {
            order: order._off_get_uninvoiced(lines._prefetch_ids) for order in self
        }
        helped = self._off_get_helped(totals)
        if drafts is None:
            drafts, _residuals = self._off_get_billed()
        return {
            order: sum(totals[order].values()) + drafts[order] - helped[order]
            for order in self
        }

    def _off_take_off_credits(self, dues):
        """Take off what households have left of other orders, from the oldest order
        on.

        :param dues: ``{order: amount}``, changed in place
        """
        owing = self.filtered(lambda order: dues[order] > 0)
        left = defaultdict(float)
        for line in owing._off_find_credits():
            left[line.company_id, line.partner_id] -= line.amount_residual
        if not left:
            return
        for order in owing.sorted(lambda order: (order.date_order, order.id)):
            key = order.company_id, order.partner_id.commercial_partner_id
            part = min(left[key], dues[order])
            if part > 0:
                left[key] -= part
                dues[order] = order.currency_id.round(dues[order] - part)

    def _off_find_credits(self):
        """Hook: what households have left that pays these orders.

        :return: open journal items of their receivable accounts, with all rights
        """
        return self.env["account.move.line"].sudo()

    def _off_get_uninvoiced(self, prefetch_ids=None):
        """
        :param prefetch_ids: ids of the order lines that are read together
        :return: ``{order line: amount}``, taxes included, of what is to be invoiced;
        of what was ordered before goods are handed over"""
        self.ensure_one()
        if self.off_cycle_id.state not in HANDED_OVER:
            return {line: line.price_total for line in self.order_line}
        if self._off_is_given_as_ordered():
            return self._off_get_ordered_amounts()
        lines = self._get_invoiceable_lines(final=True).filtered(
            lambda line: not line.display_type
        )
        # Odoo's method gives lines that would be read alone.
        lines = lines.with_prefetch(prefetch_ids)
        Tax = self.env["account.tax"].with_company(self.company_id)
        rows = [line._off_prepare_base_line(Tax) for line in lines]
        Tax._add_tax_details_in_base_lines(rows, self.company_id)
        Tax._round_base_lines_tax_details(rows, self.company_id)
        amounts = {}
        for line, row in zip(lines, rows, strict=True):
            details = row["tax_details"]
            amounts[line] = (
                details["total_excluded_currency"]
                + details["delta_total_excluded_currency"]
                + sum(tax["tax_amount_currency"] for tax in details["taxes_data"])
            )
        return amounts

    def _off_is_given_as_ordered(self):
        """Whether the invoice to come is the order, line by line: nothing came short,
        was weighed or is invoiced, and fees are as they were. Most orders are so, and
        their taxes are worked out already."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return all(
            line.qty_to_invoice == line.product_uom_qty and not line.off_unit_weight
            for line in lines
        ) and all(fee.amount_final == fee.amount_ordered for fee in self.off_fee_ids)

    def _off_get_ordered_amounts(self):
        """:return: ``{order line: amount}`` that sum up to the total of the order"""
        amounts = {line: line.price_total for line in self.order_line}
        if amounts:
            # What Odoo rounds on the whole order.
            last = self.order_line[-1]
            amounts[last] += self.amount_total - sum(amounts.values())
        return amounts

    def _off_get_helped(self, totals):
        """What of these amounts somebody else than the customer pays.

        :param totals: ``{order: what _off_get_uninvoiced returned}``
        :return: ``{order: amount}``
        """
        return dict.fromkeys(totals, 0.0)

    def _off_get_received(self):
        """What was paid for these orders before they were invoiced.

        :return: ``{order: amount}``
        """
        return {
            order: sum(
                order.transaction_ids.filtered(
                    lambda one: one.state in ("authorized", "done")
                ).mapped("amount")
            )
            for order in self
        }

    def _off_get_billed(self):
        """What the invoices of these orders ask for. One of several orders asks for
        each by what it takes of it.

        :return: ``{order: amount of drafts}``, and ``{order: what is open}`` of those
            with a posted invoice
        """
        drafts, posted = defaultdict(float), defaultdict(float)
        for move in self.order_line.invoice_lines.move_id:
            if move.state == "cancel":
                continue
            sign = -move.direction_sign
            amount = move.amount_total
            target = drafts
            if move.state == "posted":
                amount, target = move.amount_residual, posted
            for order, part in move._off_split_by_order(sign * amount).items():
                target[order] += part
        return (
            {order: drafts.get(order, 0.0) for order in self},
            {order: posted[order] for order in self if order in posted},
        )

    def _off_waits_for_invoice(self):
        """Whether what was paid for this order is to pay an invoice to come."""
        self.ensure_one()
        if self.state != "sale":
            return self.state != "cancel"
        if self.off_cycle_id.state not in (False, "settled", "cancel"):
            return True
        if self.off_cycle_id:
            # Short or not, nothing more comes.
            return self.invoice_status == "to invoice"
        return self.invoice_status != "invoiced"


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _off_get_orders(self):
        """Hook: for which orders this was paid.

        :return: sale.order, empty for what was paid for nothing in particular
        """
        return self.payment_transaction_id.sale_order_ids


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_prepare_base_line(self, Tax):
        """What is to be invoiced of this line, as Odoo's tax engine reads it."""
        vals = self._prepare_invoice_line()
        return Tax._prepare_base_line_for_taxes_computation(
            self,
            currency_id=self.currency_id,
            quantity=vals["quantity"],
            price_unit=vals["price_unit"],
            discount=vals.get("discount", 0.0),
            tax_ids=self.tax_ids,
            product_uom_id=self.env["uom.uom"].browse(vals["product_uom_id"]),
            partner_id=self.order_id.partner_invoice_id,
        )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _off_follow_up(self):
        """Hook: what follows when these invoices of cycles are posted, with all rights:
        those that are made at once, whether a sale is settled or a month ends."""
        self._off_take_up_credits()

    def _off_take_up_credits(self):
        """Reconcile these posted invoices of orders with what their customers have
        left of others, invoice by invoice, the oldest credit first."""
        invoices = self.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "posted"
        )
        credits = invoices.line_ids.sale_line_ids.order_id._off_find_credits()
        if not credits:
            return
        due = invoices.line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        )
        by_customer = credits.grouped(
            lambda line: (line.company_id, line.partner_id, line.account_id)
        )
        for key, lines in due.grouped(
            lambda line: (line.company_id, line.partner_id, line.account_id)
        ).items():
            if key in by_customer:
                (lines | by_customer[key]).reconcile()

    def _off_split_by_order(self, amount):
        """Split an amount of this invoice among its orders, by what each takes of it.

        :return: ``{order: amount}``, which sum up to ``amount``
        """
        self.ensure_one()
        parts = defaultdict(Decimal)
        for line in self.invoice_line_ids.sorted("id"):
            if order := line.sale_line_ids.order_id[:1]:
                parts[order] += Decimal(float_repr(line.price_total, 6))
        whole = sum(parts.values())
        if not whole:
            return dict.fromkeys(parts, amount / len(parts) if parts else 0.0)
        rounding = Decimal(str(self.currency_id.rounding))
        left, share = Decimal(float_repr(amount, 6)), {}
        for order, part in parts.items():
            share[order] = round_half_up(left * part / whole, rounding)
            left, whole = left - share[order], whole - part
            if not whole:
                break
        return {order: float(part) for order, part in share.items()}
