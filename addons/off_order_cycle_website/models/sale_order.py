from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_edi_builders(self):
        # Households do not connect a purchasing software to their portal.
        return [] if self.off_exchange_id else super()._get_edi_builders()
