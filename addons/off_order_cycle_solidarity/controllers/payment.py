from odoo import http
from odoo.http import request

from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.addons.website_sale.controllers.payment import PaymentPortal

# Id of the order that is being paid, of which a fund may pay a part.
PAID = "off_solidarity_order"


class SolidarityCheckout(WebsiteSale):
    def _get_shop_payment_values(self, order, **kwargs):
        """Extends website_sale: the customer pays what the fund does not."""
        values = super()._get_shop_payment_values(order, **kwargs)
        if drawn := order._off_get_drawn():
            values["amount"] = order.currency_id.round(order.amount_total - drawn)
        return values


class SolidarityPayment(PaymentPortal):
    @http.route()
    def shop_payment_transaction(self, order_id, access_token, **kwargs):
        """Extends website_sale, which lets nobody pay less than the whole order: what
        is paid is set where the transaction is made."""
        order = request.cart
        if order.id == order_id and order.off_exchange_id:
            drawn = order._off_get_drawn()
            asked = kwargs.get("amount")
            rest = order.currency_id.round(order.amount_total - drawn)
            if drawn and (
                asked is None or order.currency_id.compare_amounts(asked, rest) == 0
            ):
                kwargs["amount"] = order.amount_total
                request.update_context(**{PAID: order_id})
        return super().shop_payment_transaction(order_id, access_token, **kwargs)

    def _create_transaction(self, *args, custom_create_values=None, **kwargs):
        if order_id := request.env.context.get(PAID):
            order = request.env["sale.order"].sudo().browse(order_id)
            kwargs["amount"] = order.currency_id.round(
                order.amount_total - order._off_get_drawn()
            )
        return super()._create_transaction(
            *args, custom_create_values=custom_create_values, **kwargs
        )
