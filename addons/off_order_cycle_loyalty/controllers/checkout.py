from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.off_order_cycle_website.controllers.checkout import (
    Checkout,
    CycleCheckout,
)


class WalletCheckout(CycleCheckout):
    @route(
        "/shop/off/wallet",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def use_wallet(self, amount="", **post):
        """How much of the order of a cycle that this session pays its customer takes
        from its eWallet."""
        order = request.cart
        if order.off_exchange_id and order.partner_id == request.env.user.partner_id:
            try:
                asked = self._read_amount(amount)
                Checkout()._retry(lambda: order._off_use_wallet(asked))
            except UserError as error:
                request.session["off_wallet_error"] = (error.args[0], amount)
        return request.redirect("/shop/payment")

    def _read_amount(self, text):
        try:
            amount = float(text.strip().replace(",", ".").replace("\xa0", "") or 0)
        except ValueError:
            amount = -1
        # Neither “nan” nor “inf”.
        if not 0 <= amount < 1e9:
            raise UserError(
                request.env._("“%s” is not an amount. Write 5, 7.50…", text[:40])
            )
        return amount

    def _get_shop_payment_values(self, order, **kwargs):
        values = super()._get_shop_payment_values(order, **kwargs)
        error, typed = request.session.pop("off_wallet_error", None) or (None, None)
        return {**values, "off_wallet_error": error, "off_wallet_typed": typed}

    @route()
    def shop_payment_validate(self, sale_order_id=None, **post):
        """Extends website_sale: what an eWallet pays as a whole is validated here,
        and may be sold out since the page was shown."""
        order = request.cart
        if sale_order_id is None and order.off_exchange_id and not order.amount_total:
            if redirection := self._check_cart(order):
                return redirection
            if order.amount_total:
                return request.redirect("/shop/payment")
        return super().shop_payment_validate(sale_order_id=sale_order_id, **post)
