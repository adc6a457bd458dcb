from odoo import models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    def _track_qty_received(self, new_qty):
        """Extends purchase, which writes a note on the order for each line: what is
        received at the dock is told in one message, where it is other than ordered."""
        if self.env.context.get("off_receiving"):
            return None
        return super()._track_qty_received(new_qty)
