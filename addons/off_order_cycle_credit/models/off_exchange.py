from odoo import models


class OffExchange(models.Model):
    """Orders that go without Odoo's checkout, and changes of all: by the customer, in
    the grid, and those of standing orders."""

    _inherit = "off.exchange"

    def _validate_order(self, order):
        """Extends off_order_cycle: a hub may refuse customers beyond their
        limit."""
        result = super()._validate_order(order)
        if self.hub_id.keeps_credit_limit:
            order._off_keep_credit_limit(for_staff=False)
        return result

    def _change_order(self, order, quantities, slot, tolerances=None):
        """Extends off_order_cycle: what was allowed by invoice does not grow
        beyond the limit afterwards; to take less is always possible."""
        before = order.amount_total
        result = super()._change_order(order, quantities, slot, tolerances)
        if order.currency_id.compare_amounts(order.amount_total, before) > 0:
            if order.sudo().off_invoice_later:
                order._off_draw_credit()
            elif self.hub_id.keeps_credit_limit and self.hub_id.checkout == "direct":
                order._off_keep_credit_limit(for_staff=False)
        return result

    def _check_saved(self, orders):
        """Extends: what is entered for customers, or ordered by itself, keeps to their
        limits as well."""
        result = super()._check_saved(orders)
        later = orders.sudo().filtered("off_invoice_later").with_env(orders.env)
        for order in later:
            order._off_draw_credit()
        if self.hub_id.keeps_credit_limit:
            (orders - later)._off_keep_credit_limit()
        return result
