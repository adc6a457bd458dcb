"""What producers are owed of cycles: by posted bills and accounts of sales, and by what
was received and has no posted bill yet."""

from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from odoo.addons.off_order_cycle_report.reports.source import add_source

from .items import GROUPS, NEEDS, Items, get_open, get_tax_ctes, get_taxes, sum_up

_lt = LazyTranslate(__name__)

TYPES = ("in_invoice", "in_refund", "in_receipt")
SUMS = {
    "quantity": "SUM(line.quantity)",
    "base": "SUM(line.base)",
    "tax_amount": "SUM(line.tax)",
    "with_tax": "SUM(line.base + line.tax)",
    "commission": "NULLIF(SUM(line.commission), 0)",
    "to_pay": "SUM(line.unpaid)",
    "to_bill": "NULLIF(SUM(line.to_bill), 0)",
    "paid_out": "SUM(line.base + line.tax - line.unpaid"
    " - COALESCE(line.commission, 0)) FILTER (WHERE line.move_id IS NOT NULL)",
    "documents": "string_agg(DISTINCT line.document, ', ')",
    "label": "MIN(line.label)",
}
JOINS = {
    "tax_id": "LEFT JOIN account_tax tax ON tax.id = f.tax_id",
    "move_id": "LEFT JOIN account_move move ON move.id = f.move_id",
}


class Bills(Items):
    def search(self, env, report, filters):
        """:return: Queries of account.move.line and of purchase.order.line"""
        companies = Domain("company_id", "in", env.companies.ids)
        domain = companies & (
            Domain("parent_state", "=", "posted")
            & Domain("move_id.move_type", "in", TYPES)
            & Domain("display_type", "=", "product")
        )
        domain &= self.get_domain(env, filters)
        ordered = companies & (
            Domain("order_id.state", "=", "purchase")
            & Domain("display_type", "=", False)
        )
        ordered &= self._get_ordered_domain(env, filters)
        return (
            env["account.move.line"]._search(domain, order="id"),
            env["purchase.order.line"]._search(ordered, order="id"),
        )

    def get_domain(self, env, filters):
        """Bills of cycles; an account of sales is of the cycles of what was sold."""
        cycles = list(filters.cycles)
        asked = ("in", cycles) if cycles else ("!=", False)
        sold = env["account.move.line"]._search(
            Domain("off_account_sale_id", "!=", False)
            & Domain("company_id", "in", env.companies.ids)
            & Domain("sale_line_ids.order_id.off_cycle_id", *asked)
        )
        return super().get_domain(env, filters) & (
            Domain("purchase_line_id.order_id.off_cycle_id", *asked)
            | Domain("move_id", "in", sold.subselect("off_account_sale_id"))
        )

    def _get_ordered_domain(self, env, filters):
        """What is not billed has no document, and no day of one."""
        domain = Domain("order_id.off_cycle_id", "!=", False)
        if filters.cycles:
            domain &= Domain("order_id.off_cycle_id", "in", list(filters.cycles))
        if filters.producers:
            domain &= Domain("partner_id", "in", list(filters.producers))
        if filters.date_from or filters.date_to:
            domain = Domain.FALSE
        return domain

    def count(self, env, report, filters):
        items, ordered = self.search(env, report, filters)
        return env["account.move.line"].search_count([("id", "in", items)]) + env[
            "purchase.order.line"
        ].search_count([("id", "in", ordered)])

    def get_ctes(self, env, report, layout, records, grain):
        items, ordered = records
        return self.finish(
            env,
            grain,
            [
                SQL("scope AS MATERIALIZED %s", items.subselect()),
                SQL("ordered AS MATERIALIZED %s", ordered.subselect()),
                get_tax_ctes(env),
                get_open(-1),
                SOLD,
                SQL("line AS (%s UNION ALL %s)", get_billed(), NOT_BILLED),
                sum_up(SUMS, self.get_named(report, layout), grain),
            ],
        )


