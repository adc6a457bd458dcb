from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class PickupCalendar(http.Controller):
    @http.route(
        "/cycles/calendar/<int:partner_id>/<string:token>.ics",
        auth="public",
        website=True,
        readonly=True,
        sitemap=False,
        multilang=False,
    )
    def calendar(self, partner_id, token):
        partner = request.env["res.partner"].sudo().browse(partner_id).exists()
        if not partner or not partner._off_is_calendar_token(token):
            raise NotFound()
        partner = partner.with_context(lang=partner.lang or request.env.lang)
        return request.make_response(
            partner._off_get_calendar(request.website.get_base_url()),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", 'inline; filename="pickups.ics"'),
                # Its address is a key: it goes to no search engine.
                ("X-Robots-Tag", "noindex"),
            ],
        )
