from odoo import fields, models
from odoo.tools import SQL

KINDS = [
    ("goods", "Goods"),
    ("agency", "Goods in a producer's name"),
    ("fee", "Fees"),
    ("other", "Deposits and other"),
]
MONTHS = [
    ("01", "January"),
    ("02", "February"),
    ("03", "March"),
    ("04", "April"),
    ("05", "May"),
    ("06", "June"),
    ("07", "July"),
    ("08", "August"),
    ("09", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
]
# What a customer pays for one. Odoo knows none for what was added on site to an order,
# of which nothing was ordered; prices of cycles have their taxes in them.
EACH = SQL(
    "CASE WHEN l.product_uom_qty = 0"
    " THEN l.price_unit * (1 - COALESCE(l.discount, 0) / 100)"
    " ELSE l.price_reduce_taxinc END"
)


class OffCycleResult(models.Model):
    """What each line of an order of a cycle brought its operator.

    ``sold`` is what customers were invoiced, taxes included, and what is still to be
    invoiced to them. ``cost`` is the purchase price that was frozen with the order, for
    what was delivered. ``margin`` is the difference of the frozen prices for what was
    delivered, never what is left over. ``revenue`` and ``expense`` are without taxes,
    as the books have them: what is a debt to somebody else, as deposits, fees of others
    and goods in a producer's name, is no revenue, but for the commission.
    """

    _name = "off.cycle.result"
    _description = "Result of Cycles"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "product_id"
    _depends = {
        "account.account": ["account_type"],
        "account.move": [
            "amount_total_signed",
            "amount_untaxed_signed",
            "move_type",
            "off_account_sale_id",
            "state",
        ],
        "account.move.line": [
            "account_id",
            "balance",
            "move_id",
            "off_account_sale_id",
            "price_total",
            "sale_line_ids",
        ],
        "off.allocation": ["quantity", "sale_line_id", "unit_weight", "weight"],
        "off.offer": ["producer_id"],
        "off.pickup.slot": ["date_start"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id", "uom_id"],
        "purchase.order": ["company_id", "off_cycle_id", "off_supply_cycle_id"],
        "purchase.order.line": ["order_id", "price_subtotal", "price_total"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": [
            "company_id",
            "off_cycle_id",
            "off_hub_id",
            "off_slot_id",
            "partner_id",
            "state",
        ],
        "sale.order.line": [
            "off_is_fee",
            "off_offer_id",
            "off_principal_id",
            "off_purchase_price",
            "off_stock_item_id",
            "off_unit_weight",
            "discount",
            "price_reduce_taxinc",
            "price_unit",
            "product_uom_qty",
            "product_id",
            "product_uom_id",
            "qty_delivered",
            "qty_to_invoice",
        ],
        "uom.uom": ["factor"],
    }

    company_id = fields.Many2one("res.company", "Operator", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cycle_id = fields.Many2one("off.order.cycle", "Order cycle", readonly=True)
    hub_id = fields.Many2one("off.hub", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    producer_id = fields.Many2one("res.partner", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product category", readonly=True)
    date = fields.Date("Pickup", readonly=True)
    year = fields.Char(readonly=True)
    month = fields.Selection(
        MONTHS, readonly=True, help="Of any year: to compare years with each other."
    )
    kind = fields.Selection(KINDS, readonly=True)
    delivered = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="In the product's unit.",
    )
    sold = fields.Monetary(
        "Sold, with taxes",
        readonly=True,
        help="Invoiced to customers or to be invoiced.",
    )
    to_invoice = fields.Monetary("Of it to be invoiced", readonly=True)
    cost = fields.Monetary(
        "Producers' part, with taxes",
        readonly=True,
        help="The frozen purchase price of what was delivered.",
    )
    margin = fields.Monetary(
        "Margin, with taxes",
        readonly=True,
        help="The difference of the frozen prices of what was delivered; of goods in a "
        "producer's name the commission.",
    )
    revenue = fields.Monetary(readonly=True, help="Without taxes.")
    expense = fields.Monetary("Cost", readonly=True, help="Without taxes.")
    result = fields.Monetary(readonly=True, help="Revenue less cost, without taxes.")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT base.*,
                   to_char(base.date, 'YYYY') AS year,
                   to_char(base.date, 'MM') AS month,
                   base.revenue - base.expense AS result
              FROM (%(lines)s) base
             WHERE base.delivered <> 0 OR base.sold <> 0
            """,
            lines=self._get_lines_query(),
        )

    def _get_lines_query(self):
        """One row for each line of an order."""
        return SQL(
            """
            SELECT l.id, o.company_id, o.off_cycle_id AS cycle_id,
                   o.off_hub_id AS hub_id, o.id AS order_id,
                   who.commercial_partner_id AS partner_id, offer.producer_id,
                   CASE WHEN l.off_offer_id IS NOT NULL THEN l.product_id END
                       AS product_id,
                   CASE WHEN l.off_offer_id IS NOT NULL THEN t.categ_id END AS categ_id,
                   slot.date_start::date AS date,
                   kinds.kind,
                   part.delivered,
                   COALESCE(inv.total, 0) + part.waiting AS sold,
                   part.waiting AS to_invoice,
                   part.cost,
                   part.margin,
                   COALESCE(inv.income, 0)
                       + CASE WHEN kinds.kind = 'agency'
                              THEN ROUND(part.margin * COALESCE(com.ratio, 1), 2)
                              WHEN kinds.kind = 'goods'
                              THEN ROUND(part.waiting * COALESCE(tax.sale, 1), 2)
                              ELSE 0 END AS revenue,
                   CASE WHEN kinds.kind = 'goods'
                        THEN ROUND(part.cost * CASE WHEN l.off_stock_item_id IS NULL
                                                    THEN COALESCE(bought.ratio, 1)
                                                    ELSE 1 END, 2)
                        ELSE 0 END AS expense
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN res_partner who ON who.id = o.partner_id
              LEFT JOIN off_pickup_slot slot ON slot.id = o.off_slot_id
              LEFT JOIN off_offer offer ON offer.id = l.off_offer_id
              LEFT JOIN product_product p ON p.id = l.product_id
              LEFT JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN uom_uom unit ON unit.id = t.uom_id
              LEFT JOIN uom_uom asked ON asked.id = l.product_uom_id
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN l.off_principal_id IS NOT NULL THEN 'agency'
                               WHEN l.off_offer_id IS NOT NULL THEN 'goods'
                               WHEN l.off_is_fee THEN 'fee'
                               ELSE 'other' END AS kind
                   ) kinds
             %(delivered)s
             %(invoiced)s
             %(ratios)s
             WHERE o.off_cycle_id IS NOT NULL AND o.state = 'sale'
               AND l.display_type IS NULL
            """,
            delivered=self._get_delivered_joins(),
            invoiced=self._get_invoiced_join(),
            ratios=self._get_ratio_joins(),
        )

    def _get_delivered_joins(self):
        """``part``: what was delivered of a line, by weight where it is billed so."""
        return SQL(
            """
              LEFT JOIN LATERAL (
                   SELECT SUM(CASE WHEN COALESCE(a.weight, 0) <> 0 THEN a.weight
                                   ELSE a.quantity * a.unit_weight END)
                          / NULLIF(SUM(a.quantity) * l.off_unit_weight, 0) AS ratio
                     FROM off_allocation a
                    WHERE a.sale_line_id = l.id AND l.off_unit_weight <> 0
                   ) given ON TRUE
             CROSS JOIN LATERAL (
                   SELECT COALESCE(asked.factor / NULLIF(unit.factor, 0), 1) AS factor,
                          COALESCE(given.ratio, 1) AS ratio,
                          %(each)s AS each
                   ) f
             CROSS JOIN LATERAL (
                   SELECT (l.qty_delivered * f.factor)::numeric AS delivered,
                          ROUND((l.qty_to_invoice * f.each
                                 * f.ratio)::numeric, 2) AS waiting,
                          CASE WHEN l.off_offer_id IS NULL THEN 0 ELSE
                               ROUND((COALESCE(l.off_purchase_price, 0)
                                      * l.qty_delivered * f.factor * f.ratio)::numeric,
                                     2) END AS cost,
                          CASE WHEN l.off_offer_id IS NULL THEN 0 ELSE
                               ROUND(((f.each
                                       - COALESCE(l.off_purchase_price, 0) * f.factor)
                                      * l.qty_delivered * f.ratio)::numeric, 2)
                          END AS margin
                   ) part
            """,
            each=EACH,
        )

    def _get_invoiced_join(self):
        """``inv``: what posted invoices and credit notes have of a line."""
        return SQL(
            """
              LEFT JOIN LATERAL (
                   SELECT SUM(CASE m.move_type WHEN 'out_refund' THEN -ml.price_total
                                               ELSE ml.price_total END) AS total,
                          SUM(CASE WHEN acc.account_type IN ('income', 'income_other')
                                   THEN -ml.balance ELSE 0 END) AS income,
                          MAX(ml.off_account_sale_id) AS account_sale_id
                     FROM sale_order_line_invoice_rel rel
                     JOIN account_move_line ml ON ml.id = rel.invoice_line_id
                     JOIN account_move m ON m.id = ml.move_id
                     JOIN account_account acc ON acc.id = ml.account_id
                    WHERE rel.order_line_id = l.id AND m.state = 'posted'
                   ) inv ON TRUE
            """
        )

    def _get_ratio_joins(self):
        """``com``, ``bought`` and ``tax``: the part without taxes of a commission, a
        purchase and a sale."""
        return SQL(
            """
              LEFT JOIN LATERAL (
                   SELECT SUM(c.amount_untaxed_signed)
                          / NULLIF(SUM(c.amount_total_signed), 0) AS ratio
                     FROM account_move c
                    WHERE c.off_account_sale_id = inv.account_sale_id
                      AND c.state = 'posted'
                      AND c.move_type IN ('out_invoice', 'out_refund')
                   ) com ON kinds.kind = 'agency'
              LEFT JOIN LATERAL (
                   SELECT SUM(pl.price_subtotal) / NULLIF(SUM(pl.price_total), 0)
                          AS ratio
                     FROM purchase_order po
                     JOIN purchase_order_line pl ON pl.order_id = po.id
                    WHERE (po.off_cycle_id = o.off_cycle_id
                           OR po.off_supply_cycle_id = o.off_cycle_id)
                      AND po.company_id = o.company_id
                      AND pl.product_id = l.product_id
                   ) bought ON kinds.kind = 'goods'
             CROSS JOIN LATERAL (
                   SELECT l.price_subtotal / NULLIF(l.price_total, 0) AS sale
                   ) tax
            """
        )
