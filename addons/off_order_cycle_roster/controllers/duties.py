import random
import time

from psycopg2.errors import DeadlockDetected, LockNotAvailable, SerializationFailure
from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/duties"
# Who wants the same place gets in each other's way: all but one start again.
BUSY = (DeadlockDetected, LockNotAvailable, SerializationFailure)
ATTEMPTS = 12
VIEWS = ("all", "mine", "open")
# GET is where the browser lands when the session ended and one had to log in.
CHANGE = {
    "auth": "user",
    "website": True,
    "methods": ["GET", "POST"],
    "sitemap": False,
}


class DutiesHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of duties."""
        response = super().home(**kw)
        hubs = request.env["off.duty.member"]._get_hubs(request.env.user.partner_id)
        response.qcontext["off_duties"] = bool(hubs.duty_ids)
        return response


class Duties(http.Controller):
    """The roster of a member's hubs, plain forms that work without JavaScript.

    Members have no access to it: pages read with sudo, and only of the hubs where they
    order.
    """

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def duties(self, show="all", **kw):
        return self._show(show)

    @http.route(f"{PATH}/<int:shift_id>/sign-up", **CHANGE)
    def sign_up(self, shift_id, **post):
        partner = request.env.user.partner_id
        shift = self._get_shift(shift_id)
        return self._change(lambda: shift._sign_up(partner), post)

    @http.route(f"{PATH}/<int:volunteer_id>/sign-off", **CHANGE)
    def sign_off(self, volunteer_id, **post):
        return self._change(self._get_own(volunteer_id)._sign_off, post)

    @http.route(f"{PATH}/<int:volunteer_id>/replace", **CHANGE)
    def replace(self, volunteer_id, **post):
        return self._change(self._get_own(volunteer_id)._ask_replacement, post)

    @http.route(f"{PATH}/<int:volunteer_id>/keep", **CHANGE)
    def keep(self, volunteer_id, **post):
        return self._change(self._get_own(volunteer_id)._keep, post)

    @http.route(f"{PATH}/<int:volunteer_id>/take-over", **CHANGE)
    def take_over(self, volunteer_id, **post):
        partner = request.env.user.partner_id
        shifts = self._get_shifts()
        volunteer = shifts.volunteer_ids.filtered(lambda one: one.id == volunteer_id)
        if not volunteer:
            raise NotFound()
        return self._change(lambda: volunteer._hand_to(partner), post)

    @http.route(f"{PATH}/consent", **CHANGE)
    def consent(self, **post):
        return self._change(lambda: self._set_consent(post), post)

    @http.route(
        f"{PATH}/<int:volunteer_id>.ics",
        auth="user",
        website=True,
        readonly=True,
        sitemap=False,
        multilang=False,
    )
    def calendar(self, volunteer_id):
        return request.make_response(
            self._get_own(volunteer_id)._get_calendar(),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", 'attachment; filename="duty.ics"'),
            ],
        )

    # -- own records and hubs only -----------------------------------------------------
    def _get_shifts(self):
        return request.env["off.duty.shift"]._get_portal_shifts(
            request.env.user.partner_id
        )

    def _get_shift(self, shift_id):
        shift = self._get_shifts().filtered(lambda one: one.id == shift_id)
        if not shift:
            raise NotFound()
        return shift

    def _get_own(self, volunteer_id):
        own = request.env["off.duty.volunteer"]._get_own(request.env.user.partner_id)
        volunteer = own.filtered(lambda one: one.id == volunteer_id)
        if not volunteer:
            raise NotFound()
        return volunteer

    def _get_hubs(self):
        hubs = request.env["off.duty.member"]._get_hubs(request.env.user.partner_id)
        return hubs.filtered("duty_ids")

    # -- changing ----------------------------------------------------------------------
    def _change(self, action, post):
        """Do it and show the page again, with the reason where it could not be done."""
        if request.httprequest.method == "POST":
            try:
                self._retry(action)
            except UserError as error:
                return self._show(post.get("show"), error.args[0], post)
        show = post.get("show") if post.get("show") in VIEWS else "all"
        return request.redirect(f"{PATH}?show={show}")

    def _retry(self, action):
        """Do it, again where others who want the same place came between."""
        for attempt in range(ATTEMPTS):
            try:
                with request.env.cr.savepoint():
                    return action()
            except BUSY:
                # Nothing else was written: begin anew, and see what they left.
                request.env.cr.rollback()
                request.env.invalidate_all()
                time.sleep(random.uniform(0, 0.05 * (attempt + 1)))
        raise UserError(
            request.env._(
                "Too many people are signing up right now. Try again in a moment."
            )
        )

    def _set_consent(self, post):
        Member = request.env["off.duty.member"]
        for hub in self._get_hubs():
            member = Member._get_own(hub, request.env.user.partner_id)
            key = str(hub.id)
            if f"hub_{key}" in post:
                member.write(
                    {
                        "show_name": f"name_{key}" in post,
                        "shown_name": post.get(f"shown_{key}", "").strip()[:40],
                        "show_phone": f"phone_{key}" in post,
                        "is_asked": f"asked_{key}" in post,
                    }
                )

    # -- showing -----------------------------------------------------------------------
    def _show(self, show="all", error=None, post=None):
        partner = request.env.user.partner_id
        show = show if show in VIEWS else "all"
        rows = self._get_shifts()._describe(partner)
        shown = [row for row in rows if self._is_shown(row, show)]
        return request.render(
            "off_order_cycle_roster.portal_duties",
            {
                "page_name": "duties",
                "days": self._group_by_day(shown),
                "several_hubs": len({row["shift"].hub_id for row in rows}) > 1,
                "consents": self._get_consents(partner, post or {}),
                "show": show,
                "error": error,
            },
        )

    def _is_shown(self, row, show):
        if show == "mine":
            return bool(row["mine"])
        if show == "open":
            return not row["mine"] and (not row["reason"] or bool(row["asking"]))
        return True

    def _group_by_day(self, rows):
        """``[(day as text, rows)]``, in the operator's time zone."""
        days = {}
        for row in rows:
            day = row["shift"]._get_when_text().partition(",")[0]
            days.setdefault((row["shift"].date_start.date(), day), []).append(row)
        return [(day, group) for (_date, day), group in days.items()]

    def _get_consents(self, partner, post):
        """What the member agreed to at each hub, and what it did there."""
        Member = request.env["off.duty.member"].sudo()
        hubs = self._get_hubs()
        members = {
            member.hub_id: member
            for member in Member.search(
                [("partner_id", "=", partner.id), ("hub_id", "in", hubs.ids)]
            )
        }
        rows = []
        for hub in hubs:
            member = members.get(hub) or Member.new(
                {"hub_id": hub.id, "partner_id": partner.id, "is_asked": True}
            )
            rows.append(
                {
                    "hub": hub,
                    "member": member,
                    "shown_name": post.get(f"shown_{hub.id}")
                    or member.shown_name
                    or (partner.name or "").split(" ")[0],
                }
            )
        return rows
