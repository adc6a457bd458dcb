from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _get_orders_to_invoice(self):
        """Extends: what is invoiced by the month waits for its end."""
        orders = super()._get_orders_to_invoice()
        groupings = orders._off_get_invoice_groupings()
        return orders.filtered(lambda order: groupings[order] != "month")
