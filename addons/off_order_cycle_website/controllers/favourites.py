from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from .basket import Baskets

# GET is where the browser lands when the session ended and one had to log in.
CHANGE = {
    "auth": "user",
    "website": True,
    "methods": ["GET", "POST"],
    "sitemap": False,
}


class Favourites(Baskets):
    """What a customer likes to find again in a shop: products, and whole baskets."""

    @http.route()
    def cycle(self, exchange_id, saved=None, **kw):
        """Extends: the form filled with a saved basket, on top of what is chosen."""
        if not saved or request.env.user._is_public():
            return super().cycle(exchange_id, **kw)
        exchange = self._get_exchange(exchange_id)
        basket = self._get_saved(exchange, read_id(saved))
        quantities, gone = basket._fit(exchange._get_left())
        return self._show(
            exchange,
            self._fill_in(exchange, None) | self._write_in(quantities),
            gone=gone,
            filled=True,
        )

    # -- products ----------------------------------------------------------------------
    @http.route(
        "/cycles/<int:exchange_id>/like",
        type="jsonrpc",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def like(self, exchange_id, product):
        """:return: whether the product is a favourite now"""
        exchange = self._get_exchange(exchange_id)
        return self._toggle_favourite(exchange, product)

    @http.route("/cycles/<int:exchange_id>/like/form", **CHANGE)
    def like_form(self, exchange_id, like=None, **post):
        exchange = self._get_exchange(exchange_id)
        if request.httprequest.method == "GET":
            return request.redirect(f"/cycles/{exchange.id}")
        self._toggle_favourite(exchange, read_id(like))
        return self._show(exchange, post)

    def _toggle_favourite(self, exchange, product):
        offers = request.env["off.offer"].sudo()
        offer = type(product) is int and offers.search(
            [
                ("exchange_id", "=", exchange.id),
                ("product_id.product_tmpl_id", "=", product),
            ],
            limit=1,
        )
        if not offer:
            raise NotFound()
        partner = request.env.user.partner_id
        template = offer.product_id.product_tmpl_id
        return request.env["off.favourite"]._toggle(partner, template)

    # -- baskets -----------------------------------------------------------------------
    @http.route("/cycles/<int:exchange_id>/saved", **CHANGE)
    def save_basket(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id)
        return self._change_saved(
            exchange,
            post,
            lambda: request.env["off.saved.basket"]._save(
                request.env.user.partner_id,
                exchange.hub_id,
                post.pop("saved_name", ""),
                self._read_quantities(exchange, post),
            ),
        )

    @http.route("/cycles/<int:exchange_id>/saved/<int:basket_id>/rename", **CHANGE)
    def rename_basket(self, exchange_id, basket_id, **post):
        exchange = self._get_exchange(exchange_id)
        basket = self._get_saved(exchange, basket_id)
        name = post.get(f"name_{basket.id}")
        return self._change_saved(exchange, post, lambda: basket._rename(name))

    @http.route("/cycles/<int:exchange_id>/saved/<int:basket_id>/delete", **CHANGE)
    def delete_basket(self, exchange_id, basket_id, **post):
        exchange = self._get_exchange(exchange_id)
        basket = self._get_saved(exchange, basket_id)
        return self._change_saved(exchange, post, basket.unlink)

    def _change_saved(self, exchange, post, action):
        """Do it, and show the form as it was typed."""
        if request.httprequest.method == "GET":
            return request.redirect(f"/cycles/{exchange.id}")
        try:
            with request.env.cr.savepoint():
                action()
        except UserError as error:
            return self._show(exchange, post, error.args[0])
        return self._show(exchange, post)

    def _get_saved(self, exchange, basket_id):
        """A basket of one's own at this hub."""
        own = request.env["off.saved.basket"]._get_own(
            request.env.user.partner_id, exchange.hub_id
        )
        basket = own.filtered(lambda one: one.id == basket_id)
        if not basket:
            raise NotFound()
        return basket
