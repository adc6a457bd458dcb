from datetime import date

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/standing-orders"
MAX_QUANTITY = 999
MAX_WEEKS = 8
# GET is where the browser lands when the session ended and one had to log in.
CHANGE = {
    "auth": "user",
    "website": True,
    "methods": ["GET", "POST"],
    "sitemap": False,
}


class StandingHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of standing orders."""
        response = super().home(**kw)
        response.qcontext["off_standing"] = request.env["off.standing.order"]._get_own(
            request.env.user.partner_id
        )
        return response


class StandingOrders(http.Controller):
    """A customer's standing orders, plain forms that work without JavaScript.

    Customers have no access to them: pages read with sudo, and only their own.
    """

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def standing_orders(self, **kw):
        own = request.env["off.standing.order"]._get_own(request.env.user.partner_id)
        return request.render(
            "off_order_cycle_website.portal_standing_orders",
            {
                "page_name": "standing_orders",
                "running": own.filtered(lambda order: order.state != "ended"),
                "ended": own.filtered(lambda order: order.state == "ended"),
            },
        )

    @http.route(
        f"{PATH}/<int:order_id>",
        auth="user",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def standing_order(self, order_id, **kw):
        return self._show_standing(self._get_standing(order_id))

    @http.route(f"{PATH}/<int:order_id>/stop", **CHANGE)
    def stop(self, order_id, **post):
        order = self._get_standing(order_id)
        return self._change_standing(order, order._stop)

    @http.route(f"{PATH}/<int:order_id>/<int:delivery_id>/suspend", **CHANGE)
    def suspend(self, order_id, delivery_id, **post):
        order, delivery = self._get_delivery(order_id, delivery_id)
        return self._change_standing(order, delivery._suspend_by_customer)

    @http.route(f"{PATH}/<int:order_id>/<int:delivery_id>/resume", **CHANGE)
    def resume(self, order_id, delivery_id, **post):
        order, delivery = self._get_delivery(order_id, delivery_id)
        return self._change_standing(order, delivery._resume_by_customer)

    @http.route(f"{PATH}/<int:order_id>/<int:delivery_id>/place", **CHANGE)
    def place(self, order_id, delivery_id, **post):
        order, delivery = self._get_delivery(order_id, delivery_id)
        return self._change_standing(order, delivery._place_by_customer)

    @http.route(f"{PATH}/<int:order_id>/<int:delivery_id>", **CHANGE)
    def quantities(self, order_id, delivery_id, **post):
        order, delivery = self._get_delivery(order_id, delivery_id)
        if request.httprequest.method == "GET":
            return self._show_quantities(order, delivery)
        try:
            with request.env.cr.savepoint():
                quantities = self._read_quantities(order.line_ids.product_id, post)
                delivery._set_quantities_by_customer(quantities)
        except UserError as error:
            return self._show_quantities(order, delivery, post, error.args[0])
        return request.redirect(f"{PATH}/{order.id}")

    @http.route(f"{PATH}/new", **CHANGE)
    def new(self, order=None, **post):
        asked = self._get_repeatable(order)
        if request.httprequest.method == "GET":
            return self._show_new(asked)
        try:
            with request.env.cr.savepoint():
                standing = request.env["off.standing.order"]._ask_from_order(
                    asked,
                    self._read_wanted(asked, post),
                    self._read_weeks(post),
                    self._read_shortage(post),
                    self._read_day(post.get("until")),
                )
        except UserError as error:
            return self._show_new(asked, post, error.args[0])
        return request.redirect(f"{PATH}/{standing.id}")

    # -- own records only --------------------------------------------------------------
    def _get_standing(self, order_id):
        own = request.env["off.standing.order"]._get_own(request.env.user.partner_id)
        order = own.filtered(lambda one: one.id == order_id)
        if not order:
            raise NotFound()
        return order.with_company(order.company_id)

    def _get_delivery(self, order_id, delivery_id):
        order = self._get_standing(order_id)
        delivery = order.delivery_ids.filtered(lambda one: one.id == delivery_id)
        if not delivery:
            raise NotFound()
        return order, delivery

    def _get_repeatable(self, text):
        """The customer's own order that ``text`` names, if it may be repeated."""
        partner = request.env.user.partner_id
        order = (
            request.env["sale.order"]
            .sudo()
            .search([("id", "=", read_id(text)), ("partner_id", "=", partner.id)])
        )
        if not request.env["off.standing.order"]._get_repeatable(order, partner):
            raise NotFound()
        return order

    # -- reading what is asked ---------------------------------------------------------
    def _read_quantities(self, products, post):
        """``{product: whole number}`` of all ``products``."""
        return {
            product: self._read_quantity(product, post.get(f"qty_{product.id}"))
            for product in products
        }

    def _read_quantity(self, product, text):
        text = (text or "0").strip()
        number = read_id(text)
        if text.strip("0") and (not number or number > MAX_QUANTITY):
            raise UserError(
                request.env._(
                    "%(product)s: “%(quantity)s” is not a whole number up to "
                    "%(limit)s. Write 0, 1, 2…",
                    product=product.with_context(
                        display_default_code=False
                    ).display_name,
                    quantity=text,
                    limit=MAX_QUANTITY,
                )
            )
        return number

    def _read_wanted(self, order, post):
        products = order.order_line.filtered("off_offer_id").product_id
        quantities = self._read_quantities(products, post)
        return {product: number for product, number in quantities.items() if number}

    def _read_weeks(self, post):
        weeks = read_id(post.get("weeks"))
        if not 1 <= weeks <= MAX_WEEKS:
            raise UserError(request.env._("Choose how often it is delivered."))
        return weeks

    def _read_shortage(self, post):
        known = dict(request.env["off.standing.order"]._fields["shortage"].selection)
        if post.get("shortage") not in known:
            raise UserError(
                request.env._("Choose what happens when there is too little.")
            )
        return post["shortage"]

    def _read_day(self, text):
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise UserError(
                request.env._("“%s” is not a day: write it as 2026-12-31.", text)
            ) from None

    # -- showing -----------------------------------------------------------------------
    def _change_standing(self, order, action):
        """Do it and show the page again, with the reason where it could not be done."""
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    action()
            except UserError as error:
                return self._show_standing(order, error.args[0])
        return request.redirect(f"{PATH}/{order.id}")

    def _show_standing(self, order, error=None):
        coming, earlier = order._get_portal_deliveries()
        return request.render(
            "off_order_cycle_website.portal_standing_order",
            {
                "page_name": "standing_orders",
                "standing": order,
                "coming": coming,
                "earlier": earlier,
                "is_here": order.company_id == request.website.company_id,
                "error": error,
            },
        )

    def _show_quantities(self, order, delivery, post=None, error=None):
        usual = {line.product_id: line.quantity for line in order.line_ids}
        wanted = {line.product_id: line.quantity for line in delivery._get_lines()}
        return request.render(
            "off_order_cycle_website.portal_standing_delivery",
            {
                "page_name": "standing_orders",
                "standing": order,
                "delivery": delivery,
                "rows": [
                    (
                        product,
                        quantity,
                        (post or {}).get(
                            f"qty_{product.id}", f"{wanted.get(product, 0):g}"
                        ),
                    )
                    for product, quantity in usual.items()
                ],
                "error": error,
            },
        )

    def _show_new(self, order, post=None, error=None):
        quantities = {}
        for offer, quantity in order._off_get_by_offer().items():
            product = offer.product_id
            quantities[product] = quantities.get(product, 0) + quantity
        standing = request.env["off.standing.order"].sudo()
        return request.render(
            "off_order_cycle_website.portal_standing_new",
            {
                "page_name": "standing_orders",
                "asked": order,
                "hub": order.off_hub_id,
                "there": standing._get_repeating(order),
                "rows": [
                    (
                        product,
                        (post or {}).get(f"qty_{product.id}", f"{quantity:.0f}"),
                    )
                    for product, quantity in quantities.items()
                    if quantity
                ],
                "weeks": (post or {}).get("weeks", "1"),
                "max_weeks": MAX_WEEKS,
                "shortage": (post or {}).get("shortage", "take"),
                "shortages": standing._fields["shortage"]._description_selection(
                    request.env
                ),
                "until": (post or {}).get("until", ""),
                "error": error,
            },
        )
