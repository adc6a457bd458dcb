from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from .cycles import MAX_QUANTITY, Cycles

SESSION_KEY = "off_baskets"  # {exchange id as text: token}
MAX_CHANGES = 10_000


class Baskets(Cycles):
    """What is chosen in a shop, kept while one chooses: of a customer by its account,
    of a visitor by its session."""

    @http.route(
        "/cycles/<int:exchange_id>/basket",
        type="jsonrpc",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def basket(self, exchange_id, quantities, slot=None, order=None, tolerances=None):
        """Keep what was changed, and tell what all of it costs.

        :param quantities: ``{offer id as text: whole units}`` of what was changed; all
            of it where ``order`` is told
        :param tolerances: ``{offer id as text: whole units}`` accepted on top of them
        :param slot: id of the pickup that is chosen
        :param order: id of the order that is being changed: nothing is kept, that is
            what its form is for
        :return: what ``_tell_basket`` does
        """
        exchange = self._get_exchange(exchange_id)
        self._check_open(exchange)
        asked = self._read_changes(exchange, quantities)
        changed = self._get_changeable(exchange, str(order)) if order else None
        slots = self._get_slots(exchange, changed)
        slot = slots.filtered(lambda one: one.id == slot)
        if order:
            return self._tell_basket(exchange, asked, changed, slot)
        basket = self._find_basket(exchange, create=True)
        on_top = self._read_changes(exchange, tolerances or {})
        self._retry(lambda: basket._set_quantities(asked, on_top))
        if slot and basket.slot_id != slot:
            basket.slot_id = slot
        chosen = basket._get_quantities()
        return self._tell_basket(exchange, chosen, slot=slot)

    @http.route(
        "/cycles/<int:exchange_id>/keep",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def keep(self, exchange_id, **post):
        """A visitor wants to order: what the form holds is kept over the log-in."""
        exchange = self._get_exchange(exchange_id)
        try:
            self._check_open(exchange)
            quantities = self._read_quantities(exchange, post)
            tolerances = self._read_tolerances(exchange, post)
        except UserError as error:
            return self._show(exchange, post, error.args[0])
        basket = self._find_basket(exchange, create=True)
        every = dict.fromkeys(basket._get_quantities(), 0)
        every |= {offer.id: quantity for offer, quantity in quantities.items()}
        basket._set_quantities(
            every, {offer.id: quantity for offer, quantity in tolerances.items()}
        )
        basket.slot_id = self._read_slot(exchange, post)
        return request.redirect(
            f"/web/login?redirect=/cycles/{exchange.id}%23off_basket"
        )

    def _check_open(self, exchange):
        cycle = exchange.cycle_id
        if cycle.state != "open" or fields.Datetime.now() >= cycle.date_close:
            raise UserError(
                request.env._("This sale is closed: it takes no more orders.")
            )

    def _read_changes(self, exchange, quantities):
        """``{offer id: whole units}``"""
        if not isinstance(quantities, dict) or len(quantities) > MAX_CHANGES:
            raise NotFound()
        asked = {}
        for key, quantity in quantities.items():
            offer = read_id(key)
            if not offer or type(quantity) is not int:
                raise NotFound()
            asked[offer] = min(max(quantity, 0), MAX_QUANTITY)
        return asked

    def _tell_basket(self, exchange, chosen, changed=None, slot=None):
        """What the basket costs.

        :param chosen: ``{offer id: whole units}``
        :param changed: the order that it changes, whose prices and fees are frozen
            (rules 10 and 18)
        :param slot: the pickup that is chosen
        :return: ``{"goods", "total": in the smallest coin, "fees": [(name, amount, or
            a text where it is not known yet)], "quoted": goods and fees of the sale
            alone, "left": {offer id as text: what is left of it}, "packs": {offer id as
            text: what _get_pack_progress tells of it}, "message": text}``
        """
        held = self._get_held(exchange, changed)
        left = exchange._get_left(held, list(chosen))
        offers = request.env["off.offer"].sudo().browse(chosen)
        quote = exchange._quote(
            {offer: chosen[offer.id] for offer in offers if offer.id in left}, changed
        )
        coin = exchange.company_id.currency_id.rounding
        others = [(name, round(amount / coin)) for name, amount in quote["others"]]
        total = round(quote["total"] / coin)
        return {
            "goods": round(quote["goods"] / coin),
            "fees": [(name, round(amount / coin)) for name, amount in quote["fees"]]
            + others,
            "total": total,
            "quoted": total - sum(amount for _name, amount in others),
            "left": {str(offer): left.get(offer, 0) for offer in chosen},
            "packs": exchange._get_pack_progress(list(chosen), changed),
            "message": "",
        }

    # -- whose basket ------------------------------------------------------------------
    def _find_basket(self, exchange, create=False):
        Basket = request.env["off.basket"].sudo()
        find = Basket._ensure if create else Basket._find
        tokens = request.session.get(SESSION_KEY, {})
        token = tokens.get(str(exchange.id))
        if not request.env.user._is_public():
            partner = request.env.user.partner_id
            basket = find(exchange, partner)
            if token:
                # Chosen before the log-in.
                Basket._find(exchange, token=token)._give_to(partner)
                request.session[SESSION_KEY] = {
                    key: value for key, value in tokens.items() if value != token
                }
                basket = find(exchange, partner)
            return basket
        basket = find(exchange, token=token)
        if basket and basket.token != token:
            request.session[SESSION_KEY] = tokens | {str(exchange.id): basket.token}
        return basket

    def _fill_in(self, exchange, text):
        filled = super()._fill_in(exchange, text)
        if filled or text:
            return filled
        basket = self._find_basket(exchange)
        if not basket:
            return {}
        return {
            "slot": str(basket.slot_id.id or ""),
            **{
                f"qty_{key}": f"{number}"
                for key, number in basket._get_quantities().items()
            },
            **{
                f"tol_{key}": f"{number}"
                for key, number in basket._get_tolerances().items()
            },
        }

    def _place(self, exchange, post):
        order = super()._place(exchange, post)
        if not post.get("order"):
            self._find_basket(exchange).unlink()
        return order

    def _get_held(self, exchange, changed):
        """What is kept aside for this customer counts as left for it."""
        if changed:
            return changed._off_get_by_offer()
        if request.env.user._is_public():
            return {}
        cart = exchange._find_website_cart(request.env.user.partner_id)
        return cart._off_get_by_offer() if cart.off_held_until else {}
