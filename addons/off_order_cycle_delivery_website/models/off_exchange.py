from odoo import models


class OffExchange(models.Model):
    """Orders to be brought to an address that the customer chose.

    ``off_address_id`` in the context is the id of one of its own, checked by whoever
    puts it there; ``off_delivery_note`` what it leaves for the driver.
    """

    _inherit = "off.exchange"

    def _off_get_asked_address(self, slot):
        asked = self.env.context.get("off_address_id")
        if not (asked and slot and slot._get_carrier()):
            return self.env["res.partner"]
        return self.env["res.partner"].browse(asked)

    def _prepare_order(self, wish, common):
        vals = super()._prepare_order(wish, common)
        if address := self._off_get_asked_address(wish.slot):
            vals["partner_shipping_id"] = address.id
        note = self.env.context.get("off_delivery_note")
        if note is not None and wish.slot and wish.slot._get_carrier():
            vals["off_delivery_note"] = note
        return vals

    def _off_get_last_note(self, partner):
        """What this customer left for the driver last at this hub: its door has the
        same code the next time."""
        last = self.env["sale.order"].search_fetch(
            [
                ("partner_id", "=", partner.id),
                ("off_hub_id", "=", self.hub_id.id),
                ("off_delivery_note", "!=", False),
            ],
            ["off_delivery_note"],
            order="id desc",
            limit=1,
        )
        return last.off_delivery_note or ""

    def _off_set_note(self, order, slot):
        note = self.env.context.get("off_delivery_note")
        if note is not None and slot and slot._get_carrier():
            if (order.off_delivery_note or "") != note:
                order.off_delivery_note = note

    def _prepare_basket(self, basket):
        """Extends: what is repeated goes where the order went that it repeats."""
        wish = super()._prepare_basket(basket)
        repeated = basket.delivery.standing_order_id.from_order_id
        if repeated and basket.slot._get_carrier() and repeated._off_get_carrier():
            address = repeated.partner_shipping_id.id
            note = repeated.off_delivery_note
            home = {"partner_shipping_id": address, "off_delivery_note": note}
            wish = wish._replace(values={**wish.values, **home})
        return wish

    def _change_order(self, order, quantities, slot, tolerances=None):
        address = self._off_get_asked_address(slot)
        if address and order.partner_shipping_id != address:
            # Judged below, together with the slot.
            order.with_context(off_delivery=True).partner_shipping_id = address
        order = super()._change_order(order, quantities, slot, tolerances)
        order._off_update_delivery()
        self._off_set_note(order, slot)
        return order

    def _get_website_cart(self, partner, website, quantities, slot, tolerances=None):
        cart = super()._get_website_cart(partner, website, quantities, slot, tolerances)
        address = self._off_get_asked_address(slot)
        if address and cart.partner_shipping_id != address:
            cart.partner_shipping_id = address
        self._off_set_note(cart, slot)
        return cart