# Of accounts of sales: their cycle, and the commission that was taken off, of which
# each of their lines bears its part.
SOLD = SQL(
    """
    sold AS (
        SELECT told.move_id, told.cycle_id, taken.amount AS commission
          FROM (SELECT l.off_account_sale_id AS move_id,
                       CASE WHEN COUNT(DISTINCT o.off_cycle_id) = 1
                            THEN MIN(o.off_cycle_id) END AS cycle_id
                  FROM account_move_line l
                  JOIN sale_order_line_invoice_rel rel ON rel.invoice_line_id = l.id
                  JOIN sale_order_line s ON s.id = rel.order_line_id
                  JOIN sale_order o ON o.id = s.order_id
                 WHERE l.off_account_sale_id IN (
                       SELECT move_id FROM account_move_line
                        WHERE id IN (SELECT id FROM scope))
                 GROUP BY l.off_account_sale_id) told
          LEFT JOIN (SELECT off_account_sale_id AS move_id,
                            SUM(amount_total_signed) AS amount
                       FROM account_move
                      WHERE state = 'posted'
                        AND move_type IN ('out_invoice', 'out_refund')
                        AND off_account_sale_id IS NOT NULL
                      GROUP BY off_account_sale_id) taken USING (move_id)
    ),
    charged AS (
        SELECT part.line_id,
               ROUND(part.commission * part.until / part.whole, part.digits)
               - ROUND(part.commission * (part.until - part.amount) / part.whole,
                       part.digits) AS amount
          FROM (SELECT base.id AS line_id, money.decimal_places AS digits,
                       sold.commission, base.price_total AS amount,
                       SUM(base.price_total) OVER (PARTITION BY base.move_id
                           ORDER BY base.id ROWS UNBOUNDED PRECEDING) AS until,
                       SUM(base.price_total) OVER (PARTITION BY base.move_id) AS whole
                  FROM account_move_line base
                  JOIN sold ON sold.move_id = base.move_id
                  JOIN res_company company ON company.id = base.company_id
                  JOIN res_currency money ON money.id = company.currency_id
                 WHERE base.display_type = 'product' AND sold.commission IS NOT NULL
               ) part
         WHERE part.whole <> 0
    )"""
)
NOT_BILLED = SQL(
    """
    SELECT o.partner_id AS producer_id, o.off_cycle_id AS cycle_id, l.product_id,
           company.currency_id, NULL AS move_id, NULL AS document,
           split_part(l.name, E'\\n', 1) AS label,
           ROUND(part.quantity * COALESCE(asked.factor / NULLIF(unit.factor, 0), 1), 4)
               AS quantity,
           NULL AS base, NULL AS tax, NULL AS commission, NULL AS unpaid,
           ROUND(l.price_total * part.quantity / NULLIF(l.product_qty, 0),
                 money.decimal_places) AS to_bill
      FROM purchase_order_line l
      JOIN ordered ON ordered.id = l.id
      JOIN purchase_order o ON o.id = l.order_id
      JOIN res_company company ON company.id = l.company_id
      JOIN res_currency money ON money.id = company.currency_id
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN uom_uom unit ON unit.id = t.uom_id
      LEFT JOIN uom_uom asked ON asked.id = l.product_uom_id
     CROSS JOIN LATERAL (
           SELECT l.qty_received::numeric - COALESCE(SUM(
                  SIGN(b.balance) * b.quantity
                  * COALESCE(billed.factor / NULLIF(asked.factor, 0), 1)), 0)
                  AS quantity
             FROM account_move_line b
             LEFT JOIN uom_uom billed ON billed.id = b.product_uom_id
            WHERE b.purchase_line_id = l.id AND b.parent_state = 'posted') part
     WHERE part.quantity <> 0"""
)


def get_billed():
    """:return: SQL: one row a line of a bill or account of sales"""
    return SQL(
        """
        SELECT base.partner_id AS producer_id,
               COALESCE(o.off_cycle_id, sold.cycle_id) AS cycle_id, base.product_id,
               company.currency_id, base.move_id, move.name AS document,
               split_part(base.name, E'\\n', 1) AS label,
               ROUND(SIGN(base.balance) * base.quantity
                     * COALESCE(asked.factor / NULLIF(unit.factor, 0), 1), 4)
                   AS quantity,
               base.balance AS base, COALESCE(taxes.tax, 0) AS tax,
               charged.amount AS commission, COALESCE(unpaid.amount, 0) AS unpaid,
               NULL::numeric AS to_bill
          FROM account_move_line base
          JOIN scope ON scope.id = base.id
          JOIN account_move move ON move.id = base.move_id
          JOIN res_company company ON company.id = base.company_id
          LEFT JOIN purchase_order_line l ON l.id = base.purchase_line_id
          LEFT JOIN purchase_order o ON o.id = l.order_id
          LEFT JOIN sold ON sold.move_id = base.move_id
          LEFT JOIN charged ON charged.line_id = base.id
          LEFT JOIN unpaid ON unpaid.line_id = base.id
          LEFT JOIN product_product p ON p.id = base.product_id
          LEFT JOIN product_template t ON t.id = p.product_tmpl_id
          LEFT JOIN uom_uom unit ON unit.id = t.uom_id
          LEFT JOIN uom_uom asked ON asked.id = base.product_uom_id
          %s""",
        get_taxes(False),
    )


add_source(
    Bills(
        code="bills",
        model="account.move.line",
        paths={"producers": "partner_id"},
        others=("cycles",),
        days={"document": "date"},
        groups=GROUPS,
        needs=(*NEEDS, "purchase.order", "purchase.order.line"),
        joins=JOINS,
        hint=_lt(
            "Nothing was received or billed here: choose another cycle, or fewer "
            "filters."
        ),
    )
)
