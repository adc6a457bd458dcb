from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.off_order_cycle.engine.sheet import MAX_BYTES

from .basket import Baskets

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OrderList(Baskets):
    """One table of all that is sold, and the same as a spreadsheet. Both fill the
    basket that the shop shows: nothing is ordered before it is sent there."""

    # Not readonly: what was chosen before the log-in comes to the customer's basket.
    @http.route(
        "/cycles/<int:exchange_id>/list",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def order_list(self, exchange_id, **post):
        exchange = self._get_exchange(exchange_id)
        if request.httprequest.method == "GET":
            return self._show_list(exchange)
        try:
            self._check_open(exchange)
            quantities = self._read_quantities(exchange, post)
            on_top = self._read_tolerances(exchange, post)
            self._fill_basket(exchange, quantities, on_top)
        except UserError as error:
            return self._show_list(exchange, post, error=error.args[0])
        return request.redirect(f"/cycles/{exchange.id}#off_basket")

    @http.route(
        "/cycles/<int:exchange_id>/list.xlsx",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def download(self, exchange_id):
        exchange = self._get_exchange(exchange_id)
        self._check_list(exchange)
        basket = self._find_basket(exchange)
        content = exchange._write_order_list(
            request.env.user.partner_id.sudo(),
            basket._get_quantities(),
            basket._get_tolerances(),
        )
        name = f"{exchange.cycle_id.name}.xlsx"
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(name)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)

    @http.route(
        "/cycles/<int:exchange_id>/list/upload",
        auth="user",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def upload(self, exchange_id, **post):
        """Fill the basket with a file. Where a line has a fault nothing is taken: the
        page tells the faults, and offers to take the good lines."""
        exchange = self._get_exchange(exchange_id)
        if request.httprequest.method == "GET":
            return request.redirect(f"/cycles/{exchange.id}/list")
        try:
            self._check_open(exchange)
            good, faults = exchange._read_order_list(self._read_file(post))
            if not faults:
                self._fill_basket(
                    exchange,
                    {offer: quantity for offer, (quantity, _top) in good.items()},
                    {offer: on_top for offer, (_quantity, on_top) in good.items()},
                )
        except UserError as error:
            return self._show_list(exchange, error=error.args[0])
        if faults:
            return self._show_list(exchange, faults=faults, good=good)
        return request.redirect(f"/cycles/{exchange.id}#off_basket")

    def _read_file(self, post):
        file = post.get("file")
        if not file or isinstance(file, str) or not file.filename:
            raise UserError(
                request.env._("Choose the file first: the list with your quantities.")
            )
        return file.read(MAX_BYTES + 1)

    def _fill_basket(self, exchange, quantities, tolerances):
        """Make the basket what the list says.

        :param quantities: ``{off.offer: quantity}``
        :param tolerances: the same of what is accepted on top, of some
        """
        basket = self._find_basket(exchange, create=True)
        every = dict.fromkeys(basket._get_quantities(), 0)
        every |= {offer.id: quantity for offer, quantity in quantities.items()}
        on_top = dict.fromkeys(every, 0)
        on_top |= {offer.id: quantity for offer, quantity in tolerances.items()}
        self._retry(lambda: basket._set_quantities(every, on_top))

    def _check_list(self, exchange):
        if not exchange._takes_orders():
            raise NotFound()

    def _show_list(self, exchange, post=None, error=None, faults=(), good=None):
        """
        :param post: the form as it was filled
        :param faults: ``[(line, text)]`` of an uploaded file
        :param good: ``{off.offer: (quantity, accepted on top)}`` of its lines without
            fault
        """
        if not exchange._takes_orders():
            return request.redirect(f"/cycles/{exchange.id}")
        partner = request.env.user.partner_id.sudo()
        asked = post
        if post is None:
            basket = self._find_basket(exchange)
            asked = {
                f"{name}_{key}": f"{number}"
                for name, numbers in (
                    ("qty", basket._get_quantities()),
                    ("tol", basket._get_tolerances()),
                )
                for key, number in numbers.items()
            }
        return request.render(
            "off_order_cycle_website.order_list",
            {
                "exchange": exchange,
                **exchange._get_order_list(partner),
                "asked": asked,
                "error": error,
                "faults": faults,
                "good": good or {},
                "has_good": any(quantity for quantity, _top in (good or {}).values()),
            },
        )
