from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # Four decimals are kept (off_hub_network sets the precision), shown where needed.
    product_qty = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_received = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_invoiced = fields.Float(digits="Product Unit", min_display_digits=1)

    @api.depends("product_qty", "product_uom_id", "company_id", "order_id.partner_id")
    def _compute_price_unit_and_date_planned_and_name(self):
        """Extends purchase: what a cycle bought keeps the price that was frozen, the
        day and the words of its line when its quantity is changed (rule 10). Odoo would
        take the vendor's price of today."""
        kept = self.filtered(
            lambda line: (
                line.order_id.off_exchange_id
                and line._origin.id
                and line.name
                and line.date_planned
            )
        )
        return super(
            PurchaseOrderLine, self - kept
        )._compute_price_unit_and_date_planned_and_name()
