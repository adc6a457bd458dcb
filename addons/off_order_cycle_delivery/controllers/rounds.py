from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request


class Rounds(http.Controller):
    """The list with which orders are brought home, on the phone of who drives."""

    @http.route("/off/rounds/<int:cycle_id>", auth="user", methods=["GET"])
    def rounds(self, cycle_id):
        cycle = request.env["off.order.cycle"].browse(cycle_id).exists()
        # On its own pages Odoo looks at one operator: here those of the user count.
        cycle = cycle.with_context(allowed_company_ids=request.env.user.company_ids.ids)
        try:
            rounds = cycle._get_rounds() if cycle else None
        except AccessError:
            rounds = None
        if rounds is None:
            # Whoever may not see it does not learn whether it exists.
            raise NotFound()
        response = request.render(
            "off_order_cycle_delivery.rounds_page", {"cycle": cycle, "rounds": rounds}
        )
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
