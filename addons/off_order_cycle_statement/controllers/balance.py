import functools

from odoo import http
from odoo.http import request

from odoo.addons.off_hub_network.tools.words import write_number
from odoo.addons.portal.controllers.portal import CustomerPortal

PATH = "/my/balance"


class BalanceHome(CustomerPortal):
    @http.route()
    def home(self, **kw):
        """Odoo's home page, with the card of the balance."""
        response = super().home(**kw)
        partner = request.env.user.partner_id.sudo().commercial_partner_id
        operators = request.env["off.statement"]._get_operators(partner)
        response.qcontext["off_has_balance"] = bool(operators)
        return response


class Balance(http.Controller):
    """What a household owes and has paid, and what a producer is owed, at each
    operator. It is read with sudo, and only what concerns who is logged in."""

    @http.route(PATH, auth="user", website=True, readonly=True, sitemap=False)
    def balance(self, **kw):
        partner = request.env.user.partner_id
        return request.render(
            "off_order_cycle_statement.portal_balance",
            {
                "page_name": "balance",
                "pages": request.env["off.statement"]._get_pages(partner),
            },
            headers={"Cache-Control": "no-store"},
        )

    @http.route(
        f"{PATH}/<int:company_id>/sale/<int:cycle_id>",
        auth="user",
        website=True,
        readonly=True,
        sitemap=False,
    )
    def cycle(self, company_id, cycle_id, **kw):
        """What the producer who is logged in brought for a sale, and its bills."""
        producer = request.env.user.partner_id.sudo().commercial_partner_id
        company = request.env["res.company"].sudo().browse(company_id)
        cycle = request.env["off.order.cycle"].sudo().browse(cycle_id)
        found = request.env["off.statement"]._get_cycle_statements(
            company, cycle, producer
        )
        told = found.get((cycle, producer))
        if not told:
            raise request.not_found()
        return request.render(
            "off_order_cycle_statement.portal_cycle_statement",
            {
                "page_name": "balance_cycle",
                "company": company,
                "cycle": cycle,
                "told": told,
                "number": functools.partial(write_number, request.env),
            },
            headers={"Cache-Control": "no-store"},
        )
