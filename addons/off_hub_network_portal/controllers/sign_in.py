from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import request

from .light import LightPages


class SignIn(LightPages, http.Controller):
    """Sign in with a link that comes by mail, for those who forget passwords."""

    @http.route(
        "/my/sign-in",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def sign_in(self, email="", **kw):
        """Always the same answer, whether the address is known or not."""
        is_asked = request.httprequest.method == "POST"
        if is_asked:
            request.env["off.sign.in.request"]._ask(
                email, request.httprequest.remote_addr, self._get_base_url()
            )
        return self._render_private(
            "off_hub_network_portal.sign_in", {"is_asked": is_asked, "email": email}
        )

    @http.route(
        "/my/sign-in/open",
        auth="public",
        website=True,
        methods=["GET", "POST"],
        sitemap=False,
    )
    def open_link(self, token="", **kw):
        """A page with a button: scanners of mail open links, they press no buttons."""
        Request = request.env["off.sign.in.request"]
        user = Request._find_user(token)
        if request.httprequest.method == "POST":
            try:
                self._open_session(user, token)
            except AccessDenied:
                user = request.env["res.users"]
            else:
                is_member = bool(request.env.user._off_get_member())
                return request.redirect("/my/network" if is_member else "/my")
        return self._render_private(
            "off_hub_network_portal.sign_in_open",
            {"token": token, "is_good": bool(user)},
            status=200 if user else 403,
        )

    def _open_session(self, user, token):
        if not user:
            # Counted with the failed passwords of this source, by Odoo.
            with request.env["res.users"]._assert_can_auth():
                raise AccessDenied()
        request.session.authenticate(
            request.env,
            {"type": "off_sign_in", "login": user.sudo().login, "token": token},
        )

    def _get_base_url(self):
        """Where links lead: set by the operator, never taken from the request."""
        website = getattr(request, "website", None)
        return website.get_base_url() if website else request.env.company.get_base_url()
