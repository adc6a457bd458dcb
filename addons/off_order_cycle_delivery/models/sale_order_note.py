from odoo import fields, models

LONGEST = 200


class SaleOrder(models.Model):
    """What who brings an order has to know, and its customer to be told."""

    _inherit = "sale.order"

    off_delivery_note = fields.Char(
        "For whoever brings it",
        size=LONGEST,
        copy=False,
        help="A code of the door, where to leave it. Drivers read it on their list.",
    )

    def write(self, vals):
        moved = self.browse()
        if "partner_shipping_id" in vals:
            moved = self.filtered(
                lambda order: (
                    order.state == "sale"
                    and order.off_exchange_id
                    and order.partner_shipping_id.id != vals["partner_shipping_id"]
                    and order._off_get_carrier()
                )
            )
        result = super().write(vals)
        self.env["off.notice"].sudo()._plan_change(moved)
        return result

    def _off_tell(self):
        """Extends: and where to it is brought."""
        told = super()._off_tell()
        if self.state == "sale" and self._off_get_carrier():
            told["address"] = self.partner_shipping_id.id
        return told
