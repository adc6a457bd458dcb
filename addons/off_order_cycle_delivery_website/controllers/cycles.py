from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.off_hub_network.tools.typed import read_id
from odoo.addons.off_order_cycle_website.controllers.checkout import (
    Checkout,
    CycleCheckout,
)


class HomeCycles(Checkout):
    """The page of a sale asks where an order is brought to."""

    def _place(self, exchange, post):
        return super()._place(self._with_address(exchange, post), post)

    def _prepare_cart(self, exchange, post):
        return super()._prepare_cart(self._with_address(exchange, post), post)

    def _with_address(self, exchange, post):
        """:raise UserError: the address is not one of the customer's"""
        if not post.get("address"):
            return exchange
        addresses = request.env.user.partner_id._off_get_home_addresses()
        asked = read_id(post["address"])
        if asked not in addresses.ids:
            raise UserError(request.env._("Choose one of your addresses."))
        return exchange.with_context(off_address_id=asked)

    def _show(self, exchange, post=None, *args, **kwargs):
        response = super()._show(exchange, post, *args, **kwargs)
        values = response.qcontext
        if "slots" not in values:  # the page at the door
            return response
        slots = values["slots"].filtered(lambda slot: slot._get_carrier())
        if slots and not values["is_public"]:
            partner = request.env.user.partner_id
            changed = values.get("changed")
            values["addresses"] = partner._off_get_home_addresses()
            values["asked_address"] = (
                read_id((post or {}).get("address"))
                or (changed or partner)._off_get_usual_address()
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
