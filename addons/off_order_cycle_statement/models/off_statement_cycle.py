from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .off_statement_page import MONTHS

# What a producer gets for a sale: bills, refunds, accounts of sales.
TYPES = ("in_invoice", "in_refund", "in_receipt")


class OffStatement(models.AbstractModel):
    """What a producer brought for one sale, what it was billed for and what is paid."""

    _inherit = "off.statement"

    @api.model
    def _get_cycle_statements(self, company, cycles, producers=None):
        """
        Of a document of several sales each has its part, so that the sum over all sales
        is the ledger.

        :param company: the operator; amounts are in its currency, taxes included
        :param cycles: off.order.cycle
        :param producers: commercial partners, else all that something was ordered of
        :return: ``{(cycle, producer): dict}`` of ``goods`` (what came, at the prices of
            the bill, or of the order where it is not billed), ``in_name`` (whether it
            is sold in the producer's name: what was sold is due, not what came),
            ``lines`` (list of dicts, see ``_prepare_cycle_line``), ``documents`` (list
            of dicts: ``move``, its ``url`` (or False), ``label``, ``note``, ``name``,
            ``date``, ``amount`` (the part of this sale; below zero: taken off what is
            owed), ``open``, ``total`` (of the whole document), ``others`` (whether it
            tells of other sales too)), ``billed``, ``paid``, ``open`` and ``status``,
            see ``_get_cycle_status``
        """
        partners = [] if producers is None else [("in", producers.ids)]
        purchases = self._find_cycle_purchases(company, cycles, partners)
        grouped = defaultdict(list)
        for order in purchases:
            pair = order.off_cycle_id, order.partner_id.commercial_partner_id
            grouped[pair].append(order.id)
        documents = self._find_cycle_documents(company, cycles, partners)
        pairs = sorted(
            {*grouped, *documents},
            key=lambda pair: (pair[1].name or "", pair[1].id, pair[0].id),
        )
        return {
            (cycle.with_env(self.env), producer.with_env(self.env)): (
                self._prepare_cycle_statement(
                    company,
                    cycle,
                    # All are read together, whatever their number.
                    purchases.browse(grouped.get((cycle, producer))).with_prefetch(
                        purchases._ids
                    ),
                    documents.get((cycle, producer), []),
                )
            )
            for cycle, producer in pairs
        }

    def _find_cycle_purchases(self, company, cycles, partners):
        """:param partners: list of (operator, value), of the commercial partner"""
        domain = [
            ("company_id", "=", company.id),
            ("off_cycle_id", "in", cycles.ids),
            ("state", "=", "purchase"),
        ]
        domain += [("partner_id.commercial_partner_id", *one) for one in partners]
        return self.env["purchase.order"].sudo().search(domain, order="id")

    def _find_cycle_moves(self, company, cycles, partners):
        domain = [
            ("company_id", "=", company.id),
            ("state", "=", "posted"),
            ("off_cycle_ids", "in", cycles.ids),
            ("move_type", "in", TYPES),
        ]
        domain += [("commercial_partner_id", *one) for one in partners]
        return self.env["account.move"].sudo().search(domain, order="date, id")

    def _find_cycle_documents(self, company, cycles, partners):
        """:return: ``{(cycle, producer): [dict]}``, the oldest first"""
        found = defaultdict(list)
        moves = self._find_cycle_moves(company, cycles, partners)
        # Brought together again, so that they are read together.
        papers = moves.browse(
            [paper.id for move in moves for paper in move._off_get_papers()]
        )
        for paper, shares in papers._off_get_cycle_shares().items():
            still = paper._off_share_open(shares)
            for cycle in cycles.sudo():
                if cycle not in shares:
                    continue
                found[cycle, paper.commercial_partner_id].append(
                    self._prepare_cycle_document(paper, len(shares) > 1)
                    | {"amount": -shares[cycle], "open": -still[cycle]}
                )
        return found

    def _prepare_cycle_document(self, move, others):
        return {
            "move": move,
            "url": self._get_document_url(move),
            **self._get_document_texts(move, others),
            "name": move.name,
            "date": move.invoice_date or move.date,
            "total": -move.amount_total_signed,
            "others": others,
        }

    def _prepare_cycle_statement(self, company, cycle, purchases, documents):
        rounded = company.currency_id.round
        lines = [
            self._prepare_cycle_line(line)
            for line in purchases.order_line
            if not line.display_type and (line.product_qty or line.qty_received)
        ]
        billed = rounded(sum(one["amount"] for one in documents))
        still = rounded(sum(one["open"] for one in documents))
        told = {
            "goods": rounded(sum(line["amount"] for line in lines)),
            "in_name": purchases._off_get_bought() != purchases
            or any(one["move"]._off_is_account_of_sales() for one in documents),
            "lines": lines,
            "documents": documents,
            "billed": billed,
            "paid": rounded(billed - still),
            "open": still,
        }
        return told | {"status": self._get_cycle_status(cycle, told)}

    def _get_cycle_status(self, cycle, told):
        """:return: ``due``, ``overpaid`` or ``paid`` of what is billed; else ``none``
        (the sale is over, nothing came), ``unbilled`` (it is over) or ``running``
        """
        if told["documents"]:
            if told["open"] > 0:
                return "due"
            return "overpaid" if told["open"] < 0 else "paid"
        if cycle.state != "settled":
            return "running"
        came = any(line["received"] for line in told["lines"])
        return "unbilled" if came else "none"

    def _prepare_cycle_line(self, line):
        """:return: dict of ``product``, ``ordered``, ``received``, ``unit``, ``weight``
        (kg, of what is paid by weight, else 0), ``price`` of one and ``amount``: what
        is billed of it, and what came beyond that at the price of the order"""
        billed = sum(
            one.price_total * (-1 if one.move_type == "in_refund" else 1)
            for one in line.invoice_lines
            if one.parent_state == "posted"
        )
        return {
            "product": line.product_id.with_context(display_default_code=False),
            "ordered": line.product_qty,
            "received": line.qty_received,
            "unit": line.product_uom_id,
            "weight": line.off_weight if self._is_weighed(line) else 0.0,
            "price": line.currency_id.round(self._get_price_of(line, 1)),
            "amount": line.currency_id.round(billed + self._get_unbilled_part(line)),
        }

    @api.model
    def _get_document_texts(self, move, others):
        """:return: dict of ``label`` and ``note``, as ``env`` speaks"""
        note = ""
        if others:
            currency = move.company_currency_id.with_env(self.env)
            total = currency.format(-move.amount_total_signed)
            note = self.env._("A part of %s: of other sales, too", total)
        if move.is_sale_document():
            return {"label": self.env._("Commission"), "note": note}
        return {"label": self._get_label(move.line_ids[:1]), "note": note}

    @api.model
    def _get_cycles_of_producer(self, company, producer):
        """For its page: the sales of the last twelve months that it brought something
        for.

        :return: list of (cycle, totals of its statement), the last first
        """
        cycles = self._find_cycles_of_producer(company, producer)
        told = self._get_cycle_statements(company, cycles, producer)
        totals = ("goods", "billed", "open", "status")
        return [
            (cycle, {name: one[name] for name in totals})
            for (cycle, _producer), one in sorted(
                told.items(),
                key=lambda row: (row[0][0].sudo().date_close, row[0][0].id),
                reverse=True,
            )
        ]

    def _find_cycles_of_producer(self, company, producer):
        first = fields.Datetime.now() - relativedelta(months=MONTHS)
        domain = [("company_id", "=", company.id)]
        rows = (
            self.env["purchase.order"]
            .sudo()
            ._read_group(
                [
                    *domain,
                    ("partner_id.commercial_partner_id", "=", producer.id),
                    ("state", "=", "purchase"),
                    ("off_cycle_id.date_close", ">=", first),
                ],
                ["off_cycle_id"],
            )
        )
        # Of what was left in stock something may be sold without being ordered.
        rows += (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    *domain,
                    ("commercial_partner_id", "=", producer.id),
                    ("state", "=", "posted"),
                    ("move_type", "in", TYPES),
                    ("off_cycle_ids.date_close", ">=", first),
                ],
                ["off_cycle_ids"],
            )
        )
        cycles = self.env["off.order.cycle"].sudo().union(*(row[0] for row in rows))
        return cycles.filtered(lambda one: one.date_close >= first)
