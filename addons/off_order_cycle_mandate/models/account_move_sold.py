from collections import defaultdict
from decimal import Decimal

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import float_repr


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    off_principal_id = fields.Many2one(
        "res.partner",
        "In the name of",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The producer in whose name it was sold.",
    )
    off_account_sale_id = fields.Many2one(
        "account.move",
        "Accounted for in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Where the producer was told of it, and what it is owed became due.",
    )

    def _off_to_decimal(self, amount):
        return Decimal(float_repr(amount, 6))

    def _off_get_mandate(self):
        """The last mandate by which these were sold, also where it ended since."""
        edges = self.sale_line_ids.off_offer_id.incoming_id.exchange_id
        known = edges.mandate_id.sorted("date_start")[-1:]
        # An invoice that was typed is of no order.
        return known or self.env["off.producer.mandate"].sudo().search(
            [
                ("kind", "=", "selling"),
                ("company_id", "in", self.company_id.ids),
                ("producer_id", "in", self.off_principal_id.ids),
                ("state", "!=", "draft"),
            ],
            limit=1,
        )

    def _off_get_sign(self):
        return -1 if self.move_id.move_type == "out_refund" else 1

    def _off_get_commission(self):
        """:return: Decimal, taxes included: what the operator keeps of this line, below
        zero for what a credit note gives back"""
        sold = self.sale_line_ids[:1]
        if not sold:
            return Decimal(0)
        total = self._off_to_decimal(self.price_total)
        part = sold._off_get_principals_part(
            self.quantity, self.price_unit, self.discount
        )
        return self._off_get_sign() * (total - part)


