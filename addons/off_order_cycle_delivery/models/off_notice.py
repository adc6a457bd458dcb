from odoo import models


class OffNotice(models.Model):
    """Mails of a cycle name the address to which an order is brought."""

    _inherit = "off.notice"

    def _get_address(self):
        order = (self.order_id | self.order_ids)[:1]
        if order and order._off_get_carrier():
            return order.sudo().partner_shipping_id._off_get_address_line()
        return super()._get_address()
