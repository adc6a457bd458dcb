from odoo import fields, models
from odoo.tools import SQL


class OffDepositBalance(models.Model):
    """Containers out, by customer and kind, beside what the books say."""

    _name = "off.deposit.balance"
    _description = "Containers Out"
    _auto = False
    _depends = {
        "account.move": ["move_type", "state"],
        "account.move.line": [
            "account_id",
            "balance",
            "parent_state",
            "partner_id",
            "price_total",
            "product_id",
            "quantity",
            "sale_line_ids",
        ],
        "res.company": ["off_deposit_account_id"],
        "res.partner": ["commercial_partner_id"],
        "sale.order": ["partner_id"],
        "sale.order.line": [
            "off_is_deposit",
            "off_returned_qty",
            "price_unit",
            "product_id",
            "qty_delivered",
            "state",
        ],
    }
    _order = "partner_id, product_id"
    _rec_name = "partner_id"

    company_id = fields.Many2one("res.company", string="Operator", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    product_id = fields.Many2one("product.product", "Container", readonly=True)
    delivered_qty = fields.Integer("Handed over", readonly=True)
    returned_qty = fields.Integer("Came back", readonly=True)
    out_qty = fields.Integer("Out", readonly=True)
    out_amount = fields.Monetary("Deposits out", readonly=True)
    pending_amount = fields.Monetary(
        "Not invoiced yet",
        readonly=True,
        help="Of what was handed over: it is booked when its cycle is settled.",
    )
    ledger_amount = fields.Monetary(
        "In the books",
        readonly=True,
        help="What posted invoices and credit notes put on the account of deposits, "
        "taxes included where deposits have some. Entries by hand stand in a row "
        "without container.",
    )
    difference = fields.Monetary(
        readonly=True,
        help="Deposits out, less what is not invoiced yet, less what is in the books: "
        "0.00, or an entry was made by hand.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT MIN(side.id) AS id, side.company_id, side.partner_id,
                   side.product_id,
                   SUM(side.delivered)::int AS delivered_qty,
                   SUM(side.returned)::int AS returned_qty,
                   SUM(side.delivered - side.returned)::int AS out_qty,
                   SUM((side.delivered - side.returned) * side.price) AS out_amount,
                   SUM((side.delivered - side.invoiced) * side.price)
                       AS pending_amount,
                   SUM(side.ledger) AS ledger_amount,
                   SUM((side.invoiced - side.returned) * side.price - side.ledger)
                       AS difference
              FROM (%s UNION ALL %s) side
             GROUP BY side.company_id, side.partner_id, side.product_id
            """,
            self._get_lent(),
            self._get_booked(),
        )

    def _get_lent(self):
        """What orders lent. Their ids are even, those of what is booked are odd."""
        return SQL(
            """
            SELECT line.id * 2 AS id, line.company_id,
                   partner.commercial_partner_id AS partner_id, line.product_id,
                   COALESCE(line.qty_delivered, 0) AS delivered,
                   COALESCE(line.off_returned_qty, 0) AS returned,
                   COALESCE(invoiced.quantity, 0) AS invoiced,
                   line.price_unit AS price, 0.0 AS ledger
              FROM sale_order_line line
              JOIN sale_order ordered ON ordered.id = line.order_id
              JOIN res_partner partner ON partner.id = ordered.partner_id
              LEFT JOIN LATERAL (
                   SELECT SUM(CASE WHEN move.move_type = 'out_invoice'
                                   THEN item.quantity ELSE -item.quantity END)
                          AS quantity
                     FROM sale_order_line_invoice_rel rel
                     JOIN account_move_line item ON item.id = rel.invoice_line_id
                     JOIN account_move move ON move.id = item.move_id
                    WHERE rel.order_line_id = line.id AND move.state = 'posted'
                   ) invoiced ON TRUE
             WHERE line.off_is_deposit AND line.state = 'sale'
               AND line.qty_delivered <> 0
            """
        )

    def _get_booked(self):
        """What is on the accounts of deposits."""
        return SQL(
            """
            SELECT item.id * 2 + 1 AS id, item.company_id,
                   COALESCE(partner.commercial_partner_id, item.partner_id),
                   item.product_id, 0, 0, 0, 0.0,
                   CASE move.move_type WHEN 'out_invoice' THEN item.price_total
                                       WHEN 'out_refund' THEN -item.price_total
                                       ELSE -item.balance END
              FROM account_move_line item
              JOIN account_move move ON move.id = item.move_id
              JOIN res_company company ON company.id = item.company_id
              LEFT JOIN res_partner partner ON partner.id = item.partner_id
             WHERE item.account_id = company.off_deposit_account_id
               AND item.parent_state = 'posted'
            """
        )
