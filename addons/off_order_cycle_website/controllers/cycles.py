import random
import re
import secrets
import time

from markupsafe import Markup
from psycopg2.errors import (
    DeadlockDetected,
    LockNotAvailable,
    SerializationFailure,
    UniqueViolation,
)
from werkzeug.exceptions import NotFound, abort

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.json import scriptsafe as json_scriptsafe

from odoo.addons.off_hub_network.tools.typed import read_id

FORM_KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
MAX_QUANTITY = 99_999
# Buyers of the same last units get in each other's way: all but one start again.
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)
ATTEMPTS = 12


class Cycles(http.Controller):
    """Order pages, plain forms that work without JavaScript.

    Customers have no access to cycles: pages read with sudo, and only what the
    company of the website sells.
    """

    @http.route("/cycles", auth="public", website=True, readonly=True, sitemap=True)
    def cycles(self):
        Exchange = self._get_exchanges()
        exchanges = Exchange.search(
            Exchange._get_website_open_domain(request.website.company_id)
        )
        partner = self._get_partner()
        exchanges = exchanges.filtered(
            lambda edge: edge._for_customer(partner)._is_shown()
        )
        return request.render(
            "off_order_cycle_website.cycles",
            {
                "exchanges": exchanges.sorted(lambda edge: edge.cycle_id.date_close),
                **self._get_follow_values(),
            },
        )

    # Not readonly: the link to one's own order may need a new access token.
    @http.route("/cycles/<int:exchange_id>", auth="public", website=True, sitemap=False)
    def cycle(self, exchange_id, order=None, again=None):
        exchange = self._get_exchange(exchange_id, at_door=True)
        if not exchange._get_access().sees:
            return self._show_door(exchange)
        if again and not order and not request.env.user._is_public():
            quantities, gone = exchange._get_order_again(request.env.user.partner_id)
            return self._show(
                exchange, self._write_in(quantities), gone=gone, filled=True
            )
        return self._show(exchange, self._fill_in(exchange, order))

    # GET is where the browser lands when the session ended and one had to log in.
    @http.route(
        "/cycles/<int:exchange_id>/order",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def order(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id)
        if request.httprequest.method == "GET":
            return request.redirect(f"/cycles/{exchange.id}")
        try:
            order = self._place(exchange, post)
        except UserError as error:
            return self._show(exchange, post, error.args[0])
        return request.redirect(order.get_portal_url())

    @http.route(
        "/cycles/<int:exchange_id>/cancel",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def cancel(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id)
        order = self._get_changeable(exchange, post.get("order"))
        if not order:
            return self._show(exchange, post, self._say_unchangeable())
        try:
            self._retry(order._action_cancel)
        except UserError as error:
            return self._show(exchange, post, error.args[0])
        return request.redirect(order.get_portal_url())

    def _place(self, exchange, post):
        """Place an order, or change the one that the form is about."""
        quantities = self._read_quantities(exchange, post)
        tolerances = self._read_tolerances(exchange, post)
        slot = self._read_slot(exchange, post)
        if not post.get("order"):
            self._check_may_order(exchange)
            key = self._get_form_key(exchange, post)
            return self._find_sent(key) or self._place_new(
                exchange, quantities, slot, tolerances, key
            )
        order = self._get_changeable(exchange, post["order"])
        if not order:
            raise UserError(self._say_unchangeable())
        return self._retry(
            lambda: exchange._change_order(order, quantities, slot, tolerances)
        )

    def _get_form_key(self, exchange, post):
        """What tells one filled form from another; None of forms without a key."""
        sent = FORM_KEY.fullmatch(post.get("form") or "")
        partner = request.env.user.partner_id
        return sent and f"{partner.id}-{exchange.id}-{sent[0]}"

    def _find_sent(self, key, wait=False):
        """The order that a form has become already."""
        Order = request.env["sale.order"].sudo()
        if not key:
            return Order
        order = Order.search([("off_form_key", "=", key)])
        if wait and not order:
            raise UserError(
                request.env._(
                    "This form was sent twice at once. Look at your orders before you "
                    "send it again."
                )
            )
        return order

    def _place_new(self, exchange, quantities, slot, tolerances, form_key=None):
        """Write the order first and validate it in a transaction of its own: buyers of
        the same goods wait for each other no longer than reserving takes, a fifth of
        the whole."""
        partner = request.env.user.partner_id.sudo()
        exchange = exchange.with_context(off_form_key=form_key)
        try:
            with request.env.cr.savepoint():
                order = exchange._draft_order(partner, quantities, slot, tolerances)
        except UniqueViolation:
            # The same form came twice: a double click, a network that sends again.
            request.env.cr.rollback()
            return self._find_sent(form_key, wait=True)
        request.env.cr.commit()
        try:
            self._retry(lambda: exchange._validate_order(order))
        except UserError:
            # What could not be had is not left behind as a cart.
            order.unlink()
            raise
        return order

    def _check_may_order(self, exchange):
        if not exchange._get_access().orders:
            raise UserError(
                request.env._(
                    "Only members of %s order here. Ask to become a member: the hub "
                    "answers you.",
                    exchange.hub_id.name,
                )
            )

    def _say_unchangeable(self):
        return request.env._(
            "This order can no longer be changed here. If it has to be, ask the hub."
        )

    def _get_changeable(self, exchange, text):
        """The customer's own order that ``text`` names, if it may be changed."""
        if not text:
            return request.env["sale.order"]
        return exchange._get_changeable_order(
            request.env.user.partner_id, read_id(text)
        )

    def _fill_in(self, exchange, text):
        """The form filled with the order that ``text`` names, empty without one."""
        order = text and self._get_changeable(exchange, text)
        if not order:
            return {}
        return {
            "order": str(order.id),
            "slot": str(order.off_slot_id.id),
            **self._write_in(order._off_get_by_offer()),
            **self._write_in(order._off_get_tolerances(), "tol_"),
        }

    def _write_in(self, quantities, name="qty_"):
        """:param quantities: ``{off.offer: quantity}``"""
        return {
            f"{name}{offer.id}": f"{quantity:g}"
            for offer, quantity in quantities.items()
            if quantity
        }

    def _retry(self, action):
        """Do it, again where other buyers of the same goods came between.

        Odoo tries a request again five times and then shows its error page. Here the
        customer is told, and finds the form as it was filled.
        """
        for attempt in range(ATTEMPTS):
            try:
                with request.env.cr.savepoint():
                    return action()
            except BUSY:
                # Nothing else was written: begin anew, and see what they left.
                request.env.cr.rollback()
                time.sleep(random.uniform(0, 0.05 * (attempt + 1)))
        raise UserError(
            request.env._(
                "Too many people are ordering the same products right now. Nothing "
                "was ordered: try again in a moment."
            )
        )

    # -- reading what is asked ---------------------------------------------------------
    def _get_exchanges(self):
        company = request.website.company_id
        return request.env["off.exchange"].sudo().with_company(company)

    def _get_partner(self):
        """Who looks: empty for a visitor."""
        user = request.env.user
        return request.env["res.partner"] if user._is_public() else user.partner_id

    def _get_exchange(self, exchange_id, at_door=False):
        """What is sold, as who looks sees it.

        :param at_door: also where it may not look; otherwise it is led to the page that
            says why
        """
        Exchange = self._get_exchanges()
        exchange = Exchange.search_fetch(
            [
                ("id", "=", exchange_id),
                *Exchange._get_website_domain(request.website.company_id),
            ],
            ["cycle_id", "hub_id", "company_id"],
        )
        if not exchange:
            raise NotFound()
        exchange = exchange._for_customer(self._get_partner())
        if not exchange._is_shown():
            raise NotFound()
        if not at_door and not exchange._get_access().sees:
            abort(request.redirect(f"/cycles/{exchange.id}"))
        return exchange

    def _read_quantities(self, exchange, post):
        """``{offer: quantity}`` of what is asked in the form, more than zero."""
        return self._read_numbers(exchange, post, "qty_")

    def _read_tolerances(self, exchange, post):
        """``{offer: quantity}`` of what is accepted on top, more than zero."""
        return self._read_numbers(exchange, post, "tol_")

    def _read_numbers(self, exchange, post, name):
        """
        :param name: what the names of the inputs begin with, the id of an offer follows
        """
        hidden = exchange._get_hidden_products()
        offers = {
            f"{name}{offer.id}": offer
            for offer in exchange.offer_ids
            if offer.product_id.id not in hidden
        }
        asked = {
            key: value.strip()
            for key, value in post.items()
            if key.startswith(name) and isinstance(value, str) and value.strip()
        }
        quantities = {}
        for key, text in asked.items():
            if key in offers:
                quantity = self._read_quantity(text, offers[key].product_id)
                quantities[offers[key]] = quantity
            elif text != "0":
                raise UserError(
                    request.env._(
                        "A product that you chose is no longer sold in this cycle: "
                        "check your quantities and send them again."
                    )
                )
        return {offer: quantity for offer, quantity in quantities.items() if quantity}

    def _read_quantity(self, text, product):
        """A whole number, also written “2,0”."""
        names = {"quantity": text, "product": product.display_name}
        if not NUMBER.fullmatch(text):
            raise UserError(
                request.env._(
                    "%(product)s: “%(quantity)s” is not a number. Write 1, 2, 3…",
                    **names,
                )
            )
        quantity = float(text.replace(",", "."))
        if quantity < 0:
            raise UserError(
                request.env._(
                    "%(product)s: “%(quantity)s” is negative. Write 0 or more.", **names
                )
            )
        if quantity > MAX_QUANTITY:
            raise UserError(
                request.env._("%(product)s: “%(quantity)s” is too much.", **names)
            )
        if not quantity.is_integer():
            raise UserError(
                request.env._(
                    "%(product)s: “%(quantity)s” is not a whole number. Only whole "
                    "quantities can be ordered: write 1, 2, 3…",
                    **names,
                )
            )
        return int(quantity)

    def _read_slot(self, exchange, post):
        return exchange._get_shown_slots().filtered(
            lambda slot: str(slot.id) == post.get("slot")
        )

    def _show_door(self, exchange):
        """What who may not look at a sale is told, and how to get in."""
        return request.render(
            "off_order_cycle_website.door",
            {"exchange": exchange, "access": exchange._get_access()},
        )

    # -- showing -----------------------------------------------------------------------
    def _show(self, exchange, post=None, error=None, gone=None, filled=False):
        """The page of a cycle.

        :param post: the form as it was filled
        :param error: what is wrong with it
        :param gone: product.product of the last order that are not to be had
        :param filled: the form holds what is not in the basket yet
        """
        is_public = request.env.user._is_public()
        cycle = exchange.cycle_id
        is_open = cycle.state == "open" and fields.Datetime.now() < cycle.date_close
        asked = post or {}
        changed = is_open and self._get_changeable(exchange, asked.get("order"))
        personal = self._get_personal(exchange)
        held = {}
        if is_open and (changed or personal.get("holds")):
            held = self._get_held(exchange, changed)
        orders = self._get_own_orders(exchange) if personal.get("ordered") else []
        return request.render(
            "off_order_cycle_website.cycle",
            {
                "exchange": exchange,
                "is_open": is_open,
                "is_public": is_public,
                **self._get_shop_values(exchange, held, asked, is_open, changed),
                "changed": changed,
                "slots": self._get_slots(exchange, changed),
                "access": exchange._get_access(),
                "orders": orders,
                "asked": asked,
                "gone": gone,
                "filled": filled,
                "again": is_open
                and not (asked or gone or orders)
                and personal.get("last"),
                "error": error,
                "personal": personal,
                "form_key": secrets.token_urlsafe(12),
                **self._tell_personal(personal),
                "follow": not personal.get("known"),
            },
        )

    def _get_personal(self, exchange):
        """What is known of whoever is logged in, nothing of a visitor."""
        if request.env.user._is_public():
            return {}
        return exchange._get_personal(request.env.user.partner_id)

    def _tell_personal(self, personal):
        """The same for the page's script, and for browsers without one."""
        if not personal:
            return {}
        liked = personal["favourites"]
        hearts = ",".join(f'.o_off_heart[value="{one}"]' for one in liked)
        return {
            "personal_data": Markup(  # noqa: S704
                json_scriptsafe.dumps({"favourites": liked})
            ),
            # Numbers alone.
            "personal_style": Markup(  # noqa: S704
                f"{hearts}{{color:#b3261e}}" if hearts else ""
            ),
        }

    def _get_follow_values(self):
        """Hubs of this website that do not tell whoever looks when they open."""
        user = request.env.user
        seen = ["public"] if user._is_public() else ["public", "registered"]
        hubs = (
            request.env["off.hub"]
            .sudo()
            .search(
                [
                    ("company_id", "=", request.website.company_id.id),
                    ("seen_by", "in", seen),
                ]
            )
        )
        if not user._is_public():
            hubs -= user.partner_id.sudo()._off_get_followed_hubs(hubs)
        return {"follow": hubs, "is_public": user._is_public()}

    def _get_shop_values(self, exchange, held, asked, is_open, changed=None):
        """Products, what they can be filtered by, and both for the page's script."""
        if not is_open:
            return {"shop": None, "minimums": []}
        shop, left = exchange._get_shop_page(), exchange._get_left(held)
        packs, minimums = exchange._get_shop_progress(changed)
        return {
            "shop": shop,
            "minimums": minimums,
            "products": shop.join(left, asked, packs),
            "data": shop.get_data(left, exchange.company_id.currency_id, packs),
        }

    def _get_slots(self, exchange, changed):
        """Among which the customer chooses; the one of an order stays."""
        slots = exchange._get_shown_slots()
        return slots | changed.off_slot_id if changed else slots

    def _get_held(self, exchange, changed):
        """:return: ``{offer: quantity}`` that is reserved for this customer already"""
        return changed._off_get_by_offer() if changed else {}

    def _get_own_orders(self, exchange):
        """``[(name, address, address to change it or None)]`` of what the customer
        ordered here before."""
        orders = (
            request.env["sale.order"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", request.env.user.partner_id.id),
                    ("off_exchange_id", "=", exchange.id),
                    ("state", "=", "sale"),
                ]
            )
        )
        return [
            (
                order.name,
                order.get_portal_url(),
                f"/cycles/{exchange.id}?order={order.id}"
                if self._get_changeable(exchange, str(order.id))
                else None,
            )
            for order in orders
        ]
