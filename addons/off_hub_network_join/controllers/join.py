from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id

from ..models.off_join_request_form import CONFIRM_HOURS

TEXTS = (
    "name",
    "contact_name",
    "email",
    "phone",
    "street",
    "zip",
    "city",
    "vat",
    "company_registry",
    "website",
    "story",
    "looking_for",
)
# A field that people do not see and robots fill in.
TRAP = "company_fax"


class Join(http.Controller):
    """Asking to join: plain forms, without JavaScript, with or without a website."""

    @http.route(
        "/network/join",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=True,
    )
    def roles(self, hub=None, **_kw):
        return request.render(
            "off_hub_network_join.roles",
            {"roles": self._get_roles(), "hub": self._get_hub(hub)},
        )

    @http.route(
        "/network/join/<string:code>",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def form(self, code, hub=None, model=None, **_kw):
        role = self._get_roles().filtered(lambda role: role.code == code)
        if not role:
            raise NotFound()
        values = dict.fromkeys(TEXTS, "")
        values |= {
            "country_id": request.env.company.sudo().country_id
            or request.env.ref("base.fr"),
            "hub_id": self._get_hub(hub),
            "hub_model_id": self._get_model(model),
            "role_ids": role,
        }
        # Consent is never ticked beforehand.
        return self._show(role, values)

    @http.route(
        "/network/join/<string:code>",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def submit(self, code, **post):
        role = self._get_roles().filtered(lambda role: role.code == code)
        if not role:
            raise NotFound()
        if post.get(TRAP):
            # A robot is told what people are told, so that it learns nothing.
            return request.redirect("/network/join/thanks")
        Request = request.env["off.join.request"]
        values = self._read(post)
        errors = Request._check_form(values)
        if not post.get("agree"):
            errors["agree"] = request.env._("Please tick this to send your request.")
        if errors:
            return self._show(role, values, post, errors, status=422)
        origin = Request._get_origin(request.httprequest.remote_addr)
        if Request._is_flooded(values["email"], origin):
            errors["form"] = request.env._(
                "Too many requests came from here or for this address. Nothing was "
                "sent: wait a few hours, then send this form again."
            )
            return self._show(role, values, post, errors, status=429)
        Request._submit(values, origin, publish=bool(post.get("publish")))
        return request.redirect("/network/join/thanks")

    @http.route(
        "/network/join/thanks",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def thanks(self, **_kw):
        days = CONFIRM_HOURS // 24
        return request.render("off_hub_network_join.thanks", {"days": days})

    # Mail programs follow links to look at them: following only shows the button.
    @http.route(
        "/network/join/confirm",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
        sitemap=False,
    )
    def confirm_page(self, token="", **_kw):
        return self._show_confirm(token)

    @http.route(
        "/network/join/confirm",
        auth="public",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def confirm(self, token="", **_kw):
        if found := request.env["off.join.request"]._get_by_token(token):
            found._confirm()
        return self._show_confirm(token)

    # -- helpers ------------------------------------------------------------------
    def _get_roles(self):
        return request.env["off.member.role"].sudo().search([])

    def _get_hub(self, hub_id):
        """The hub that the form is addressed to, if everybody may know it."""
        domain = [
            ("id", "=", read_id(hub_id)),
            ("partner_id.off_visibility", "=", "public"),
        ]
        return request.env["off.hub"].sudo().search(domain)

    def _get_model(self, code):
        models = request.env["off.hub.model"].sudo()
        return models.search([("code", "=", code)]) if code else models

    def _read(self, post):
        """What was filled in, as fields of the request; strangers' keys are left."""
        chosen = request.httprequest.form.getlist("role")
        country_id = read_id(post.get("country_id"))
        countries = request.env["res.country"].sudo()
        return {
            **{name: (post.get(name) or "").strip() for name in TEXTS},
            "country_id": countries.search([("id", "=", country_id)]),
            "hub_id": self._get_hub(post.get("hub")),
            "hub_model_id": self._get_model(post.get("hub_model")),
            "role_ids": self._get_roles().filtered(lambda role: role.code in chosen),
        }

    def _show(self, role, values, ticked=(), errors=None, status=200):
        response = request.render(
            "off_hub_network_join.form",
            {
                "countries": request.env["res.country"].sudo().search([]),
                "errors": errors or {},
                "models": request.env["off.hub.model"].sudo().search([]),
                "ticked": ticked,
                "role": role,
                "roles": self._get_roles(),
                "values": values,
            },
        )
        response.status_code = status
        return response

    def _show_confirm(self, token):
        found = request.env["off.join.request"]._get_by_token(token)
        response = request.render(
            "off_hub_network_join.confirm", {"found": found, "token": token}
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
