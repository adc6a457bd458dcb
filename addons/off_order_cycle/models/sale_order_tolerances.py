from odoo import models
from odoo.fields import Command


class SaleOrder(models.Model):
    """What customers accept on top of their orders if that fills a case (rule 19)."""

    _inherit = "sale.order"

    def _off_get_tolerances(self):
        """:return: ``{off.offer: quantity in the product's unit}`` accepted on top"""
        return {
            line.off_offer_id: line.off_tolerance
            for line in self.order_line.filtered("off_tolerance")
        }

    def _off_prepare_tolerances(self, tolerances):
        """Commands by which the lines of this order accept so many more.

        :param tolerances: ``{off.offer: quantity}``
        """
        lines = self.order_line.filtered(
            lambda line: (
                line.off_offer_id
                and line.off_tolerance != tolerances.get(line.off_offer_id, 0)
            )
        )
        return [
            Command.update(
                line.id, {"off_tolerance": tolerances.get(line.off_offer_id, 0)}
            )
            for line in lines
        ]
