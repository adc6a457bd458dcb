from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .off_statement_page import MONTHS


class OffStatement(models.AbstractModel):
    """What a producer brought for one sale, what it was billed for and what is paid."""

    _inherit = "off.statement"

    @api.model
    def _get_cycle_statements(self, company, cycles, producers=None):
        """
        :param company: the operator; amounts are in its currency, taxes included
        :param cycles: off.order.cycle
        :param producers: commercial partners, else all that something was ordered of
        :return: ``{(cycle, producer): dict}`` of ``goods`` (what came, at the prices of
            the orders or of the bill), ``lines`` (list of dicts: ``product``,
            ``ordered``, ``received``, ``unit``, ``price`` of one and ``amount``),
            ``documents`` (list of dicts: ``move``, ``label``, ``name``, ``date``,
            ``amount`` (below zero: taken off what is owed), ``open``, ``others``
            (whether it tells of other sales too)), ``billed``, ``paid`` and ``open``
        """
        domain = [
            ("company_id", "=", company.id),
            ("off_cycle_id", "in", cycles.ids),
            ("state", "=", "purchase"),
        ]
        if producers is not None:
            domain.append(("partner_id", "child_of", producers.ids))
        purchases = self.env["purchase.order"].sudo().search(domain, order="id")
        by_pair = defaultdict(purchases.browse)
        for order in purchases:
            producer = order.partner_id.commercial_partner_id
            by_pair[order.off_cycle_id, producer] |= order
        documents = self._find_cycle_documents(company, cycles, by_pair)
        return {
            (cycle.with_env(self.env), producer.with_env(self.env)): (
                self._prepare_cycle_statement(
                    company, orders, documents.get((cycle, producer), [])
                )
            )
            for (cycle, producer), orders in sorted(
                by_pair.items(),
                key=lambda one: (one[0][1].name or "", one[0][1].id, one[0][0].id),
            )
        }

    def _find_cycle_documents(self, company, cycles, pairs):
        """:return: ``{(cycle, producer): [account.move]}``, the oldest first"""
        producers = self.env["res.partner"].union(*(pair[1] for pair in pairs))
        moves = (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "posted"),
                    ("off_cycle_ids", "in", cycles.ids),
                    ("commercial_partner_id", "in", producers.ids),
                    ("move_type", "in", ("in_invoice", "in_refund", "in_receipt")),
                ],
                order="date, id",
            )
        )
        found = defaultdict(list)
        for move in moves:
            for cycle in move.off_cycle_ids & cycles.sudo():
                found[cycle, move.commercial_partner_id] += move._off_get_papers()
        return found

    def _prepare_cycle_statement(self, company, purchases, moves):
        rounded = company.currency_id.round
        lines = [
            self._prepare_cycle_line(line)
            for line in purchases.order_line
            if not line.display_type and (line.product_qty or line.qty_received)
        ]
        documents = [
            {
                "move": move,
                "label": self._get_document_label(move),
                "name": move.name,
                "date": move.invoice_date or move.date,
                "amount": -move.amount_total_signed,
                "open": -move.amount_residual_signed,
                "others": len(move.off_cycle_ids) > 1,
            }
            for move in moves
        ]
        billed = rounded(sum(one["amount"] for one in documents))
        still = rounded(sum(one["open"] for one in documents))
        return {
            "goods": rounded(sum(line["amount"] for line in lines)),
            "lines": lines,
            "documents": documents,
            "billed": billed,
            "paid": rounded(billed - still),
            "open": still,
        }

    def _prepare_cycle_line(self, line):
        billed = [
            one.price_total * (-1 if one.move_type == "in_refund" else 1)
            for one in line.invoice_lines
            if one.parent_state == "posted"
        ]
        each = line.price_total / line.product_qty if line.product_qty else 0.0
        return {
            "product": line.product_id.sudo(),
            "ordered": line.product_qty,
            "received": line.qty_received,
            "unit": line.product_uom_id,
            "price": each,
            "amount": line.currency_id.round(
                sum(billed) if billed else each * line.qty_received
            ),
        }

    @api.model
    def _get_document_label(self, move):
        if move.move_type == "out_invoice":
            return self.env._("Commission")
        if move.move_type == "in_receipt":
            return self.env._("Account of sales")
        return self._get_label(move.line_ids[:1])

    @api.model
    def _get_cycles_of_producer(self, company, producer):
        """For its page: the sales of the last twelve months that it brought something
        for.

        :return: list of (cycle, statement), the last first
        """
        first = fields.Datetime.now() - relativedelta(months=MONTHS)
        orders = (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id", "child_of", producer.ids),
                    ("state", "=", "purchase"),
                    ("off_cycle_id.date_close", ">=", first),
                ]
            )
        )
        told = self._get_cycle_statements(company, orders.off_cycle_id, producer)
        return [
            (cycle, one)
            for (cycle, _producer), one in sorted(
                told.items(),
                key=lambda row: (row[0][0].sudo().date_close, row[0][0].id),
                reverse=True,
            )
        ]
