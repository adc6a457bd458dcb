from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

MONTHS = 12


class OffStatement(models.AbstractModel):
    """What one household or producer reads of its own accounts."""

    _inherit = "off.statement"

    @api.model
    def _get_pages(self, partner, date_from=None):
        """
        :param partner: whose page it is; its household or enterprise counts
        :param date_from: first day that is told in detail, a year ago else
        :return: list of dicts, one for each operator and side with something to tell,
            as ``_get_page`` makes them
        """
        household = partner.sudo().commercial_partner_id
        today = fields.Date.context_today(self)
        date_from = date_from or today - relativedelta(months=MONTHS)
        pages = []
        for company in self._get_operators(household):
            for side in ("customer", "producer"):
                page = self._get_page(company, side, household, date_from)
                if page["rows"] or page["opening"] or page["waiting"]:
                    pages.append(page)
        return pages

    def _get_operators(self, household):
        """Those that have something in their books for this household, or orders."""
        rows = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "=", household.id),
                    ("parent_state", "=", "posted"),
                    (
                        "account_id.account_type",
                        "in",
                        ("asset_receivable", "liability_payable"),
                    ),
                ],
                ["company_id"],
            )
        )
        found = self.env["res.company"].sudo().union(*(row[0] for row in rows))
        for model in ("sale.order", "purchase.order"):
            orders = (
                self.env[model]
                .sudo()
                ._read_group(
                    [
                        ("partner_id.commercial_partner_id", "=", household.id),
                        ("off_cycle_id", "!=", False),
                        ("state", "in", ("sale", "purchase")),
                    ],
                    ["company_id"],
                )
            )
            found |= found.union(*(row[0] for row in orders))
        return found.sorted("name")

    @api.model
    def _get_page(self, company, side, partner, date_from):
        """
        :param partner: a commercial partner
        :return: dict of ``company``, ``side``, ``currency``, ``opening``, ``rows`` (the
            last first) and ``closing`` of ``_get_statements``, ``date_from``,
            ``cycles`` (of a producer, see ``_get_cycles_of_producer``), ``waiting``
            (list of (order, amount), what is not invoiced yet), ``balance`` with them,
            and ``others``, what else the operator keeps for the partner: list of
            (label, text)
        """
        today = fields.Date.context_today(self)
        # Invoices of a month may have its last day as their date.
        last = today + relativedelta(months=1, day=31)
        told = self._get_statements(company, side, date_from, last, partner)[partner]
        find = {
            "customer": self._get_unbilled,
            "producer": self._get_unbilled_purchases,
        }[side]
        waiting = find(company, partner).get(partner, [])
        balance = told["closing"] + sum(amount for _order, amount in waiting)
        return {
            "company": company,
            "side": side,
            "currency": company.currency_id,
            "date_from": date_from,
            "opening": told["opening"],
            "closing": told["closing"],
            "rows": told["rows"][::-1],
            "waiting": waiting,
            "balance": company.currency_id.round(balance),
            "cycles": self._get_cycles_of_producer(company, partner)
            if side == "producer"
            else [],
            "others": partner._off_get_other_balances(company)
            if side == "customer"
            else [],
        }
