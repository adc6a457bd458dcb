from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.website_sale.controllers.cart import Cart
from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.addons.website_sale.controllers.payment import PaymentPortal

from ..models.sale_order_checkout import LOOKING, PAYING
from ..models.website import PAYING_KEY
from .basket import Baskets


class Checkout(Baskets):
    """From the basket of a cycle to Odoo's checkout."""

    @http.route(
        "/cycles/<int:exchange_id>/checkout",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def checkout(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id)
        if request.httprequest.method == "GET":
            return request.redirect(f"/cycles/{exchange.id}#off_basket")
        try:
            order = self._prepare_cart(exchange, post)
        except UserError as error:
            return self._show(exchange, post, error.args[0])
        request.website.sale_reset()
        request.session["sale_order_id"] = order.id
        request.session[PAYING_KEY] = order.id
        return request.redirect("/shop/checkout?try_skip_step=true")

    @http.route()
    def order(self, exchange_id, **post):
        """Extends: where one chooses how to pay, nothing is ordered without."""
        if request.httprequest.method == "POST" and not post.get("order"):
            if self._get_exchange(exchange_id).hub_id.checkout == "payment":
                return self.checkout(exchange_id, **post)
        return super().order(exchange_id, **post)

    def _prepare_cart(self, exchange, post):
        """The customer's cart of this sale with what the form holds, kept aside.

        :raise UserError: names all that is short, before anybody pays
        """
        self._check_may_order(exchange)
        before = exchange._find_website_cart(request.env.user.partner_id.sudo())
        if before.off_held_until:
            # What is kept aside already stays so where the change is refused.
            return self._retry(lambda: self._hold(self._fill_cart(exchange, post)))
        order = self._fill_cart(exchange, post)
        # Others wait no longer than keeping aside takes: see ``_place_new``.
        request.env.cr.commit()
        try:
            return self._retry(lambda: self._hold(order))
        except UserError:
            (order - before).unlink()
            raise

    def _hold(self, order):
        order._off_hold(LOOKING)
        return order

    def _fill_cart(self, exchange, post):
        return exchange._get_website_cart(
            request.env.user.partner_id.sudo(),
            request.website,
            self._read_quantities(exchange, post),
            self._read_slot(exchange, post),
            self._read_tolerances(exchange, post),
        )


class CycleCart(Cart):
    @http.route()
    def cart(self, *args, **post):
        """The basket of a cycle is on its own page."""
        exchange = request.cart.off_exchange_id
        if exchange:
            return request.redirect(f"/cycles/{exchange.id}#off_basket")
        return super().cart(*args, **post)

    @http.route()
    def add_to_cart(self, *args, **kwargs):
        """Odoo's cart never mixes with an order of a cycle (rule 9)."""
        if request.cart.off_exchange_id:
            request.website.sale_reset()
            request.cart = request.env["sale.order"].sudo()
        return super().add_to_cart(*args, **kwargs)


class CycleCheckout(WebsiteSale):
    def _check_cart(self, order_sudo):
        """Extends website_sale: what waits to be paid is kept aside; where it no longer
        can be, the basket says why."""
        if order_sudo.off_exchange_id and order_sudo.state == "draft":
            try:
                Checkout()._retry(lambda: order_sudo._off_hold(LOOKING))
            except UserError:
                request.website.sale_reset()
                return request.redirect(f"/cycles/{order_sudo.off_exchange_id.id}")
        return super()._check_cart(order_sudo)


class CyclePayment(PaymentPortal):
    @http.route()
    def shop_payment_transaction(self, order_id, access_token, **kwargs):
        """Extends website_sale: nobody pays for what is gone (rule 12)."""
        order = request.cart
        if order.id == order_id and order.off_exchange_id:
            Checkout()._retry(lambda: order._off_hold(PAYING))
        return super().shop_payment_transaction(order_id, access_token, **kwargs)
