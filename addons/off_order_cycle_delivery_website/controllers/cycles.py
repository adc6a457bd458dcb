from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_order_cycle_delivery.models.sale_order_note import LONGEST
from odoo.addons.off_order_cycle_website.controllers.checkout import (
    Checkout,
    CycleCheckout,
)


class HomeCycles(Checkout):
    """The page of a sale asks where an order is brought to, and tells what it costs."""

    @http.route()
    def basket(self, exchange_id, quantities, address=None, **kw):
        """Extends: to one of the customer's addresses.

        :param address: id of res.partner
        """
        if address and read_id(address) in self._get_home_addresses().ids:
            request.update_context(off_address_id=read_id(address))
        return super().basket(exchange_id, quantities, **kw)

    def _tell_basket(self, exchange, chosen, changed=None, slot=None):
        """Extends: what the delivery costs, once one is chosen."""
        told = super()._tell_basket(exchange, chosen, changed, slot)
        carrier = slot and slot._get_carrier()
        if not (carrier and any(chosen.values())):
            return told
        coin = exchange.company_id.currency_id.rounding
        offers = request.env["off.offer"].sudo().browse(chosen)
        price, reason = slot._quote_delivery(
            {offer: chosen[offer.id] for offer in offers if chosen[offer.id]},
            told["quoted"] * coin,
            self._get_partner().sudo(),
            exchange._off_get_asked_address(slot).sudo(),
        )
        name = request.env._("Delivery (%s)", carrier.name)
        if price is None:
            told["fees"].append((name, request.env._("known once ordered")))
        else:
            told["fees"].append((name, round(price / coin)))
            told["total"] += round(price / coin)
        told["message"] = told["message"] or reason
        return told

    def _place(self, exchange, post):
        return super()._place(self._with_address(exchange, post), post)

    def _prepare_cart(self, exchange, post):
        return super()._prepare_cart(self._with_address(exchange, post), post)

    def _get_home_addresses(self):
        partner = self._get_partner()
        return partner._off_get_home_addresses() if partner else partner

    def _with_address(self, exchange, post):
        """:raise UserError: the address is not one of the customer's"""
        if "delivery_note" in post:
            note = " ".join(post["delivery_note"].split())[:LONGEST]
            exchange = exchange.with_context(off_delivery_note=note)
        if not post.get("address"):
            return exchange
        asked = read_id(post["address"])
        if asked not in self._get_home_addresses().ids:
            raise UserError(request.env._("Choose one of your addresses."))
        return exchange.with_context(off_address_id=asked)

    def _show(self, exchange, post=None, *args, **kwargs):
        response = super()._show(exchange, post, *args, **kwargs)
        values = response.qcontext
        if "slots" not in values:  # the page at the door
            return response
        slots = values["slots"].filtered(lambda slot: slot._get_carrier())
        if slots and not values["is_public"]:
            asked, changed = post or {}, values.get("changed")
            partner = request.env.user.partner_id
            values["addresses"] = partner._off_get_home_addresses()
            values["asked_address"] = read_id(asked.get("address")) or (
                changed._off_get_usual_address()
                if changed
                else partner._off_get_served_address(slots)
            )
            values["asked_note"] = asked.get("delivery_note") or (
                changed.off_delivery_note
                if changed
                else exchange._off_get_last_note(partner)
            )
        return response


class HomeCheckout(CycleCheckout):
    def _complete_address_values(self, address_values, *args, **kwargs):
        """Extends website_sale, which gives an address to one company: customers of an
        operator buy from others too."""
        result = super()._complete_address_values(address_values, *args, **kwargs)
        order = kwargs.get("order_sudo")
        if order and order.company_id.off_is_operator:
            address_values["company_id"] = False
        return result
