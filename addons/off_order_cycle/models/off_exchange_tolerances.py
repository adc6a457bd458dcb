from odoo import models
from odoo.fields import Command


class OffExchange(models.Model):
    """What customers accept on top of their orders if that fills a case (rule 19)."""

    _inherit = "off.exchange"

    def _with_tolerances(self, tolerances):
        """This exchange, for lines that are made with what is accepted on top.

        :param tolerances: ``{off.offer: quantity in its unit}`` or None
        """
        if not tolerances:
            return self
        return self.with_context(
            off_tolerances={offer.id: more for offer, more in tolerances.items()}
        )

    def _prepare_order_line(self, offer, quantity):
        vals = super()._prepare_order_line(offer, quantity)
        tolerances = self.env.context.get("off_tolerances") or {}
        if offer.id in tolerances:
            vals["off_tolerance"] = tolerances[offer.id]
        return vals


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _off_get_tolerances(self):
        """:return: ``{off.offer: quantity in the product's unit}`` accepted on top"""
        return {
            line.off_offer_id: line.off_tolerance
            for line in self.order_line.filtered("off_tolerance")
        }

    def _off_prepare_tolerances(self, tolerances):
        """Commands by which the lines of this order accept so many more.

        :param tolerances: ``{off.offer: quantity}``, None to leave them as they are
        """
        if tolerances is None:
            return []
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
