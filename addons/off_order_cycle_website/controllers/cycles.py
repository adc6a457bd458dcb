import random
import re
import time

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure
from werkzeug.exceptions import NotFound

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request

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
        return request.render(
            "off_order_cycle_website.cycles",
            {"exchanges": exchanges.sorted(lambda edge: edge.cycle_id.date_close)},
        )

    # Not readonly: the link to one's own order may need a new access token.
    @http.route("/cycles/<int:exchange_id>", auth="public", website=True, sitemap=False)
    def cycle(self, exchange_id):
        return self._show(self._get_exchange(exchange_id))

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

    def _place(self, exchange, post):
        """Place the order, again where other buyers of the same goods came between.

        Odoo tries a request again five times and then shows its error page. Here the
        customer is told, and finds the form as it was filled.
        """
        for attempt in range(ATTEMPTS):
            try:
                with request.env.cr.savepoint():
                    return exchange._place_website_order(
                        request.env.user.partner_id.sudo(),
                        self._read_quantities(exchange, post),
                        self._read_slot(exchange, post),
                    )
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

    def _get_exchange(self, exchange_id):
        Exchange = self._get_exchanges()
        exchange = Exchange.search(
            [
                ("id", "=", exchange_id),
                *Exchange._get_website_domain(request.website.company_id),
            ]
        )
        if not exchange:
            raise NotFound()
        return exchange

    def _read_quantities(self, exchange, post):
        """``{offer: quantity}`` of what is asked in the form, more than zero."""
        offers = {f"qty_{offer.id}": offer for offer in exchange.offer_ids}
        asked = {
            key: value.strip()
            for key, value in post.items()
            if key.startswith("qty_") and isinstance(value, str) and value.strip()
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
        return exchange.slot_ids.filtered(lambda slot: str(slot.id) == post.get("slot"))

    # -- showing -----------------------------------------------------------------------
    def _show(self, exchange, post=None, error=None):
        is_public = request.env.user._is_public()
        cycle = exchange.cycle_id
        is_open = cycle.state == "open" and fields.Datetime.now() < cycle.date_close
        return request.render(
            "off_order_cycle_website.cycle",
            {
                "exchange": exchange,
                "is_open": is_open,
                "is_public": is_public,
                "producers": exchange._get_order_form() if is_open else [],
                "order_fees": exchange._get_order_fees() if is_open else [],
                "slots": exchange.slot_ids,
                "orders": [] if is_public else self._get_own_orders(exchange),
                "asked": post or {},
                "error": error,
            },
        )

    def _get_own_orders(self, exchange):
        """``[(name, address)]`` of what the customer ordered here before."""
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
        return [(order.name, order.get_portal_url()) for order in orders]
