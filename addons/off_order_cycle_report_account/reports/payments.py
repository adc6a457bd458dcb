"""What customers paid and got back, and which invoices it pays."""

from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from odoo.addons.off_order_cycle_report.reports.source import add_source

from .items import GROUPS, NEEDS, Items, sum_up

_lt = LazyTranslate(__name__)

# Where money comes in and goes out.
JOURNALS = ("bank", "cash", "credit")
SUMS = {
    "paid_in": "SUM(line.amount)",
    "applied": "SUM(line.amount) FILTER (WHERE line.move_id IS NOT NULL)",
    "not_applied": "SUM(line.amount) FILTER (WHERE line.move_id IS NULL)",
    "payments": "COUNT(DISTINCT line.item_id)",
    "order_names": "MIN(line.order_names)",
}
JOINS = {
    "move_id": "LEFT JOIN account_move move ON move.id = f.move_id",
    "item_id": """
        JOIN account_move_line item ON item.id = f.item_id
        JOIN account_move entry ON entry.id = item.move_id""",
    "partner_id": "LEFT JOIN res_partner customer ON customer.id = f.partner_id",
    "journal_id": "JOIN account_journal journal ON journal.id = f.journal_id",
}


class Payments(Items):
    def search(self, env, report, filters):
        """:return: Query of account.move.line, and the filters that look at invoices"""
        domain = self.get_domain(env, filters) & (
            Domain("company_id", "in", env.companies.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("account_id.account_type", "=", "asset_receivable")
            & Domain("journal_id.type", "in", JOURNALS)
        )
        return env["account.move.line"]._search(domain, order="id"), filters

    def get_domain(self, env, filters):
        """What a payment is for is read from what it pays, below."""
        domain = super().get_domain(env, filters)
        for name, path in (("cycles", "off_cycle_id"), ("hubs", "off_hub_id")):
            if ids := getattr(filters, name):
                moves = Domain(
                    f"move_id.invoice_line_ids.sale_line_ids.order_id.{path}",
                    "in",
                    list(ids),
                )
                domain &= Domain("matched_debit_ids.debit_move_id", "any", moves) | (
                    Domain("matched_credit_ids.credit_move_id", "any", moves)
                )
        return domain

    def count(self, env, report, filters):
        query, _filters = self.search(env, report, filters)
        return env[self.model].search_count([("id", "in", query)])

    def get_ctes(self, env, report, layout, records, grain):
        query, filters = records
        return self.finish(
            env,
            grain,
            [
                SQL("scope AS MATERIALIZED %s", query.subselect()),
                PARTS,
                get_line(env, filters),
                sum_up(SUMS, self.get_named(report, layout), grain),
            ],
        )


# What of an item pays which document, and what of it pays none yet.
PARTS = SQL(
    """
    item AS (
        SELECT l.id, l.move_id, l.partner_id, l.journal_id, l.payment_id, l.balance,
               company.currency_id
          FROM account_move_line l
          JOIN scope ON scope.id = l.id
          JOIN res_company company ON company.id = l.company_id
    ),
    pair AS (
        SELECT item.id AS item_id, debit.move_id, SUM(p.amount) AS amount
          FROM item
          JOIN account_partial_reconcile p ON p.credit_move_id = item.id
          JOIN account_move_line debit ON debit.id = p.debit_move_id
         GROUP BY item.id, debit.move_id
         UNION ALL
        SELECT item.id, credit.move_id, -SUM(p.amount)
          FROM item
          JOIN account_partial_reconcile p ON p.debit_move_id = item.id
          JOIN account_move_line credit ON credit.id = p.credit_move_id
         GROUP BY item.id, credit.move_id
    ),
    rest AS (
        SELECT * FROM pair
         UNION ALL
        SELECT item.id, NULL, -item.balance - COALESCE(SUM(pair.amount), 0)
          FROM item
          LEFT JOIN pair ON pair.item_id = item.id
         GROUP BY item.id, item.balance
        HAVING -item.balance <> COALESCE(SUM(pair.amount), 0)
    ),
    order_line AS (
        SELECT l.id, l.move_id, l.price_total, o.name,
               o.off_hub_id AS hub_id, o.off_cycle_id AS cycle_id
          FROM account_move_line l
          LEFT JOIN LATERAL (
               SELECT MIN(rel.order_line_id) AS id FROM sale_order_line_invoice_rel rel
                WHERE rel.invoice_line_id = l.id) one ON TRUE
          LEFT JOIN sale_order_line sold ON sold.id = one.id
          LEFT JOIN sale_order o ON o.id = sold.order_id
         WHERE l.display_type = 'product'
           AND l.move_id IN (SELECT move_id FROM pair)
    ),
    billed AS (
        SELECT move_id, hub_id, cycle_id, order_names, amount,
               SUM(amount) OVER (PARTITION BY move_id ORDER BY hub_id, cycle_id
                                 ROWS UNBOUNDED PRECEDING) AS until,
               NULLIF(SUM(amount) OVER (PARTITION BY move_id), 0) AS whole,
               row_number() OVER (PARTITION BY move_id ORDER BY hub_id, cycle_id)
                   AS place
          FROM (SELECT move_id, hub_id, cycle_id, SUM(price_total) AS amount,
                       string_agg(DISTINCT name, ', ') AS order_names
                  FROM order_line GROUP BY move_id, hub_id, cycle_id) each
    )"""
)


def get_line(env, filters):
    """:return: SQL of ``line``: a payment and what it pays of a document, by the hubs
    and cycles that this is of; in the operator's currency, what went back to customers
    below zero. Parts are differences of rounded sums: they add up."""
    conditions = [SQL("TRUE")]
    if filters.cycles:
        conditions.append(SQL("billed.cycle_id = ANY(%s)", list(filters.cycles)))
    if filters.hubs:
        conditions.append(SQL("billed.hub_id = ANY(%s)", list(filters.hubs)))
    return SQL(
        """
        line AS (
            SELECT item.id AS item_id, item.partner_id, item.journal_id,
                   item.currency_id, rest.move_id,
                   CASE WHEN billed.whole IS NOT NULL
                        THEN ROUND(rest.amount * billed.until / billed.whole,
                                   money.decimal_places)
                             - ROUND(rest.amount * (billed.until - billed.amount)
                                     / billed.whole, money.decimal_places)
                        WHEN COALESCE(billed.place, 1) = 1 THEN rest.amount
                        ELSE 0 END AS amount,
                   billed.hub_id, billed.cycle_id, billed.order_names,
                   %(method)s AS method
              FROM rest
              JOIN item ON item.id = rest.item_id
              JOIN res_currency money ON money.id = item.currency_id
              LEFT JOIN billed ON billed.move_id = rest.move_id
              LEFT JOIN account_payment pay ON pay.id = item.payment_id
              LEFT JOIN account_payment_method_line way
                ON way.id = pay.payment_method_line_id
             WHERE %(conditions)s
        )""",
        method=env["account.payment.method.line"]._field_to_sql("way", "name"),
        conditions=SQL(" AND ").join(conditions),
    )


add_source(
    Payments(
        code="payments",
        model="account.move.line",
        paths={"customers": "partner_id"},
        others=("cycles", "hubs"),
        days={"document": "date"},
        groups=GROUPS,
        needs=NEEDS,
        joins=JOINS,
        hint=_lt(
            "No payment was booked: payments at pickups, online, by transfer and "
            "direct debit come here when they are posted. Choose fewer filters."
        ),
    )
)
