from odoo import models


class OffNotice(models.Model):
    """Mails of a cycle name the address to which an order is brought."""

    _inherit = "off.notice"

    def _is_brought(self):
        """Extends off_order_cycle: by the method of its pickup point."""
        order = self._get_one_order()
        return bool(order and order._off_get_carrier())

    def _get_pickups(self):
        """Extends off_order_cycle: rounds come home."""
        names = {
            slot.point_id.name
            for slot in self.exchange_id.slot_ids
            if slot._get_carrier()
        }
        return [
            (self.env._("Brought home: %s", name) if name in names else name, hours)
            for name, hours in super()._get_pickups()
        ]

    def _get_address(self):
        if self._is_brought():
            order = self._get_one_order().sudo()
            return order.partner_shipping_id._off_get_address_line()
        return super()._get_address()

    def _get_one_order(self):
        return (self.order_id | self.order_ids)[:1]

    def _get_changes(self):
        """Extends: another address is a change."""
        changes = super()._get_changes()
        before, now = self._get_last_told(), self.order_id._off_tell()
        # From a pickup to a round is another pickup.
        if before and before.get("address") and now.get("address"):
            if before["address"] != now["address"]:
                changes.append(self.env._("another address"))
        return changes
