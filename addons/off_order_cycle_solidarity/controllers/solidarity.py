import re

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_order_cycle_website.controllers.checkout import LOOKING, Checkout

from ..models.sale_order import CHOICE

SESSION_KEY = "off_solidarity"  # {exchange id as text: level id as text, or "0"}
AMOUNT = re.compile(r"[0-9]+([.,][0-9]{1,2})?")
MOST = 10_000


class Solidarity(Checkout):
    """The level that a customer chooses at the basket, and what it gives."""

    @http.route(
        "/cycles/<int:exchange_id>/solidarity",
        type="jsonrpc",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def solidarity(self, exchange_id, level):
        """Remember what is chosen, as long as the session lasts."""
        exchange = self._get_exchange(exchange_id)
        chosen = request.session.get(SESSION_KEY, {})
        request.session[SESSION_KEY] = chosen | {
            str(exchange.id): str(read_id(level) or 0)
        }

    @http.route()
    def basket(self, exchange_id, quantities, gift=None, **kw):
        """Extends: what is given is in the total.

        :param gift: an amount as it was typed
        """
        told = super().basket(exchange_id, quantities, **kw)
        partner = self._get_partner()
        if not (gift and partner):
            return told
        exchange = self._get_exchange(exchange_id)
        if not exchange._get_solidarity(partner):
            return told
        try:
            amount = self._read_gift({"gift": str(gift)})
        except UserError as error:
            told["message"] = error.args[0]
            return told
        coins = round(amount / exchange.company_id.currency_id.rounding)
        if coins:
            told["fees"].append((request.env._("Gift to the solidarity fund"), coins))
            told["total"] += coins
        return told

    def _place(self, exchange, post):
        gift = self._read_gift(post)
        exchange = self._with_choice(exchange, post)
        order = super()._place(exchange, post)
        self._set_gift(order, gift)
        order._off_ensure_draws()
        return order

    def _prepare_cart(self, exchange, post):
        gift = self._read_gift(post)
        order = super()._prepare_cart(self._with_choice(exchange, post), post)
        self._set_gift(order, gift)
        # A cart that changes is given back.
        order._off_hold(LOOKING)
        return order

    def _set_gift(self, order, gift):
        if gift is not None and order.sudo().off_hub_id.solidarity_fund_id:
            order._off_set_gift(gift)

    def _with_choice(self, exchange, post):
        """``exchange`` with what the form, or before it the page's script, says."""
        text = self._get_choice_text(exchange, post)
        if text is None:
            return exchange
        level = exchange._get_solidarity_choice(self._get_partner(), text)
        return exchange.with_context(**{CHOICE: level.id})

    def _get_choice_text(self, exchange, post=None):
        text = (post or {}).get("solidarity")
        if text is None:
            return request.session.get(SESSION_KEY, {}).get(str(exchange.id))
        return text

    def _read_gift(self, post):
        """An amount, also written “2,50”; None where the form has none."""
        if "gift" not in post:
            return None
        text = (post["gift"] or "").strip()
        if not text:
            return 0.0
        amount = float(text.replace(",", ".")) if AMOUNT.fullmatch(text) else MOST + 1
        if amount > MOST:
            raise UserError(
                request.env._(
                    "“%s” is no amount that can be given. Write 2 or 2.50, or nothing.",
                    text,
                )
            )
        return amount

    def _fill_in(self, exchange, text):
        filled = super()._fill_in(exchange, text)
        partner = self._get_partner()
        if not partner or not exchange._get_solidarity(partner):
            return filled
        order = text and self._get_changeable(exchange, text)
        if order:
            gift = order._off_get_gift()
            chosen = str(order._off_get_draws().level_id.id or 0)
            filled |= {"gift": f"{gift:.2f}" if gift else "", "solidarity": chosen}
        elif (choice := self._get_choice_text(exchange)) is not None:
            filled |= {"solidarity": choice}
        return filled

    def _tell_basket(self, exchange, chosen, changed=None, slot=None):
        """Extends: what the fund pays, told to who has it."""
        told = super()._tell_basket(exchange, chosen, changed, slot)
        partner = self._get_partner()
        if not partner:
            return told
        text = self._get_choice_text(exchange)
        draws = changed._off_get_draws() if changed else None
        if text is None and changed:
            text = str(draws.level_id.id or 0)
        level = exchange._get_solidarity_choice(partner, text)
        if level:
            coin = exchange.company_id.currency_id.rounding
            available = level.fund_id.available
            if draws:
                available += draws.reserved
            # Goods and their fees: the fund pays no delivery.
            drawn = min(level._get_draw(told["quoted"] * coin), available)
            told["fees"].append((request.env._("Solidarity"), -round(drawn / coin)))
            told["total"] -= round(drawn / coin)
        return told
