from collections import defaultdict

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_by_offer(self):
        """What an order of a cycle asks for.

        :return: ``{off.offer: quantity in the product's unit}``
        """
        self.ensure_one()
        quantities = defaultdict(float)
        for line in self.order_line.filtered("off_offer_id"):
            quantities[line.off_offer_id] += line._off_get_ordered()
        return quantities
