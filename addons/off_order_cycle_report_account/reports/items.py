"""Lines of posted documents with the part of the taxes that each bears.

Taxes of a document are rounded once for it, so a line has no tax of its own: Odoo
apportions the posted amount to the lines that bear it
(``_get_query_tax_details_from_domain``), and nothing is lost in rounding.
"""

from odoo.tools import SQL

from odoo.addons.off_order_cycle_report.reports.query_lines import get_product
from odoo.addons.off_order_cycle_report.reports.source import Source

GROUPS = "account.group_account_invoice,account.group_account_readonly"
NEEDS = ("account.move", "account.move.line")

# What a line of an invoice is about, by the line of the order that it bills.
ORIGIN = SQL(
    """
    origin AS (
        SELECT rel.invoice_line_id AS line_id, MIN(rel.order_line_id) AS sale_line_id
          FROM sale_order_line_invoice_rel rel
          JOIN scope ON scope.id = rel.invoice_line_id
         GROUP BY rel.invoice_line_id
    )"""
)


def get_tax_ctes(env):
    """Taxes of the lines of ``scope``.

    :return: SQL of ``detail`` (line_id, tax_id, tax: in the books' sign) and ``taxed``,
        the same with taxes that come to nothing
    """
    details = env["account.move.line"]._get_query_tax_details(
        SQL("account_move_line"),
        SQL(
            "account_move_line.tax_line_id IS NOT NULL AND account_move_line.move_id"
            " IN (SELECT move_id FROM account_move_line WHERE id IN"
            " (SELECT id FROM scope))"
        ),
    )
    return SQL(
        """
        detail AS MATERIALIZED (
            SELECT part.base_line_id AS line_id, part.tax_id,
                   SUM(part.tax_amount) AS tax
              FROM (%s) part
             WHERE part.base_line_id IN (SELECT id FROM scope)
             GROUP BY part.base_line_id, part.tax_id
        ),
        taxed AS (
            SELECT line_id, tax_id, tax FROM detail
             UNION ALL
            SELECT rel.account_move_line_id, rel.account_tax_id, 0
              FROM account_move_line_account_tax_rel rel
              JOIN scope ON scope.id = rel.account_move_line_id
             WHERE NOT EXISTS (SELECT 1 FROM detail
                                WHERE detail.line_id = rel.account_move_line_id)
        )""",
        details,
    )


def get_taxes(by_tax):
    """
    :param by_tax: whether a line has a row for each of its taxes
    :return: SQL joined to ``base``, the line: ``taxes.tax_id``, ``taxes.tax``
    """
    if by_tax:
        return SQL("LEFT JOIN taxed taxes ON taxes.line_id = base.id")
    return SQL(
        """LEFT JOIN (SELECT line_id, NULL::int AS tax_id, SUM(tax) AS tax
                        FROM detail GROUP BY line_id) taxes
             ON taxes.line_id = base.id"""
    )


def get_open(sign):
    """What of each line is not paid: the open amount of its document, apportioned by
    what its lines come to; no cent is lost.

    :param sign: 1 where the documents are owed to the operator, -1 where it owes them
    :return: SQL of ``unpaid`` (line_id, amount)
    """
    return SQL(
        """
        unpaid AS (
            SELECT part.line_id,
                   ROUND(part.residual * part.until / part.whole, part.digits)
                   - ROUND(part.residual * (part.until - part.amount) / part.whole,
                           part.digits) AS amount
              FROM (SELECT base.id AS line_id, money.decimal_places AS digits,
                           %(sign)s * move.amount_residual_signed AS residual,
                           base.price_total AS amount,
                           SUM(base.price_total) OVER each AS until,
                           SUM(base.price_total) OVER (PARTITION BY base.move_id)
                               AS whole
                      FROM account_move_line base
                      JOIN account_move move ON move.id = base.move_id
                      JOIN res_company company ON company.id = base.company_id
                      JOIN res_currency money ON money.id = company.currency_id
                     WHERE base.display_type = 'product'
                       AND base.move_id IN (
                           SELECT l.move_id FROM account_move_line l
                             JOIN scope ON scope.id = l.id)
                    WINDOW each AS (PARTITION BY base.move_id ORDER BY base.id
                                    ROWS UNBOUNDED PRECEDING)
                   ) part
             WHERE part.whole <> 0
        )""",
        sign=sign,
    )


def sum_up(sums, named, grain, table="line"):
    """:return: SQL of ``f``: the rows of ``table`` by ``grain``"""
    keys = [SQL.identifier(table, key) for key in grain]
    values = [
        SQL("%s AS %s", SQL(value), SQL.identifier(name))
        for name, value in sums.items()
        if name in named
    ]
    return SQL(
        "f AS (SELECT %s FROM %s GROUP BY %s)",
        SQL(", ").join([*keys, *values]),
        SQL.identifier(table),
        SQL(", ").join(keys),
    )


class Items(Source):
    """What is made of journal items."""

    def get_named(self, report, layout):
        # What is no product is told by its label.
        return {*layout.places, *report.order, "label"}

    def finish(self, env, grain, parts):
        """:return: SQL of all CTEs, with products where rows have them"""
        if "product_id" in grain:
            parts = [*parts, get_product(env)]
        return SQL(", ").join(parts)
