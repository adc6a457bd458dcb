from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL


class Credit(NamedTuple):
    """Amounts in the currency of the company."""

    owed: float
    limit: float


class ResPartner(models.Model):
    _inherit = "res.partner"

    off_invoice_later = fields.Boolean(
        "Pays by invoice",
        company_dependent=True,
        copy=False,
        groups="account.group_account_invoice,account.group_account_readonly",
        help="In order cycles this customer may order within its credit limit and pay "
        "by invoice, at its payment terms. Other operators decide for themselves.",
    )

    @api.model
    def _commercial_fields(self):
        return [*super()._commercial_fields(), "off_invoice_later"]

    def _off_lock_credit(self):
        """Let no two orders of these customers be judged at once.

        The rows are written, not only locked: transactions see the data as it was when
        they began, and one that waited here begins again and sees the other's order.
        """
        partners = self.commercial_partner_id.sorted("id")
        if partners:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_partner SET write_date = write_date WHERE id IN ("
                    "SELECT id FROM res_partner WHERE id IN %s "
                    "ORDER BY id FOR NO KEY UPDATE)",
                    tuple(partners.ids),
                )
            )

    def _off_get_credit(self, company, order):
        """What this customer owes ``company`` without ``order``, and how much it may.

        It owes what is open of posted invoices and payments, what is validated and not
        invoiced, and what is being ordered by invoice at this moment.

        :return: ``Credit``
        """
        self.ensure_one()
        partner = self.sudo().with_company(company).commercial_partner_id
        partner.invalidate_recordset(["credit"])
        orders = partner._off_get_uninvoiced(company, order)
        today = fields.Date.context_today(self)
        owed = partner.credit
        for one in orders:
            amount = max(one.amount_total - one.amount_invoiced, 0.0)
            owed += one.currency_id._convert(
                amount, company.currency_id, company, today
            )
        return Credit(company.currency_id.round(owed), partner.credit_limit)

    def _off_get_uninvoiced(self, company, order):
        """Orders of this customer of which no posted invoice tells yet."""
        validated = Domain("state", "=", "sale") & (
            Domain("invoice_status", "!=", "invoiced")
            | Domain("order_line.invoice_lines.parent_state", "=", "draft")
        )
        placing = (
            Domain("state", "in", ("draft", "sent"))
            & Domain("off_invoice_later", "=", True)
            & Domain("off_held_until", ">", fields.Datetime.now())
        )
        return self.env["sale.order"].search(
            Domain("company_id", "=", company.id)
            & Domain("partner_invoice_id.commercial_partner_id", "=", self.id)
            & Domain("id", "!=", order._origin.id)
            & (validated | placing)
        )

    def _off_may_pay_by_invoice(self, company):
        self.ensure_one()
        partner = self.sudo().with_company(company).commercial_partner_id
        return partner.off_invoice_later and partner.credit_limit > 0
