import csv
import io

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import content_disposition, request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_hub_network_portal.controllers.light import LightPages

from ..models.res_partner import PAST, PAST_PAGE, RUNNING

PATH = "/my/network/orders"
# A table would take what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
GET = {"auth": "user", "website": True, "sitemap": False, "methods": ["GET"]}


class OrdersPage(LightPages, http.Controller):
    """What is ordered of a producer: of its own, of all operators that it supplies."""

    # Not readonly: the address of a purchase order may need a token.
    @http.route(PATH, **GET)
    def orders(self, page="1", **kw):
        """What is coming, who sells it, and what was ordered."""
        producer = self._get_own_producer()
        past = producer._off_get_supplied(PAST)
        pages = max(-(-len(past) // PAST_PAGE), 1)
        number = min(max(read_id(page) or 1, 1), pages)
        shown = past[(number - 1) * PAST_PAGE : number * PAST_PAGE]
        running = producer._off_get_supplied(RUNNING)
        return self._render(
            "off_order_cycle_portal.orders",
            {
                "page": "orders",
                "running": producer._off_get_supplies(running),
                "past": producer._off_get_supplies(shown),
                "number": number,
                "pages": pages,
                "purchases": producer._off_get_purchases(),
            },
        )

    @http.route(f"{PATH}/<int:exchange_id>", **GET)
    def sheet(self, exchange_id, **kw):
        """One sale on one sheet, to be printed."""
        producer = self._get_own_producer()
        edge = self._get_supplied(producer, exchange_id)
        return self._render(
            "off_order_cycle_portal.sheet",
            {
                "page": "orders",
                "edge": edge,
                "supply": edge._get_supplies()[edge],
            },
        )

    @http.route([f"{PATH}.csv", f"{PATH}/<int:exchange_id>.csv"], **GET)
    def download(self, exchange_id=None, **kw):
        """Quantities for each pickup, of one sale or of all that run."""
        producer = self._get_own_producer()
        if exchange_id:
            edges = self._get_supplied(producer, exchange_id)
        else:
            edges = producer._off_get_supplied(RUNNING)
        text = self._write_csv(edges)
        headers = [
            ("Content-Type", "text/csv; charset=utf-8"),
            ("Content-Disposition", content_disposition("orders.csv")),
            ("Cache-Control", "private, no-store"),
        ]
        # Programs of office take it for UTF-8 by its first bytes.
        return request.make_response(text.encode("utf-8-sig"), headers)

    def _get_own_producer(self):
        return self._get_producer().with_env(request.env)

    def _get_supplied(self, producer, exchange_id):
        edges = producer._off_get_supplied(RUNNING + PAST)
        edge = edges.filtered(lambda one: one.id == exchange_id)
        if not edge:
            raise NotFound()
        return edge

    def _write_csv(self, edges):
        env = request.env
        stream = io.StringIO()
        write = csv.writer(stream, delimiter=";", lineterminator="\r\n").writerow
        write(
            [
                env._("Operator"),
                env._("Sale"),
                env._("Status"),
                env._("Hub"),
                env._("Pickup"),
                env._("Day"),
                env._("Product"),
                env._("Quantity"),
                env._("Unit"),
                env._("Weight (kg)"),
                env._("Amount"),
                env._("Currency"),
            ]
        )
        states = self._get_states()
        number = env["product.product"]._off_write_quantity
        for edge, supply in edges._get_supplies().items():
            for part in supply["parts"]:
                slot = part["slot"]
                day = edge.cycle_id._to_local(slot.date_start).date().isoformat()
                for row in part["rows"]:
                    write(
                        self._defuse(
                            edge.company_id.name,
                            edge.cycle_id.name,
                            states[supply["state"]],
                            slot.exchange_id.hub_id.name,
                            slot.point_id.name,
                            day,
                            row["name"],
                            number(row["quantity"]),
                            row["unit"],
                            number(round(row["weight"], 3)),
                            number(row["amount"]),
                            edge.company_id.currency_id.name,
                        )
                    )
        return stream.getvalue()

    def _get_states(self):
        env = request.env
        return {
            "live": env._("provisional"),
            "ordered": env._("ordered"),
            "received": env._("delivered"),
            "cancel": env._("cancelled"),
        }

    def _defuse(self, *cells):
        return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]
