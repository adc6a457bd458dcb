from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network_portal.controllers.light import LightPages

PATH = "/my/substitutes/<int:order_id>"
OPEN = {"auth": "public", "website": True, "sitemap": False}


class SubstitutesPage(LightPages, http.Controller):
    """What is proposed to a customer in place of what did not come, and its answer: by
    the link of its mail or by its login.

    To look at it changes nothing: scanners of mail follow links.
    """

    @http.route(PATH, methods=["GET"], **OPEN)
    def substitutes(self, order_id, token="", done=None, **kw):
        order, _channel = self._open(order_id, token)
        return self._show(order, token, done=done)

    @http.route(PATH, methods=["POST"], **OPEN)
    def answer(self, order_id, token="", **post):
        order, channel = self._open(order_id, token)
        partner = order.partner_id
        if channel == "portal":
            partner = request.env.user.partner_id.sudo()
        said = {
            proposal: post[f"answer_{proposal.id}"] == "yes"
            for proposal in order.off_substitution_ids.sorted("id")
            if post.get(f"answer_{proposal.id}") in ("yes", "no")
        }
        errors = []
        if not said:
            errors.append(request.env._("Choose “Yes, please” or “No, thank you”."))
        for proposal, accepted in said.items():
            if proposal._is_answered(accepted):
                # The button was pressed twice.
                continue
            try:
                with request.env.cr.savepoint():
                    proposal._answer(accepted, partner, channel)
            except UserError as error:
                errors.append(error.args[0])
        if errors:
            return self._show(order, token, errors)
        return self._go(order._off_get_substitutes_path(), token=token, done=1)

    def _open(self, order_id, token):
        """:return: (the order with all rights, channel)"""
        Order = request.env["sale.order"].sudo()
        order = Order._off_open_substitutes(order_id, token) if token else Order
        channel = "link"
        user = request.env.user
        if not order and not user._is_public() and not user._is_internal():
            # Operators of the database keep their orders apart: asked by household.
            member = user.partner_id.commercial_partner_id
            order = Order.browse(order_id).exists()
            order = order.filtered(
                lambda one: one.partner_id.commercial_partner_id == member
            )
            channel = "portal"
        if not order.off_substitution_ids:
            raise NotFound()
        if channel == "link":
            lang = order.partner_id.lang
            if lang in dict(request.env["res.lang"].get_installed()):
                request.update_context(lang=lang)
        return order.with_context(lang=request.env.lang), channel

    def _show(self, order, token, errors=(), done=None):
        return self._render_private(
            "off_order_cycle_substitution.substitutes",
            {
                "order": order,
                "token": token,
                "proposals": order.off_substitution_ids.sorted("id"),
                "error": "\n".join(errors),
                "notice": done and request.env._("Thank you, your answer is noted."),
            },
        )
