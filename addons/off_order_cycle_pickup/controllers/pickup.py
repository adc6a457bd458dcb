from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/pickup"
MOST_ACTS = 200


class PickupHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of pickups where there is one to keep."""
        response = super().home(**kw)
        kept = request.env["off.pickup.slot"]._off_find_kept()
        response.qcontext["off_pickups"] = bool(kept)
        return response


class Pickup(http.Controller):
    """Handing over at pickups, for staff and volunteers alike.

    Volunteers have no right to read any of it: each route asks first whether the user
    hands over at this pickup, then reads and writes with all rights.
    """

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def pickups(self, **kw):
        return request.render(
            "off_order_cycle_pickup.portal_pickups",
            {
                "page_name": "pickups",
                "slots": request.env["off.pickup.slot"]._off_find_kept(),
            },
        )

    @http.route(f"{PATH}/<int:slot_id>", auth="user", website=True, sitemap=False)
    def pickup(self, slot_id, day="", **kw):
        try:
            slots = self._open(slot_id, bool(day))
        except AccessError:
            raise NotFound() from None
        return request.render(
            "off_order_cycle_pickup.pickup_page",
            {
                "slot": slots[0],
                "no_header": True,
                "no_footer": True,
                "props": {
                    "slotId": slot_id,
                    "day": bool(day),
                    "userId": request.env.uid,
                    "database": request.db,
                },
            },
        )

    @http.route(f"{PATH}/<int:slot_id>/load", type="jsonrpc", auth="user")
    def load(self, slot_id, day=False, lang=None):
        return self._open(slot_id, day, lang)._off_read()

    @http.route(f"{PATH}/<int:slot_id>/act", type="jsonrpc", auth="user")
    def act(self, slot_id, acts, day=False, lang=None):
        if not isinstance(acts, list) or len(acts) > MOST_ACTS:
            raise UserError(request.env._("This cannot be read: load the page again."))
        return self._open(slot_id, day, lang)._off_act(acts)

    @http.route(f"{PATH}/<int:slot_id>/close", type="jsonrpc", auth="user")
    def close(self, slot_id, key, choices, day=False, lang=None):
        return self._open(slot_id, day, lang)._off_close(key, choices)

    def _open(self, slot_id, day, lang=None):
        """
        :param lang: that of the page, which may be another than its reader's
        """
        if lang in dict(request.env["res.lang"].get_installed()):
            request.update_context(lang=lang)
        return request.env["off.pickup.slot"]._off_open_for(slot_id, bool(day))
