from odoo import models


class OffExchange(models.Model):
    """Orders that go without Odoo's checkout, and changes of all."""

    _inherit = "off.exchange"

    def _place_website_order(self, partner, quantities, slot):
        """Extends off_order_cycle_website: a hub may refuse customers beyond their
        limit."""
        order = super()._place_website_order(partner, quantities, slot)
        if self.hub_id.keeps_credit_limit:
            order._off_keep_credit_limit()
        return order

    def _change_website_order(self, order, quantities, slot):
        """Extends off_order_cycle_website: what was allowed by invoice does not grow
        beyond the limit afterwards; to take less is always possible."""
        before = order.amount_total
        result = super()._change_website_order(order, quantities, slot)
        if order.currency_id.compare_amounts(order.amount_total, before) > 0:
            if order.sudo().off_invoice_later:
                order._off_draw_credit()
            elif self.hub_id.keeps_credit_limit and self.hub_id.checkout == "direct":
                order._off_keep_credit_limit()
        return result
