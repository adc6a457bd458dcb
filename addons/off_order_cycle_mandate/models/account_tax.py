from odoo import fields, models
from odoo.fields import Command


class AccountTax(models.Model):
    _inherit = "account.tax"

    off_shown_category_id = fields.Many2one(
        "off.tax.category",
        "Shown for",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="A tax of somebody else, which documents in its name show: the operator "
        "neither owes nor deducts it.",
    )


class OffTaxCategory(models.Model):
    _inherit = "off.tax.category"

    off_shown_tax_ids = fields.One2many(
        "account.tax",
        "off_shown_category_id",
        "Shown in the name of producers",
        readonly=True,
        context={"active_test": False},
        groups="base.group_system",
    )

    def _get_shown_tax(self, company):
        """The tax of this category as documents in a producer's name show it.

        It has no account and no tag: its amount is booked where its goods are, and in
        no return of the operator.

        :return: account.tax, empty for a category without rate
        """
        Tax = self.env["account.tax"].sudo()
        if not self.rate:
            return Tax
        self.ensure_one()
        # Read once for all lines of an order, not searched for each.
        known = self.sudo().off_shown_tax_ids.filtered(
            lambda tax: (
                tax.company_id == company
                and tax.amount == self.rate
                and tax.price_include
            )
        )
        return known[:1] or Tax.with_company(company).create(
            self._prepare_shown_tax(company)
        )

    def _prepare_shown_tax(self, company):
        like = self._find_taxes(company)["sale"]
        label = like.invoice_label or f"{self.rate:g}%"
        parts = [
            Command.create({"document_type": kind, "repartition_type": part})
            for kind in ("invoice", "refund")
            for part in ("base", "tax")
        ]
        return {
            "name": self.env._("%s of the producer", label),
            "invoice_label": label,
            # Nobody chooses it: it is set where a producer's name stands.
            "type_tax_use": "none",
            "amount_type": "percent",
            "amount": self.rate,
            "price_include_override": "tax_included",
            "company_id": company.id,
            "country_id": company.account_fiscal_country_id.id,
            "tax_group_id": self._find_tax_group(company, like).id,
            "off_shown_category_id": self.id,
            "repartition_line_ids": parts,
        }

    def _find_tax_group(self, company, like):
        """Under which name the totals of a document have it: that of its rate, which an
        operator that is not liable to VAT may not have."""
        if like:
            return like.tax_group_id
        Group = self.env["account.tax.group"].sudo()
        name = self.env._("VAT %s %%", f"{self.rate:g}")
        values = {
            "name": name,
            "company_id": company.id,
            "country_id": company.account_fiscal_country_id.id,
        }
        known = Group.search([(key, "=", value) for key, value in values.items()])
        return known[:1] or Group.create(values)
