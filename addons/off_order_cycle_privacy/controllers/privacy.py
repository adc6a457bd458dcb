import json

from werkzeug.exceptions import Forbidden, NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/privacy"
# GET is where the browser lands when the session ended and one had to log in.
CHANGE = {
    "auth": "user",
    "website": True,
    "methods": ["GET", "POST"],
    "sitemap": False,
}


class PrivacyHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of personal data."""
        response = super().home(**kw)
        response.qcontext["off_privacy"] = True
        return response


class Privacy(http.Controller):
    """A person's own data, consents and requests: read with sudo, and only those of who
    is logged in."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def privacy(self, **kw):
        return self._show()

    @http.route(f"{PATH}/data", auth="user", website=True, sitemap=False)
    def data(self, **kw):
        person = request.env.user.partner_id
        return self._show_data(person, person._off_get_privacy_operators())

    @http.route(f"{PATH}/data.json", auth="user", sitemap=False)
    def data_json(self, **kw):
        person = request.env.user.partner_id
        return self._send_data(person, person._off_get_privacy_operators())

    @http.route(f"{PATH}/consents", **CHANGE)
    def consents(self, **post):
        if request.httprequest.method == "POST":
            self._set_consents(post)
            return self._show(saved=True)
        return request.redirect(PATH)

    @http.route(f"{PATH}/erasure", **CHANGE)
    def erasure(self, **post):
        if request.httprequest.method == "POST":
            person = request.env.user.partner_id
            company = self._get_operator(person, post.get("operator"))
            if not post.get("sure"):
                return self._show(unsure=company.id)
            request.env["off.privacy.request"]._ask(
                person, company, "erasure", "portal"
            )
        return request.redirect(PATH)

    # -- for who handles other people's data -------------------------------------------
    @http.route(
        "/off/privacy/<int:partner_id>", auth="user", website=True, sitemap=False
    )
    def person(self, partner_id, **kw):
        person, company = self._get_person(partner_id, kw.get("company"))
        return self._show_data(person, company)

    @http.route("/off/privacy/<int:partner_id>.json", auth="user", sitemap=False)
    def person_json(self, partner_id, **kw):
        person, company = self._get_person(partner_id, kw.get("company"))
        return self._send_data(person, company)

    def _get_person(self, partner_id, asked=None):
        """
        :param asked: id of the operator that answers; without one the first of the
            user's that serves the person
        """
        user = request.env.user
        if user.share:
            raise NotFound()
        companies = user.company_ids
        if asked:
            companies = companies.filtered(lambda one: str(one.id) == asked)
        Partner = request.env["res.partner"]
        Partner = Partner.with_context(allowed_company_ids=companies.ids)
        person = Partner.with_context(active_test=False).search(
            [("id", "=", partner_id)]
        )
        for company in companies:
            try:
                person._off_check_privacy(company)
            except AccessError:
                continue
            if person:
                return person, company
        raise Forbidden()

    # -- helpers -----------------------------------------------------------------------
    def _get_operator(self, person, text):
        operators = person._off_get_privacy_operators()
        company = operators.filtered(lambda one: one.id == read_id(text))
        if not company:
            raise NotFound()
        return company

    def _set_consents(self, post):
        person = request.env.user.partner_id
        company = self._get_operator(person, post.get("operator"))
        Consent = request.env["off.consent"]
        for purpose in request.env["off.consent.purpose"].sudo().search([]):
            given = bool(post.get(f"purpose_{purpose.id}"))
            Consent._record(person, company, purpose, given, "portal")

    def _show(self, saved=False, unsure=0):
        person = request.env.user.partner_id
        purposes = request.env["off.consent.purpose"].sudo().search([])
        Consent = request.env["off.consent"]
        operators = []
        for company in person._off_get_privacy_operators():
            last = Consent._get_last(person, company)
            operators.append(
                {
                    "company": company,
                    "purposes": [
                        {"purpose": one, "last": last.get(one)} for one in purposes
                    ],
                    "blockers": person._off_get_erasure_blockers(company),
                    "requests": request.env["off.privacy.request"]
                    .sudo()
                    .search(
                        [
                            ("partner_id", "=", person.id),
                            ("company_id", "=", company.id),
                        ],
                        order="id desc",
                    ),
                }
            )
        return request.render(
            "off_order_cycle_privacy.portal_privacy",
            {
                "page_name": "off_privacy",
                "person": person.sudo(),
                "operators": operators,
                "saved": saved,
                "unsure": unsure,
            },
            headers={"Cache-Control": "no-store"},
        )

    def _show_data(self, person, companies):
        own = person == request.env.user.partner_id
        json_url = f"{PATH}/data.json"
        if not own:
            json_url = f"/off/privacy/{person.id}.json?company={companies.id}"
        return request.render(
            "off_order_cycle_privacy.personal_data",
            {
                "person": person.sudo(),
                "sections": person._off_get_personal_data(companies),
                "json_url": json_url,
                "own": own,
            },
            headers={"Cache-Control": "no-store"},
        )

    def _send_data(self, person, companies):
        sections = person._off_get_personal_data(companies)
        told = {
            section["code"]: {"title": section["title"], "rows": section["rows"]}
            for section in sections
        }
        headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Disposition", content_disposition(f"data-{person.id}.json")),
            ("Cache-Control", "private, no-store"),
        ]
        text = json.dumps(told, ensure_ascii=False, indent=1)
        return request.make_response(text, headers=headers)
