from odoo import fields, models
from odoo.tools import SQL


class OffOssQuarter(models.Model):
    """What is declared by the one-stop shop: sales to consumers by quarter, country of
    the customer and rate (Spain: form 369)."""

    _name = "off.oss.quarter"
    _description = "Sales of the One-Stop Shop"
    _auto = False
    _order = "quarter desc, company_id, country_id, rate"
    _rec_name = "quarter"
    _depends = {
        "account.account.tag": ["name"],
        "account.move": ["company_id", "date", "move_type", "partner_shipping_id"],
        "account.move.line": [
            "balance",
            "move_id",
            "parent_state",
            "tax_line_id",
            "tax_tag_ids",
        ],
        "account.tax": ["amount"],
        "res.partner": ["country_id"],
    }

    company_id = fields.Many2one("res.company", "Operator", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    quarter = fields.Date("Quarter from", readonly=True)
    country_id = fields.Many2one("res.country", readonly=True)
    rate = fields.Float("VAT rate (%)", digits=(5, 2), readonly=True, aggregator=None)
    base = fields.Monetary("Without VAT", readonly=True)
    tax = fields.Monetary("VAT", readonly=True)

    @property
    def _table_query(self):
        tag = self.env.ref("l10n_eu_oss.tag_oss")
        return SQL(
            """
            SELECT MIN(line.id) AS id, line.company_id, line.quarter, line.country_id,
                   line.rate, SUM(line.base) AS base, SUM(line.tax) AS tax
              FROM (
            SELECT l.id, m.company_id, date_trunc('quarter', m.date)::date AS quarter,
                   COALESCE(delivery.country_id, customer.country_id) AS country_id,
                   COALESCE(own.amount, taxes.rate) AS rate,
                   CASE WHEN own.id IS NULL THEN -l.balance ELSE 0 END AS base,
                   CASE WHEN own.id IS NULL THEN 0 ELSE -l.balance END AS tax
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_partner customer ON customer.id = m.commercial_partner_id
              LEFT JOIN res_partner delivery ON delivery.id = m.partner_shipping_id
              LEFT JOIN account_tax own ON own.id = l.tax_line_id
              LEFT JOIN LATERAL (
                   SELECT SUM(tax.amount) AS rate
                     FROM account_move_line_account_tax_rel rel
                     JOIN account_tax tax ON tax.id = rel.account_tax_id
                    WHERE rel.account_move_line_id = l.id
                      AND tax.amount_type = 'percent'
                   ) taxes ON TRUE
             WHERE l.parent_state = 'posted'
               AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND EXISTS (
                   SELECT 1 FROM account_account_tag_account_move_line_rel rel
                    WHERE rel.account_move_line_id = l.id
                      AND rel.account_account_tag_id = %s
                   )
                   ) line
             GROUP BY line.company_id, line.quarter, line.country_id, line.rate
            """,
            tag.id,
        )
