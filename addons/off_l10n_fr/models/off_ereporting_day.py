from odoo import fields, models
from odoo.tools import SQL

CATEGORIES = [("TLB1", "Goods"), ("TPS1", "Services")]


class OffEreportingDay(models.Model):
    """What was sold to consumers on a day, by rate of VAT, as the French platforms take
    it (e-reporting, flow 10.3): consumers have no SIREN and get no electronic invoice.

    Only income of the operator: deposits, fees for others and what is sold in the name
    of producers are theirs to report.
    """

    _name = "off.ereporting.day"
    _description = "Sales to Consumers by Day and Rate"
    _auto = False
    _order = "date desc, company_id, category, rate"
    _rec_name = "date"
    _depends = {
        "account.account": ["account_type"],
        "account.move": ["company_id", "invoice_date", "move_type", "state"],
        "account.move.line": [
            "account_id",
            "balance",
            "display_type",
            "move_id",
            "price_subtotal",
            "price_total",
            "product_id",
            "tax_ids",
        ],
        "account.tax": ["amount", "amount_type"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["type"],
        "res.company": ["account_fiscal_country_id"],
        "res.country": ["code"],
        "res.partner": ["company_registry", "is_company", "vat"],
    }

    company_id = fields.Many2one("res.company", "Operator", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date("Day", readonly=True)
    category = fields.Selection(CATEGORIES, readonly=True)
    rate = fields.Float("VAT rate (%)", digits=(5, 2), readonly=True, aggregator=None)
    base = fields.Monetary("Without VAT", readonly=True)
    tax = fields.Monetary("VAT", readonly=True)
    total = fields.Monetary("With VAT", readonly=True)
    document_count = fields.Integer("Invoices", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(line.id) AS id, line.company_id, line.date, line.category,
                   line.rate, SUM(line.base) AS base, SUM(line.tax) AS tax,
                   SUM(line.base + line.tax) AS total,
                   COUNT(DISTINCT line.move_id) AS document_count
              FROM (
            SELECT l.id, m.id AS move_id, m.company_id, m.invoice_date AS date,
                   CASE WHEN t.type = 'service' THEN 'TPS1' ELSE 'TLB1' END AS category,
                   COALESCE(taxes.rate, 0) AS rate,
                   -l.balance AS base,
                   CASE m.move_type WHEN 'out_refund' THEN -1 ELSE 1 END
                       * (l.price_total - l.price_subtotal)
                       / COALESCE(NULLIF(m.invoice_currency_rate, 0), 1)::numeric AS tax
              FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
              JOIN res_company c ON c.id = m.company_id
              JOIN res_country country ON country.id = c.account_fiscal_country_id
              JOIN account_account a ON a.id = l.account_id
              JOIN res_partner customer ON customer.id = m.commercial_partner_id
              LEFT JOIN product_product p ON p.id = l.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN LATERAL (
                   SELECT SUM(tax.amount) AS rate
                     FROM account_move_line_account_tax_rel rel
                     JOIN account_tax tax ON tax.id = rel.account_tax_id
                    WHERE rel.account_move_line_id = l.id
                      AND tax.amount_type = 'percent'
                   ) taxes ON TRUE
             WHERE m.state = 'posted'
               AND m.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND l.display_type = 'product'
               AND country.code = 'FR'
               AND a.account_type IN ('income', 'income_other')
               AND NOT customer.is_company
               AND NULLIF(customer.company_registry, '') IS NULL
               AND NULLIF(customer.vat, '') IS NULL
                   ) line
             GROUP BY line.company_id, line.date, line.category, line.rate
            """
        )
