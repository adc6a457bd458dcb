from odoo import api, models


class SaleOrderLine(models.Model):
    """The line of a delivery in an order of a cycle: invoiced once it was made,
    whatever the policy of its product."""

    _inherit = "sale.order.line"

    def _off_is_round(self):
        self.ensure_one()
        return self.is_delivery and bool(self.order_id.off_exchange_id)

    @api.depends("is_delivery", "order_id.off_exchange_id")
    def _compute_qty_delivered_method(self):
        rounds = self.filtered(lambda line: line._off_is_round())
        rounds.qty_delivered_method = "manual"
        return super(SaleOrderLine, self - rounds)._compute_qty_delivered_method()

    @api.depends("is_delivery", "order_id.off_exchange_id")
    def _compute_qty_to_invoice(self):
        result = super()._compute_qty_to_invoice()
        for line in self:
            if line.state == "sale" and line._off_is_round():
                line.qty_to_invoice = line.qty_delivered - line.qty_invoiced
        return result

    @api.depends("is_delivery", "order_id.off_exchange_id")
    def _compute_invoice_status(self):
        result = super()._compute_invoice_status()
        for line in self:
            if line.state != "sale" or not line._off_is_round():
                continue
            if line.product_uom_id.is_zero(line.qty_to_invoice):
                over = line.order_id.off_cycle_id.state in ("distributed", "settled")
                line.invoice_status = "invoiced" if over else "no"
            else:
                line.invoice_status = "to invoice"
        return result
