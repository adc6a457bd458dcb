from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _get_edi_builders(self):
        # Households do not connect a purchasing software to their portal.
        return [] if self.off_exchange_id else super()._get_edi_builders()

    def _get_website_quantities(self):
        """What is ordered, as the order page has it.

        :return: ``{off.offer: quantity in the product's unit}``
        """
        self.ensure_one()
        quantities = defaultdict(float)
        for line in self.order_line.filtered("off_offer_id"):
            quantities[line.off_offer_id] += line._off_get_ordered()
        return quantities
