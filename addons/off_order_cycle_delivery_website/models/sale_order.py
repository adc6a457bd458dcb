from odoo import api, models


class SaleOrder(models.Model):
    """An order that is brought home needs an address, as any of Odoo's shop."""

    _inherit = "sale.order"

    @api.depends("off_slot_id.point_id.carrier_id")
    def _compute_cart_info(self):
        """Extends off_order_cycle_website, whose customers collect."""
        result = super()._compute_cart_info()
        for order in self.filtered("off_exchange_id"):
            if order._off_get_carrier():
                order.only_services = False
        return result

    def _get_delivery_methods(self):
        """Extends website_sale: the round that was chosen, where it comes; published or
        not, since it is offered by its slot."""
        if not self.off_exchange_id:
            return super()._get_delivery_methods()
        carrier = self._off_get_carrier()
        return carrier.filtered(lambda one: self._off_rate(one)["success"])

    def _off_get_usual_address(self):
        """:return: id of the address to which this order goes"""
        self.ensure_one()
        return self.partner_shipping_id.id

    def _off_add_event(self, calendar, base_url):
        """Extends: at home, when it is brought there."""
        result = super()._off_add_event(calendar, base_url)
        if self._off_get_carrier():
            event = calendar.vevent_list[-1]
            event.location.value = self.partner_shipping_id._off_get_address_line()
            event.summary.value = self.env._(
                "Delivery of %(order)s, %(hub)s",
                order=self.name,
                hub=self.off_hub_id.name,
            )
        return result
