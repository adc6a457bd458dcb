from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    # Four decimals are kept (off_hub_network sets the precision), shown where needed.
    product_qty = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_received = fields.Float(digits="Product Unit", min_display_digits=1)
    qty_invoiced = fields.Float(digits="Product Unit", min_display_digits=1)
