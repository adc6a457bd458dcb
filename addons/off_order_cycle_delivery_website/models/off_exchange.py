from odoo import models


class OffExchange(models.Model):
    """Orders to be brought to an address that the customer chose.

    ``off_address_id`` in the context is the id of one of its own, checked by whoever
    puts it there.
    """

    _inherit = "off.exchange"

    def _off_get_asked_address(self, slot):
        asked = self.env.context.get("off_address_id")
        if not (asked and slot and slot._get_carrier()):
            return self.env["res.partner"]
        return self.env["res.partner"].browse(asked)

    def _prepare_order(self, partner, quantities, slot, common):
        vals = super()._prepare_order(partner, quantities, slot, common)
        if address := self._off_get_asked_address(slot):
            vals["partner_shipping_id"] = address.id
        return vals

    def _change_order(self, order, quantities, slot, tolerances=None):
        address = self._off_get_asked_address(slot)
        if address and order.partner_shipping_id != address:
            # Judged below, together with the slot.
            order.with_context(off_delivery=True).partner_shipping_id = address
        order = super()._change_order(order, quantities, slot, tolerances)
        order._off_update_delivery()
        return order

    def _get_website_cart(self, partner, website, quantities, slot, tolerances=None):
        cart = super()._get_website_cart(partner, website, quantities, slot, tolerances)
        address = self._off_get_asked_address(slot)
        if address and cart.partner_shipping_id != address:
            cart.partner_shipping_id = address
        return cart
