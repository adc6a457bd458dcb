"""Lines of customers' posted invoices and credit notes, of orders of cycles."""

from odoo.fields import Domain
from odoo.tools import SQL, LazyTranslate

from odoo.addons.off_order_cycle_report.reports.source import add_source

from .items import (
    GROUPS,
    NEEDS,
    ORIGIN,
    Items,
    get_open,
    get_tax_ctes,
    get_taxes,
    sum_up,
)

_lt = LazyTranslate(__name__)

ORDER = "sale_line_ids.order_id"
SUMS = {
    "base": "SUM(line.base)",
    "tax_amount": "SUM(line.tax)",
    "with_tax": "SUM(line.base + line.tax)",
    "own": "SUM(line.base) FILTER (WHERE NOT line.agency)",
    "own_tax": "SUM(line.tax) FILTER (WHERE NOT line.agency)",
    "in_name": "SUM(line.base + line.tax) FILTER (WHERE line.agency)",
    "goods_part": "SUM(line.base + line.tax) FILTER (WHERE line.kind = 'goods')",
    "fees_part": "SUM(line.base + line.tax) FILTER (WHERE line.kind = 'fee')",
    "delivery_part": "SUM(line.base + line.tax) FILTER (WHERE line.kind = 'delivery')",
    "other_part": "SUM(line.base + line.tax) FILTER (WHERE line.kind = 'other')",
    "still_due": "SUM(line.unpaid)",
    "received": "SUM(line.base + line.tax - line.unpaid)",
    "orders": "COUNT(DISTINCT line.order_id)",
    "invoices": "COUNT(DISTINCT line.move_id)",
    "customers": "COUNT(DISTINCT line.partner_id)",
}
UNPAID = {"still_due", "received"}
JOINS = {
    "move_id": "LEFT JOIN account_move move ON move.id = f.move_id",
    "order_id": "LEFT JOIN sale_order o ON o.id = f.order_id",
    "partner_id": "LEFT JOIN res_partner customer ON customer.id = f.partner_id",
    "tax_id": "LEFT JOIN account_tax tax ON tax.id = f.tax_id",
    "seller_id": "LEFT JOIN res_partner seller ON seller.id = f.seller_id",
    "beneficiary_id": "LEFT JOIN res_partner beneficiary"
    " ON beneficiary.id = f.beneficiary_id",
}

# Of a line with two taxes the base is told with the first: sums are those of the books.
TOLD_ONCE = SQL(
    "CASE WHEN row_number() OVER (PARTITION BY base.id ORDER BY taxes.tax_id) = 1"
    " THEN -base.balance ELSE 0 END"
)


class Billed(Items):
    def search(self, env, report, filters):
        """:return: Query of account.move.line"""
        domain = self.get_domain(env, filters) & (
            Domain("company_id", "in", env.companies.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("move_id.move_type", "in", ("out_invoice", "out_refund"))
            & Domain("display_type", "=", "product")
            & Domain(f"{ORDER}.off_cycle_id", "!=", False)
        )
        return env["account.move.line"]._search(domain, order="id")

    def get_ctes(self, env, report, layout, records, grain):
        named = self.get_named(report, layout)
        parts = [SQL("scope AS MATERIALIZED %s", records.subselect()), ORIGIN]
        parts += [get_tax_ctes(env)]
        asked = bool(UNPAID & named)
        if asked:
            parts.append(get_open(1))
        parts.append(get_line(env, "tax_id" in grain, asked))
        parts.append(sum_up(SUMS, named, grain))
        return self.finish(env, grain, parts)


def get_line(env, by_tax, unpaid=False):
    """:return: SQL of ``line``: one row a line of an invoice, or one for each tax of
    it; amounts in the operator's currency, credit notes below zero"""
    lines = env["sale.order.line"]._fields
    delivery = SQL("sold.is_delivery") if "is_delivery" in lines else SQL("FALSE")
    return SQL(
        """
        line AS (
            SELECT base.id AS line_id, base.move_id, origin.sale_line_id,
                   o.id AS order_id, o.off_hub_id AS hub_id,
                   o.off_cycle_id AS cycle_id, o.off_slot_id AS slot_id,
                   base.partner_id, company.currency_id,
                   money.decimal_places AS digits,
                   CASE WHEN sold.off_offer_id IS NOT NULL THEN base.product_id END
                       AS product_id,
                   COALESCE(offer.producer_id, base.off_principal_id) AS producer_id,
                   COALESCE(base.off_principal_id, company.partner_id) AS seller_id,
                   base.off_principal_id IS NOT NULL AS agency,
                   base.off_beneficiary_id AS beneficiary_id,
                   split_part(base.name, E'\\n', 1) AS label,
                   CASE WHEN sold.off_offer_id IS NOT NULL THEN 'goods'
                        WHEN sold.off_is_fee THEN 'fee'
                        WHEN %(delivery)s THEN 'delivery'
                        ELSE 'other' END AS kind,
                   taxes.tax_id,
                   %(base)s AS base,
                   COALESCE(-taxes.tax, 0) AS tax,
                   %(unpaid)s AS unpaid
              FROM account_move_line base
              JOIN scope ON scope.id = base.id
              JOIN origin ON origin.line_id = base.id
              JOIN sale_order_line sold ON sold.id = origin.sale_line_id
              JOIN sale_order o ON o.id = sold.order_id
              JOIN res_company company ON company.id = base.company_id
              JOIN res_currency money ON money.id = company.currency_id
              LEFT JOIN off_offer offer ON offer.id = sold.off_offer_id
              %(taxes)s
              %(join)s
        )""",
        delivery=delivery,
        base=TOLD_ONCE if by_tax else SQL("-base.balance"),
        unpaid=SQL("COALESCE(unpaid.amount, 0)") if unpaid else SQL("0.0"),
        join=SQL("LEFT JOIN unpaid ON unpaid.line_id = base.id") if unpaid else SQL(),
        taxes=get_taxes(by_tax),
    )


PATHS = {
    "cycles": f"{ORDER}.off_cycle_id",
    "hubs": f"{ORDER}.off_hub_id",
    "customers": f"{ORDER}.partner_id",
    "points": f"{ORDER}.off_slot_id.point_id",
}
DAYS = {
    "document": "date",
    "pickup": f"{ORDER}.off_slot_id.date_start",
    "order": f"{ORDER}.date_order",
}
HINT = _lt(
    "These reports read posted invoices: settle the cycle, or choose another one, or "
    "fewer filters."
)
add_source(
    Billed(
        code="billed",
        model="account.move.line",
        paths=PATHS | {"producers": "sale_line_ids.off_offer_id.producer_id"},
        days=DAYS,
        groups=GROUPS,
        needs=NEEDS,
        joins=JOINS,
        hint=HINT,
    )
)
