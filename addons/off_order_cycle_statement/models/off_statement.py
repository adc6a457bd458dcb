from collections import defaultdict

from odoo import api, models

# {side: (type of account, sign of what the person of the statement owes or is owed)}
SIDES = {
    "customer": ("asset_receivable", 1),
    "producer": ("liability_payable", -1),
}


class OffStatement(models.AbstractModel):
    """What the ledger of an operator tells of people: of customers their receivable
    accounts, of producers their payable ones. The sum of all statements is the ledger.

    Read with all rights: who calls it has checked who may.
    """

    _name = "off.statement"
    _description = "Statement of Account"

    @api.model
    def _get_statements(self, company, side, date_from, date_to, partners=None):
        """
        :param company: the operator; amounts are in its currency
        :param side: ``customer`` or ``producer``
        :param date_from, date_to: first and last day
        :param partners: commercial partners, else all whom the ledger names
        :return: ``{partner: dict}`` of ``opening`` and ``closing``, what a customer
            owes or a producer is owed (below zero: the other way round), and ``rows``,
            as ``_prepare_row`` makes them, each with the ``balance`` after it
        """
        _kind, sign = SIDES[side]
        domain = self._get_domain(company, side, date_to, partners)
        Line = self.env["account.move.line"].sudo()
        opening = {
            partner.id: sign * amount
            for partner, amount in Line._read_group(
                [*domain, ("date", "<", date_from)], ["partner_id"], ["balance:sum"]
            )
        }
        lines = Line.search_fetch(
            [*domain, ("date", ">=", date_from)],
            ["partner_id", "move_id", "date", "date_maturity", "balance"]
            + ["amount_residual", "name", "payment_id", "journal_id"],
            order="date, id",
        )
        lines.move_id.fetch(["name", "ref", "move_type", "invoice_date_due"])
        by_partner = lines.grouped("partner_id")
        known = partners
        if known is None:
            ids = {*opening, *lines.partner_id.ids}
            known = self.env["res.partner"].browse(sorted(ids))
        result = {}
        for partner in known:
            rows, balance = [], opening.get(partner.id, 0.0)
            for line in by_partner.get(partner.sudo(), Line):
                balance = company.currency_id.round(balance + sign * line.balance)
                rows.append(self._prepare_row(line, sign) | {"balance": balance})
            result[partner.with_env(self.env)] = {
                "opening": company.currency_id.round(opening.get(partner.id, 0.0)),
                "rows": rows,
                "closing": company.currency_id.round(balance),
            }
        return result

    def _get_domain(self, company, side, date_to, partners):
        domain = [
            ("company_id", "=", company.id),
            ("parent_state", "=", "posted"),
            ("account_id.account_type", "=", SIDES[side][0]),
            ("date", "<=", date_to),
            ("partner_id", "!=", False),
        ]
        if partners is not None:
            domain.append(("partner_id", "in", partners.ids))
        return domain

    def _prepare_row(self, line, sign):
        """
        :return: dict of ``date``, ``name`` of the document, ``label`` (text: what it
            is), ``cycles`` (text: of which sales), ``amount`` (above zero: more is
            owed), ``open`` (what of it is not reconciled yet), ``due`` (day until which
            it is to be paid), ``move``, its ``url`` (or False), ``line``
        """
        move = line.move_id
        invoice = move.is_invoice(include_receipts=True)
        return {
            "date": line.date,
            "name": move.name or "",
            "label": self._get_label(line),
            "cycles": ", ".join(move.off_cycle_ids.mapped("name")),
            "amount": sign * line.balance,
            "open": sign * line.amount_residual,
            "due": line.date_maturity if invoice and line.amount_residual else False,
            "move": move,
            "url": self._get_document_url(move),
            "line": line,
        }

    @api.model
    def _get_document_url(self, move):
        """:return: path of its page for who reads the statement, or False"""
        return move.access_url != "#" and move.access_url

    @api.model
    def _get_label(self, line):
        move = line.move_id
        if move._off_is_account_of_sales():
            return self.env._("Account of sales")
        texts = {
            "out_invoice": self.env._("Invoice"),
            "out_refund": self.env._("Credit note"),
            "out_receipt": self.env._("Receipt"),
            "in_invoice": self.env._("Bill"),
            "in_refund": self.env._("Refund"),
            "in_receipt": self.env._("Receipt"),
        }
        if move.move_type in texts:
            return texts[move.move_type]
        if line.payment_id:
            return self.env._("Payment (%s)", line.journal_id.name)
        return line.name or move.ref or self.env._("Entry")

    # -- what is not in the ledger yet -------------------------------------------------
    @api.model
    def _get_unbilled(self, company, partners):
        """What was ordered in cycles, or handed over, and is asked for by no posted
        invoice yet.

        :return: ``{partner: [(sale.order, amount)]}``, the oldest order first
        """
        orders = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id.commercial_partner_id", "in", partners.ids),
                    ("state", "=", "sale"),
                    ("off_cycle_id", "!=", False),
                    "|",
                    ("off_cycle_id.state", "not in", ("settled", "cancel")),
                    ("invoice_status", "=", "to invoice"),
                ],
                order="date_order, id",
            )
        )
        found = defaultdict(list)
        for order, amount in orders._off_get_unbilled().items():
            amount = company.currency_id.round(amount)
            if amount:
                partner = order.partner_id.commercial_partner_id
                found[partner.with_env(self.env)].append((order, amount))
        return dict(found)

    @api.model
    def _get_unbilled_purchases(self, company, partners):
        """What was received of producers in cycles, and is in no posted bill yet.

        :return: ``{partner: [(purchase.order, amount)]}``, taxes included
        """
        purchases = (
            self.env["purchase.order"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("partner_id.commercial_partner_id", "in", partners.ids),
                    ("off_cycle_id", "!=", False),
                    ("state", "=", "purchase"),
                ],
                order="date_approve, id",
            )
        )
        found = defaultdict(list)
        for purchase in purchases._off_get_bought():
            amount = company.currency_id.round(
                sum(map(self._get_unbilled_part, purchase.order_line))
            )
            if amount > 0:
                partner = purchase.partner_id.commercial_partner_id
                found[partner.with_env(self.env)].append((purchase, amount))
        return dict(found)

    def _get_unbilled_part(self, line):
        """:return: what those goods of a purchase line cost, taxes included, that came
        and are in no posted bill"""
        rest = line.qty_received - self._get_billed_quantity(line)
        if line.display_type or rest <= 0:
            return 0.0
        return self._get_price_of(line, rest)

    def _get_billed_quantity(self, line):
        """In the unit of the purchase line. A refund does not have goods billed again,
        unless it took a whole bill back."""
        return sum(
            one.product_uom_id._compute_quantity(one.quantity, line.product_uom_id)
            for one in line.invoice_lines
            if one.parent_state == "posted"
            and one.move_type != "in_refund"
            and one.move_id.payment_state != "reversed"
        )

    def _get_price_of(self, line, quantity):
        """:return: what ``quantity`` of a purchase line costs, taxes included, by what
        was weighed where it is paid so"""
        if line.product_qty:
            price = line.price_total * quantity / line.product_qty
        else:
            # Came without being ordered.
            price = line.tax_ids.compute_all(
                line.price_unit_discounted,
                currency=line.currency_id,
                quantity=quantity,
                product=line.product_id,
                partner=line.partner_id,
            )["total_included"]
        if self._is_weighed(line):
            price *= line.off_weight / (line.off_unit_weight * line.qty_received)
        return price

    def _is_weighed(self, line):
        return bool(line.off_unit_weight and line.off_weight and line.qty_received)
