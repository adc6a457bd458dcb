from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.portal.controllers.portal import CustomerPortal


class Mandates(CustomerPortal):
    """Direct debit mandates of the customer for the operator of this website."""

    @http.route()
    def home(self, **kw):
        """Extends portal: the card of mandates, where the operator collects or
        something was signed."""
        response = super().home(**kw)
        shown = bool(self._get_debit_line() or self._get_mandates())
        response.qcontext["off_direct_debit"] = shown
        return response

    @http.route(
        "/my/direct-debit", auth="user", website=True, readonly=True, sitemap=False
    )
    def mandates(self):
        return self._show()

    @http.route(
        "/my/direct-debit/sign",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def sign(self, iban="", agreed="", **post):
        partner = request.env.user.partner_id
        try:
            if not self._get_debit_line():
                raise NotFound()
            if not agreed:
                raise UserError(
                    request.env._("Tick the box to sign: without it nothing is signed.")
                )
            self._get_model()._off_sign(
                partner,
                request.website.company_id,
                iban,
                request.httprequest.remote_addr,
            )
        except UserError as error:
            return self._show(error=error.args[0], iban=iban, agreed=agreed)
        return request.redirect("/my/direct-debit")

    @http.route(
        "/my/direct-debit/revoke",
        auth="user",
        website=True,
        methods=["POST"],
        sitemap=False,
    )
    def revoke(self, mandate="", **post):
        mandates = self._get_mandates()
        found = mandates.filtered(lambda one: one.id == read_id(mandate))
        if not found:
            raise NotFound()
        found.filtered(lambda one: one.state in ("draft", "valid", "final")).cancel()
        return request.redirect("/my/direct-debit")

    def _get_model(self):
        company = request.website.company_id
        return request.env["account.banking.mandate"].sudo().with_company(company)

    def _get_mandates(self):
        """Of the customer, at the operator of this website; nobody else's."""
        customer = request.env.user.partner_id.commercial_partner_id
        return self._get_model().search(
            [
                ("partner_id", "=", customer.id),
                ("company_id", "=", request.website.company_id.id),
            ]
        )

    def _get_debit_line(self):
        return request.website.company_id.sudo()._off_get_debit_line()

    def _show(self, error=None, iban="", agreed=""):
        Mandate = self._get_model()
        company = request.website.company_id
        return request.render(
            "off_order_cycle_sepa.portal_mandates",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "off_mandates",
                "mandates": self._get_mandates(),
                "can_sign": bool(self._get_debit_line()),
                "company": company.sudo(),
                "consent": Mandate._off_get_consent(company),
                "error": error,
                "iban": iban,
                "agreed": agreed,
            },
        )
