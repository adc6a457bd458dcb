from odoo import models
from odoo.fields import Command

# Nothing follows from these lines that is not among them.
UNSYNCED = {"skip_invoice_sync": True, "check_move_validity": False}
# What a line may be without being worked out one by one.
PLAIN = {"product", "line_section", "line_subsection", "line_note"}
# What posting writes.
POSTED = {"state", "posted_before"}
# The note of a document on that from which it was made.
ORIGIN = "mail.message_origin_link"


class Notes(list):
    """Notes that are written together. No context that came from outside holds it."""

    def post(self):
        """Write them as notes of their documents: (document, values of the note)."""
        if not self:
            return
        document = self[0][0]
        render = document.env["mail.render.mixin"]._render_template_qweb_view
        bodies = {
            one.id: render(ORIGIN, one._name, one.ids, add_context=values)[one.id]
            for one, values in self
        }
        document.browse(bodies)._message_log_batch(bodies)


class AccountMove(models.Model):
    """Customers' invoices of whole cycles, made at once.

    Odoo creates invoices without amounts in the ledger, then works out the taxes and
    writes each line by itself, three times. Here the same engine of Odoo says the
    amounts and the lines of taxes before anything is created, and Odoo what is due when
    by the payment terms; that it balances is checked by Odoo at the end.
    """

    _inherit = "account.move"

    def _off_split_plain(self, vals_list):
        """
        :param vals_list: values of invoices with ``invoice_line_ids``, of the company
            of the environment
        :return: those that are to be created as Odoo does it, and ``{number in the
            list: values with complete line_ids}`` of the others
        """
        if self.env["account.analytic.distribution.model"].sudo().search([], limit=1):
            # Odoo chooses by customer and product.
            return vals_list, {}
        batch = Batch(self, vals_list)
        plain = {
            number: batch.complete(vals)
            for number, vals in enumerate(vals_list)
            if batch.is_plain(vals)
        }
        others = [vals for n, vals in enumerate(vals_list) if n not in plain]
        return others, plain

    def _off_add_terms(self):
        """Add what is due, and when, to invoices that were created complete but for
        that."""
        if not self:
            return
        needed = self._sync_dynamic_line_needed_values(self.mapped("needed_terms"))
        with self._check_balanced({"records": self}):
            self.env["account.move.line"].with_context(**UNSYNCED).create(
                [
                    {**key, **values, "display_type": "payment_term"}
                    for key, values in needed.items()
                ]
            )

    def write(self, vals):
        """Extends account: no line follows from the state. Odoo reads all lines of all
        invoices that are posted twice to find that."""
        if (
            vals.get("state") == "posted"
            and vals.keys() <= POSTED
            and all(move.off_cycle_ids and move.is_sale_document() for move in self)
        ):
            self = self.with_context(skip_invoice_sync=True)
        return super().write(vals)

    def message_post_with_source(self, source_ref, render_values=None, **kwargs):
        """Extends mail: of which orders many invoices are, is noted at once."""
        notes = self.env.context.get("off_notes")
        if source_ref == ORIGIN and isinstance(notes, Notes):
            notes += [(move, render_values) for move in self]
            return self.env["mail.message"]
        return super().message_post_with_source(
            source_ref, render_values=render_values, **kwargs
        )

    def _off_find_sales_journal(self):
        """The journal that Odoo would choose for an invoice without one."""
        invoice = self.new(
            {"move_type": "out_invoice", "company_id": self.env.company.id}
        )
        return invoice._search_default_journal()


