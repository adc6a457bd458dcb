"""Fees of customers' posted invoices, by fee and by the producers whose goods bear it.

A line of an invoice may hold several fees, and a fee is charged on the goods of an
order. The amount of the line is apportioned by what each fee came to, then by the value
of what each producer supplied to the order (of the fees of a producer's supply, to it
alone). Parts are differences of rounded sums: they add up to the line.
"""

from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.off_order_cycle_report.reports.source import add_source

from .billed import DAYS, HINT, JOINS, PATHS, Billed, get_line
from .items import GROUPS, NEEDS, ORIGIN, get_tax_ctes, sum_up

SUMS = {
    "base": "SUM(part.base)",
    "tax_amount": "SUM(part.tax)",
    "with_tax": "SUM(part.base + part.tax)",
    "orders": "COUNT(DISTINCT part.order_id)",
}
PART = """
    share AS (
        SELECT line.line_id, line.tax_id, line.move_id, line.order_id, line.hub_id,
               line.cycle_id, line.partner_id, line.currency_id, line.digits,
               line.beneficiary_id, line.base, line.tax, fee.id AS fee_row_id,
               COALESCE(fee.name, line.label) AS fee_name, fee.fee_type, fee.level,
               borne.producer_id,
               COALESCE(fee.amount_final, 1)::numeric * COALESCE(borne.part, 1)
                   AS weight
          FROM line
          LEFT JOIN off_order_fee fee
            ON fee.sale_line_id = line.sale_line_id AND fee.amount_final <> 0
          LEFT JOIN LATERAL (
               SELECT offer.producer_id,
                      SUM(goods.value) / NULLIF(SUM(SUM(goods.value)) OVER (), 0)
                          AS part
                 FROM (SELECT l.off_offer_id,
                              (l.price_reduce_taxinc * l.qty_delivered)::numeric
                                  AS value
                         FROM sale_order_line l
                        WHERE l.order_id = line.order_id
                          AND l.off_offer_id IS NOT NULL) goods
                 JOIN off_offer offer ON offer.id = goods.off_offer_id
                 LEFT JOIN off_offer supplied ON supplied.id = offer.incoming_id
                WHERE %(by_producer)s AND goods.value <> 0
                  AND (fee.level IS DISTINCT FROM 'incoming'
                       OR supplied.exchange_id = fee.exchange_id)
                GROUP BY offer.producer_id
               ) borne ON TRUE
         WHERE line.kind = 'fee'
    ),
    summed AS (
        SELECT share.*,
               SUM(weight) OVER (PARTITION BY line_id, tax_id
                                 ORDER BY fee_row_id, producer_id
                                 ROWS UNBOUNDED PRECEDING) AS until,
               NULLIF(SUM(weight) OVER (PARTITION BY line_id, tax_id), 0) AS whole,
               row_number() OVER (PARTITION BY line_id, tax_id
                                  ORDER BY fee_row_id, producer_id) AS place
          FROM share
    ),
    part AS (
        SELECT line_id, tax_id, move_id, order_id, hub_id, cycle_id, partner_id,
               currency_id, beneficiary_id, fee_name, fee_type, level, producer_id,
               %(base)s AS base, %(tax)s AS tax
          FROM summed
    )"""
# A line of fees that came to nothing in sum is told with the first of them.
AMOUNT = """
    CASE WHEN whole IS NULL THEN CASE WHEN place = 1 THEN {0} ELSE 0 END
         ELSE ROUND({0} * until / whole, digits)
              - ROUND({0} * (until - weight) / whole, digits) END"""


class Fees(Billed):
    def get_domain(self, env, filters):
        fees = Domain("sale_line_ids.off_is_fee", "=", True)
        return super().get_domain(env, filters) & fees

    def get_ctes(self, env, report, layout, records, grain):
        named = self.get_named(report, layout)
        return SQL(", ").join(
            [
                SQL("scope AS MATERIALIZED %s", records.subselect()),
                ORIGIN,
                get_tax_ctes(env),
                get_line(env, "tax_id" in grain),
                SQL(
                    PART,
                    by_producer="producer_id" in grain,
                    base=SQL(AMOUNT.format("base")),
                    tax=SQL(AMOUNT.format("tax")),
                ),
                sum_up(SUMS, named, grain, "part"),
            ]
        )


add_source(
    Fees(
        code="fees",
        model="account.move.line",
        paths=PATHS,
        days=DAYS,
        groups=GROUPS,
        needs=NEEDS,
        joins=JOINS,
        hint=HINT,
    )
)
