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
        """:return: Queries of account.move.line and of purchase.order.line, ids of the
        cycles that are asked for"""
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
            filters.cycles,
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
        ordered = Domain(
            "move_id.invoice_line_ids.purchase_line_id.order_id.off_cycle_id", *asked
        )
        return super().get_domain(env, filters) & (
            # Transport and crates on the bill of a cycle are owed with it.
            ordered | Domain("move_id", "in", sold.subselect("off_account_sale_id"))
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
        items, ordered, _cycles = self.search(env, report, filters)
        return env["account.move.line"].search_count([("id", "in", items)]) + env[
            "purchase.order.line"
        ].search_count([("id", "in", ordered)])

    def get_ctes(self, env, report, layout, records, grain):
        items, ordered, cycles = records
        return self.finish(
            env,
            grain,
            [
                SQL("scope AS MATERIALIZED %s", items.subselect()),
                SQL("ordered AS MATERIALIZED %s", ordered.subselect()),
                get_tax_ctes(env),
                get_open(-1),
                SOLD,
                SQL("line AS (%s UNION ALL %s)", get_billed(cycles), NOT_BILLED),
                sum_up(SUMS, self.get_named(report, layout), grain),
            ],
        )


# Of accounts of sales: the cycles that they are of, and the commission that was taken
# off, of which each of their lines bears its part. Of bills: the cycle of what is on
# them beside what was ordered.
SOLD = SQL(
    """
    sold AS (
        SELECT told.*,
               SUM(amount) OVER (PARTITION BY move_id ORDER BY cycle_id
                                 ROWS UNBOUNDED PRECEDING) AS until,
               NULLIF(SUM(amount) OVER (PARTITION BY move_id), 0) AS whole
          FROM (SELECT l.off_account_sale_id AS move_id, o.off_cycle_id AS cycle_id,
                       SUM(-l.balance) AS amount
                  FROM account_move_line l
                  LEFT JOIN LATERAL (
                       SELECT MIN(rel.order_line_id) AS id
                         FROM sale_order_line_invoice_rel rel
                        WHERE rel.invoice_line_id = l.id) one ON TRUE
                  LEFT JOIN sale_order_line s ON s.id = one.id
                  LEFT JOIN sale_order o ON o.id = s.order_id
                 WHERE l.display_type = 'product' AND l.off_account_sale_id IN (
                       SELECT move_id FROM account_move_line
                        WHERE id IN (SELECT id FROM scope))
                 GROUP BY l.off_account_sale_id, o.off_cycle_id) told
    ),
    taken AS (
        SELECT off_account_sale_id AS move_id, SUM(amount_total_signed) AS commission
          FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
           AND off_account_sale_id IN (SELECT move_id FROM sold)
         GROUP BY off_account_sale_id
    ),
    of_bill AS (
        SELECT l.move_id, MIN(o.off_cycle_id) AS cycle_id
          FROM account_move_line l
          JOIN purchase_order_line p ON p.id = l.purchase_line_id
          JOIN purchase_order o ON o.id = p.order_id
         WHERE l.move_id IN (SELECT move_id FROM account_move_line
                              WHERE id IN (SELECT id FROM scope))
         GROUP BY l.move_id
    ),
    charged AS (
        SELECT part.line_id,
               ROUND(part.commission * part.until / part.whole, part.digits)
               - ROUND(part.commission * (part.until - part.amount) / part.whole,
                       part.digits) AS amount
          FROM (SELECT base.id AS line_id, money.decimal_places AS digits,
                       taken.commission, base.price_total AS amount,
                       SUM(base.price_total) OVER (PARTITION BY base.move_id
                           ORDER BY base.id ROWS UNBOUNDED PRECEDING) AS until,
                       SUM(base.price_total) OVER (PARTITION BY base.move_id) AS whole
                  FROM account_move_line base
                  JOIN taken ON taken.move_id = base.move_id
                  JOIN res_company company ON company.id = base.company_id
                  JOIN res_currency money ON money.id = company.currency_id
                 WHERE base.display_type = 'product'
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
           ROUND(COALESCE(l.price_total / NULLIF(l.product_qty, 0), l.price_unit)
                 * part.quantity / COALESCE(NULLIF(o.currency_rate, 0), 1)::numeric,
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
                  CASE move.move_type WHEN 'in_refund' THEN -1 ELSE 1 END * b.quantity
                  * COALESCE(billed.factor / NULLIF(asked.factor, 0), 1)), 0)
                  AS quantity
             FROM account_move_line b
             JOIN account_move move ON move.id = b.move_id
             LEFT JOIN uom_uom billed ON billed.id = b.product_uom_id
            WHERE b.purchase_line_id = l.id AND b.parent_state = 'posted') part
     WHERE part.quantity <> 0"""
)


def get_billed(cycles):
    """
    :param cycles: ids of those that are asked for, empty for all
    :return: SQL: one row a line of a bill; of an account of sales one for each of its
        cycles, which parts add up
    """
    return SQL(
        """
        SELECT base.partner_id AS producer_id, ours.cycle_id, base.product_id,
               company.currency_id, base.move_id, move.name AS document,
               split_part(base.name, E'\\n', 1) AS label,
               ROUND(%(quantity)s, 4) AS quantity, %(base)s AS base, %(tax)s AS tax,
               %(commission)s AS commission, %(unpaid)s AS unpaid,
               NULL::numeric AS to_bill
          FROM account_move_line base
          JOIN scope ON scope.id = base.id
          JOIN account_move move ON move.id = base.move_id
          JOIN res_company company ON company.id = base.company_id
          JOIN res_currency money ON money.id = company.currency_id
          LEFT JOIN purchase_order_line l ON l.id = base.purchase_line_id
          LEFT JOIN purchase_order o ON o.id = l.order_id
          LEFT JOIN of_bill ON of_bill.move_id = base.move_id
          LEFT JOIN sold ON sold.move_id = base.move_id AND sold.whole IS NOT NULL
          LEFT JOIN charged ON charged.line_id = base.id
          LEFT JOIN unpaid ON unpaid.line_id = base.id
          LEFT JOIN product_product p ON p.id = base.product_id
          LEFT JOIN product_template t ON t.id = p.product_tmpl_id
          LEFT JOIN uom_uom unit ON unit.id = t.uom_id
          LEFT JOIN uom_uom asked ON asked.id = base.product_uom_id
          %(taxes)s
         CROSS JOIN LATERAL (
               SELECT COALESCE(o.off_cycle_id, sold.cycle_id, of_bill.cycle_id)
                      AS cycle_id) ours
         WHERE %(asked)s""",
        quantity=_part(
            "CASE move.move_type WHEN 'in_refund' THEN -1 ELSE 1 END * base.quantity"
            " * COALESCE(asked.factor / NULLIF(unit.factor, 0), 1)",
            4,
        ),
        base=_part("base.balance"),
        tax=_part("COALESCE(taxes.tax, 0)"),
        commission=_part("charged.amount"),
        unpaid=_part("COALESCE(unpaid.amount, 0)"),
        taxes=get_taxes(False),
        asked=SQL("ours.cycle_id = ANY(%s)", list(cycles)) if cycles else SQL("TRUE"),
    )


def _part(value, digits="money.decimal_places"):
    """What of a value is of the cycle of a row of ``sold``: all, without one."""
    return SQL(
        f"""CASE WHEN sold.whole IS NULL THEN {value}
                 ELSE ROUND(({value}) * sold.until / sold.whole, {digits})
                      - ROUND(({value}) * (sold.until - sold.amount) / sold.whole,
                              {digits}) END"""
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