class Batch:
    """Values of invoices that are created together.

    :ivar env: of the operator that makes them
    :ivar journal: account.journal of those that name none
    """

    def __init__(self, moves, vals_list):
        self.env = moves.env
        self.company = self.env.company
        self.journal = moves._off_find_sales_journal()
        lines = [line for vals in vals_list for line in self.get_lines(vals)]
        self.ids = {
            "product.product": self._collect(lines, "product_id"),
            "uom.uom": self._collect(lines, "product_uom_id"),
            "res.partner": self._collect(vals_list, "partner_id"),
        }
        self.accounts = {}

    def _collect(self, vals_list, name):
        return tuple(dict.fromkeys(vals[name] for vals in vals_list if vals.get(name)))

    def browse(self, model, record_id):
        """A record that is read with all others of its kind here."""
        record = self.env[model].browse(record_id or ())
        return record.with_prefetch(self.ids[model]) if model in self.ids else record

    def get_lines(self, vals):
        return [line for _command, _id, line in vals["invoice_line_ids"]]

    def get_taxes(self, line):
        ids = [
            tax
            for command, _id, ids in line.get("tax_ids") or ()
            if command == Command.SET
            for tax in ids
        ]
        return self.env["account.tax"].browse(ids)

    # -- whether -----------------------------------------------------------------------
    def is_plain(self, vals):
        """Whether nothing of an invoice needs Odoo's way: foreign money, taxes that are
        due when paid, discounts for paying early or on an account of their own, cash
        rounding, down payments."""
        term = self.browse("account.payment.term", vals.get("invoice_payment_term_id"))
        return (
            vals["move_type"] == "out_invoice"
            and vals["currency_id"] == self.company.currency_id.id
            and not vals.get("invoice_cash_rounding_id")
            and not term.early_discount
            and not self.company.account_discount_expense_allocation_id
            and all(map(self.is_plain_line, self.get_lines(vals)))
        )

    def is_plain_line(self, line):
        if line["display_type"] != "product":
            return line["display_type"] in PLAIN
        taxes = self.get_taxes(line).flatten_taxes_hierarchy()
        return bool(
            (line.get("product_id") or line.get("account_id"))
            and not line.get("is_downpayment")
            and not line.get("extra_tax_data")
            and "on_payment" not in taxes.mapped("tax_exigibility")
        )

    # -- values ------------------------------------------------------------------------
    def complete(self, vals):
        """:return: values of an invoice with complete ``line_ids``"""
        vals = {"journal_id": self.journal.id, **vals}
        rows = [self.complete_line(line, vals) for line in self.get_lines(vals)]
        partner = self.browse("res.partner", vals["partner_id"]).commercial_partner_id
        base_lines = [
            self.prepare_base_line(row, partner)
            for row in rows
            if row["display_type"] == "product"
        ]
        Tax = self.env["account.tax"]
        Tax._add_tax_details_in_base_lines(base_lines, self.company)
        Tax._round_base_lines_tax_details(base_lines, self.company)
        Tax._add_accounting_data_in_base_lines_tax_details(base_lines, self.company)
        results = Tax._prepare_tax_lines(base_lines, self.company)
        for base_line, amounts in results["base_lines_to_update"]:
            base_line["values"].update(amounts)
        rows += [
            {**line, "display_type": "tax"} for line in results["tax_lines_to_add"]
        ]
        del vals["invoice_line_ids"]
        return {**vals, "line_ids": [Command.create(row) for row in rows]}

    def complete_line(self, line, vals):
        """With its account, which Odoo would find line by line."""
        if line["display_type"] != "product":
            return dict(line)
        account = line.get("account_id") or self.find_account(line, vals)
        return {"analytic_distribution": False, **line, "account_id": account}

    def find_account(self, line, vals):
        key = line["product_id"], vals.get("fiscal_position_id"), vals["journal_id"]
        if key not in self.accounts:
            position = self.browse(
                "account.fiscal.position", vals.get("fiscal_position_id")
            )
            template = self.browse(
                "product.product", line["product_id"]
            ).product_tmpl_id
            journal = self.browse("account.journal", vals["journal_id"])
            income = template.get_product_accounts(position)["income"]
            self.accounts[key] = (income or journal.default_account_id).id
        return self.accounts[key]

    def prepare_base_line(self, row, partner):
        """What Odoo's engine of taxes takes."""
        return self.env["account.tax"]._prepare_base_line_for_taxes_computation(
            None,
            product_id=self.browse("product.product", row.get("product_id")),
            product_uom_id=self.browse("uom.uom", row.get("product_uom_id")),
            account_id=self.browse("account.account", row["account_id"]),
            tax_ids=self.get_taxes(row),
            price_unit=row["price_unit"],
            quantity=row["quantity"],
            discount=row.get("discount") or 0.0,
            currency_id=self.company.currency_id,
            # An invoice to a customer is a credit of income.
            sign=-1,
            partner_id=partner,
            analytic_distribution=row["analytic_distribution"] or None,
            name=row["name"],
            values=row,
        )