class AccountMove(models.Model):
    """Accounts of sales: what customers were invoiced in a producer's name becomes
    what the operator owes to it, less the commission (rule 27 of docs/domain.md).

    They are made from the customers' posted invoices and credit notes, each of which is
    accounted for once: the account *Sold in the name of producers* is empty when all
    are.
    """

    _inherit = "account.move"

    def _off_follow_up(self):
        """Extends off_order_cycle."""
        result = super()._off_follow_up()
        posted = self.filtered(lambda move: move.state == "posted")
        sold = posted.invoice_line_ids.filtered("off_principal_id")
        for company, lines in sold.grouped("company_id").items():
            posted._off_account_for_sales(
                company, lines.off_principal_id, max(lines.move_id.mapped("date"))
            )
        return result

    def _off_account_for_sales(self, company, producers, date):
        """Account to ``producers`` for all that was sold in their name and is not
        accounted for yet. What customers gave back waits where it is more than what
        was sold.

        :param date: of the documents
        :return: account.move, posted, one for each producer that has something due
        """
        Line = self.env["account.move.line"].sudo()
        pending = Line.search(
            [
                ("company_id", "=", company.id),
                ("parent_state", "=", "posted"),
                ("off_principal_id", "in", producers.ids),
                ("off_account_sale_id", "=", False),
                ("move_id.move_type", "in", ("out_invoice", "out_refund")),
            ],
            order="id",
        )
        # Each is written below: of two sales that are settled at once the second begins
        # anew, and accounts for nothing twice.
        accounts = self.sudo().with_company(company).browse()
        shares = {}
        for producer, lines in pending.grouped("off_principal_id").items():
            rows = accounts._off_sum_up_sold(lines)
            total = sum(row["total"] for row in rows)
            if total <= 0:
                continue
            account = accounts.create(
                accounts._off_prepare_account_sale(company, producer, rows, date)
                | {"off_mandate_id": lines._off_get_mandate().id}
            )
            account._off_add_rounding(total)
            lines.off_account_sale_id = account
            accounts |= account
            shares[account] = sum(row["commission"] for row in rows)
        accounts.action_post()
        accounts._off_take_commission(shares)
        accounts._off_tell_later()
        return accounts

    def _off_sum_up_sold(self, lines):
        """:return: list of dicts: what was sold of a product at a price, with its
        ``quantity``, ``total`` (Decimal, taxes included), ``net`` (Decimal, of it
        without taxes) and the ``commission`` (Decimal, taxes included)"""
        rows = {}
        for line in lines:
            taxes = line.tax_ids
            key = line.product_id, line.product_uom_id, taxes, line.price_unit
            row = rows.setdefault(
                key,
                {
                    "product": line.product_id,
                    "unit": line.product_uom_id,
                    "taxes": taxes,
                    "quantity": 0.0,
                    "total": Decimal(0),
                    "net": Decimal(0),
                    "commission": Decimal(0),
                },
            )
            sign = line._off_get_sign()
            row["quantity"] += sign * line.quantity
            row["total"] += sign * line._off_to_decimal(line.price_total)
            row["net"] += sign * line._off_to_decimal(line.price_subtotal)
            row["commission"] += line._off_get_commission()
        return list(rows.values())

    def _off_prepare_account_sale(self, company, producer, rows, date):
        return {
            "move_type": "in_receipt",
            "partner_id": producer.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "journal_id": company.off_agency_journal_id.id,
            "invoice_date": date,
            "date": date,
            "invoice_line_ids": [
                Command.create(self._off_prepare_sold_line(company, row))
                for row in rows
                if row["total"] or row["quantity"]
            ],
        }

    def _off_prepare_sold_line(self, company, row):
        taxes = row["taxes"]
        included = all(tax.price_include for tax in taxes)
        amount = float(row["total"] if included else row["net"])
        # A price that was given back in part has no quantity of its own.
        quantity = row["quantity"] or 1.0
        product = row["product"].with_context(display_default_code=False)
        return {
            "product_id": product.id,
            "name": product.display_name,
            "product_uom_id": row["unit"].id,
            "quantity": quantity,
            "price_unit": amount / quantity,
            "discount": 0.0,
            "account_id": company.off_agency_account_id.id,
            "tax_ids": [Command.set(taxes.ids)],
        }

    def _off_add_rounding(self, total):
        """Make this account come to what its sales did, to the cent: taxes on the sum
        of many prices may round otherwise than each."""
        self.ensure_one()
        difference = self.currency_id.round(float(total) - self.amount_total)
        if difference:
            self.invoice_line_ids = [
                Command.create(
                    {
                        "name": self.env._("Rounding"),
                        "quantity": 1.0,
                        "price_unit": difference,
                        "account_id": self.company_id.off_agency_account_id.id,
                        "tax_ids": False,
                    }
                )
            ]

    # -- commission --------------------------------------------------------------------
    def _off_take_commission(self, shares):
        """Invoice the commission to the producers, and take it off what they are owed.

        :param shares: ``{account of sales: Decimal, taxes included}``; below zero where
            the hub sells for less than the producer gets, which is the hub's cost
        """
        due = {account: part for account, part in shares.items() if part}
        if not due:
            return
        invoices = self.browse()
        for account, part in due.items():
            invoices |= self.create(account._off_prepare_commission(part))
        invoices.action_post()
        for account, invoice in zip(due, invoices, strict=True):
            account._off_set_off(invoice)

    def _off_prepare_commission(self, amount):
        """:param amount: Decimal, taxes included"""
        self.ensure_one()
        company = self.company_id
        product = self.env.ref("off_order_cycle_mandate.product_commission").sudo()
        position = self.env["account.fiscal.position"].with_company(company)
        taxes = position._get_fiscal_position(self.partner_id).map_tax(
            product.taxes_id._filter_taxes_by_company(company)
        )
        price = abs(float(amount))
        if not all(tax.price_include for tax in taxes):
            price = taxes.with_context(force_price_include=True).compute_all(
                price, currency=company.currency_id, rounding_method="round_globally"
            )["total_excluded"]
        lang = self.partner_id.lang or self.env.lang
        return {
            "move_type": "out_invoice" if amount > 0 else "out_refund",
            "partner_id": self.partner_id.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "invoice_date": self.invoice_date,
            "date": self.date,
            # What is set off at once is due at once.
            "invoice_payment_term_id": False,
            "invoice_date_due": self.invoice_date,
            "invoice_origin": self.name,
            "off_account_sale_id": self.id,
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": self.with_context(lang=lang).env._(
                            "Commission on the sales of %s", self.name
                        ),
                        "quantity": 1.0,
                        "price_unit": price,
                        "tax_ids": [Command.set(taxes.ids)],
                    }
                )
            ],
        }

    def _off_set_off(self, invoice):
        """Take what the producer owes by ``invoice`` off what it is owed."""
        self.ensure_one()
        kinds = ("asset_receivable", "liability_payable")
        open_lines = (self | invoice).line_ids.filtered(
            lambda line: line.account_id.account_type in kinds
        )
        balances = defaultdict(float)
        for line in invoice.line_ids & open_lines:
            balances[line.account_id] += line.balance
        owed = (self.line_ids & open_lines)[:1]
        amount = self.currency_id.round(sum(balances.values()))
        if not amount:
            return
        common = {"partner_id": self.partner_id.commercial_partner_id.id}
        entry = self.create(
            {
                "move_type": "entry",
                "journal_id": self._off_find_general_journal().id,
                "company_id": self.company_id.id,
                "date": self.date,
                "ref": self.env._(
                    "%(invoice)s set off against %(account)s",
                    invoice=invoice.name,
                    account=self.name,
                ),
                "off_account_sale_id": self.id,
                "line_ids": [
                    Command.create(
                        {
                            **common,
                            "account_id": account.id,
                            "name": invoice.name,
                            "balance": -balance,
                        }
                    )
                    for account, balance in balances.items()
                ]
                + [
                    Command.create(
                        {
                            **common,
                            "account_id": owed.account_id.id,
                            "name": invoice.name,
                            "balance": amount,
                        }
                    )
                ],
            }
        )
        entry.action_post()
        lines = open_lines | entry.line_ids
        for account in lines.account_id.filtered("reconcile"):
            lines.filtered(
                lambda line, one=account: line.account_id == one and not line.reconciled
            ).reconcile()

    def _off_find_general_journal(self):
        company = self.company_id
        return self.env["account.journal"].search(
            [
                *self.env["account.journal"]._check_company_domain(company),
                ("type", "=", "general"),
                ("id", "!=", company.currency_exchange_journal_id.id),
                ("id", "!=", company.tax_cash_basis_journal_id.id),
            ],
            limit=1,
        )
