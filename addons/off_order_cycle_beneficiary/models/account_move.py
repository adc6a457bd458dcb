from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    off_fee_bill_id = fields.Many2one(
        "account.move",
        "Fee owed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The bill by which this fee is owed to whom it was collected for.",
    )


class AccountMove(models.Model):
    """Fees for others, from what customers were invoiced to what is paid out.

    A fee that is collected for somebody else is a debt on an account of its own, with
    the operator's taxes aside. When the invoices are posted, that debt becomes a bill:
    of another operator of this database its invoice and the bill are made together,
    posted and equal; of anybody else the bill is a draft that waits for its paper.

    An operator that deducts taxes owes what it collected without taxes, and the taxes
    of the beneficiary on top; one that does not owes what it collected, taxes in it.
    """

    _inherit = "account.move"

    off_fee_line_ids = fields.One2many(
        "account.move.line", "off_fee_bill_id", "Fees that it is for", readonly=True
    )

    def _off_follow_up(self):
        """Extends off_order_cycle."""
        result = super()._off_follow_up()
        posted = self.filtered(lambda move: move.state == "posted")
        for company, moves in posted.grouped("company_id").items():
            beneficiaries = moves.invoice_line_ids.off_beneficiary_id
            if beneficiaries:
                day = max(moves.mapped("date"))
                self._off_bill_fees(company, beneficiaries, day)
        return result

    def _off_bill_fees(self, company, beneficiaries, date):
        """Bill to ``company`` what it collected for these beneficiaries and is not
        billed yet. What was credited waits where it is more than what was collected.

        :return: account.move of the company
        """
        pending = self._off_find_unbilled_fees(company, beneficiaries)
        bills = self.sudo().with_company(company).browse()
        for beneficiary, lines in pending.grouped("off_beneficiary_id").items():
            amount = company.currency_id.round(-sum(lines.mapped("balance")))
            if amount <= 0:
                continue
            operator = self._off_find_operator(beneficiary)
            if operator == company:
                continue
            if operator and self._off_may_mirror(company, operator):
                bill = self._off_mirror_fees(company, operator, lines, date)
            else:
                bill = bills.create(
                    bills._off_prepare_fee_bill(company, beneficiary, lines, date)
                )
            lines.off_fee_bill_id = bill
            bills |= bill
        return bills

    def _off_find_unbilled_fees(self, company, beneficiaries):
        """What is income of the operator is nobody else's, whoever it is meant for."""
        return (
            self.env["account.move.line"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("parent_state", "=", "posted"),
                    ("off_beneficiary_id", "in", beneficiaries.ids),
                    ("off_fee_bill_id", "=", False),
                    ("account_id.account_type", "=", "liability_current"),
                    ("move_id.move_type", "in", ("out_invoice", "out_refund")),
                ],
                order="id",
            )
        )

    def _off_find_operator(self, beneficiary):
        """:return: res.company that the beneficiary is, or a hub of it; else empty"""
        companies = self.env["res.company"].sudo()
        own = companies.search(
            [("partner_id", "=", beneficiary.id), ("off_is_operator", "=", True)],
            limit=1,
        )
        if own:
            return own
        hubs = self.env["off.hub"].sudo().with_context(active_test=False)
        hub = hubs.search([("partner_id", "=", beneficiary.id)], limit=1)
        return hub.company_id

    def _off_may_mirror(self, company, operator):
        """Across a border or between currencies somebody looks at it first."""
        return (
            operator.currency_id == company.currency_id
            and operator.account_fiscal_country_id == company.account_fiscal_country_id
        )

    def button_cancel(self):
        """Extends account: fees of a bill that is cancelled are owed by the next."""
        self._off_check_mirrored()
        result = super().button_cancel()
        self.sudo().off_fee_line_ids.off_fee_bill_id = False
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_mirrored(self):
        self._off_check_mirrored()

    def _off_check_mirrored(self):
        """:raise UserError: the other operator's invoice would stay alone"""
        for move in self.sudo().filtered(lambda one: one.off_fee_line_ids and one.ref):
            operator = self._off_find_operator(move.partner_id)
            twin = operator and self.sudo().search_count(
                [
                    ("company_id", "=", operator.id),
                    ("name", "=", move.ref),
                    ("partner_id", "=", move.company_id.partner_id.id),
                    ("state", "=", "posted"),
                ],
                limit=1,
            )
            if twin:
                raise UserError(
                    self.env._(
                        "%(operator)s has invoiced these fees by %(invoice)s: ask it "
                        "for a credit note instead.",
                        operator=operator.name,
                        invoice=move.ref,
                    )
                )

    # -- bills that wait for a paper ---------------------------------------------------
    def _off_prepare_fee_bill(self, company, partner, lines, date):
        """
        :return: values of a draft bill, without taxes: those of its paper come to it
        """
        return {
            "move_type": "in_invoice",
            "partner_id": partner.id,
            "company_id": company.id,
            "currency_id": company.currency_id.id,
            "invoice_date": False,
            "date": date,
            "invoice_origin": self._off_name_cycles(lines),
            "invoice_line_ids": [
                Command.create(vals) for vals in self._off_prepare_fee_lines(lines)
            ],
        }

    def _off_prepare_fee_lines(self, lines, tax=None, factor=1.0):
        """One line for each account and fee.

        :param tax: of the bill, None for none
        :param factor: of what was collected to the price, by the taxes
        """
        rows = defaultdict(float)
        for line in lines:
            rows[line.account_id, line.name] -= line.balance
        currency = lines.company_id.currency_id
        return [
            {
                "name": name,
                "quantity": 1.0,
                "price_unit": currency.round(part * factor),
                "account_id": account.id,
                "tax_ids": [Command.set(tax.ids if tax else [])],
            }
            for (account, name), part in rows.items()
            if not currency.is_zero(part)
        ]

    def _off_name_cycles(self, lines):
        cycles = lines.sale_line_ids.order_id.off_cycle_id
        return ", ".join(cycles.sorted("id").mapped("name"))

    # -- two operators -----------------------------------------------------------------
    def _off_mirror_fees(self, company, operator, lines, date):
        """The operator's invoice, and the company's bill of the same amounts.

        :return: account.move: the bill
        """
        tax = self._off_find_fee_tax(operator)
        theirs = self._off_find_same_tax(company, tax)
        deducts = bool(tax and theirs)
        factor = self._off_get_price_factor(theirs) if deducts else 1.0
        vals = self._off_prepare_fee_bill(company, operator.partner_id, lines, date)
        vals["invoice_line_ids"] = [
            Command.create(one)
            for one in self._off_prepare_fee_lines(
                lines, theirs if deducts else None, factor
            )
        ]
        vals["invoice_date"] = date
        bill = self.sudo().with_company(company).create(vals)
        vals = self._off_prepare_fee_invoice(
            company, operator, lines, date, tax, included=not deducts
        )
        invoice = self.sudo().with_company(operator).create(vals)
        invoice._off_round_to(bill.amount_total)
        invoice.action_post()
        bill.ref = invoice.name
        bill.action_post()
        return bill

    def _off_round_to(self, total):
        """Make this draft come to ``total``: taxes may round otherwise."""
        difference = self.currency_id.round(total - self.amount_total)
        if difference:
            self.invoice_line_ids = [
                Command.create(
                    {
                        "name": self.env._("Rounding"),
                        "quantity": 1.0,
                        "price_unit": difference,
                        "account_id": self.invoice_line_ids[:1].account_id.id,
                        "tax_ids": [Command.clear()],
                    }
                )
            ]

    def _off_find_fee_tax(self, operator):
        """The tax of an operator on the services that it renders."""
        if operator.off_vat_exempt:
            return self.env["account.tax"]
        product = self.env.ref("off_order_cycle_beneficiary.product_fee").sudo()
        own = product.taxes_id.filtered(lambda tax: tax.company_id == operator)
        return own or operator.account_sale_tax_id

    def _off_find_same_tax(self, company, tax):
        """The tax on purchases of the same rate, of an operator that deducts."""
        if not tax or company.off_vat_exempt:
            return self.env["account.tax"]
        return (
            self.env["account.tax"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("type_tax_use", "=", "purchase"),
                    ("amount_type", "=", "percent"),
                    ("amount", "=", tax.amount),
                    ("tax_scope", "in", ("service", False)),
                ],
                limit=1,
            )
        )

    def _off_get_price_factor(self, tax):
        return 1 + tax.amount / 100 if tax and tax.price_include else 1.0

    def _off_prepare_fee_invoice(self, company, operator, lines, date, tax, included):
        """:param included: whether the amount that was collected has the tax in it"""
        product = self.env.ref("off_order_cycle_beneficiary.product_fee").sudo()
        factor = 1.0
        if tax and included and not tax.price_include:
            factor = 1 / (1 + tax.amount / 100)
        elif tax and not included:
            factor = self._off_get_price_factor(tax)
        return {
            "move_type": "out_invoice",
            "partner_id": company.partner_id.id,
            "company_id": operator.id,
            "currency_id": operator.currency_id.id,
            "invoice_date": date,
            "date": date,
            "invoice_origin": self._off_name_cycles(lines),
            "invoice_line_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "name": row["name"],
                        "quantity": 1.0,
                        "price_unit": row["price_unit"],
                        "tax_ids": [Command.set(tax.ids)],
                    }
                )
                # Line by line as the bill: taxes round alike.
                for row in self._off_prepare_fee_lines(lines, None, factor)
            ],
        }
