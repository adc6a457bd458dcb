from odoo import fields, models

from .account_payment import RECEIVED

# In the context of who sells on site; no context that came from outside holds it.
ON_SITE = object()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    off_handover_ids = fields.One2many(
        "off.handover", "order_id", string="Handover", groups="base.group_user"
    )

    def _off_get_received(self):
        """Extends off_order_cycle: what was paid at a pickup."""
        received = super()._off_get_received()
        rows = (
            self.env["account.payment"]
            .sudo()
            ._read_group(
                [("off_order_id", "in", self.ids), ("state", "in", RECEIVED)],
                ["off_order_id", "payment_type"],
                ["amount:sum"],
            )
        )
        for order, direction, amount in rows:
            sign = 1 if direction == "inbound" else -1
            received[order.with_env(self.env)] += sign * amount
        return received

    def _off_is_changeable(self):
        """Extends: what is sold on site joins an order after the last hour."""
        if self.env.context.get("off_on_site") is ON_SITE:
            return True
        return super()._off_is_changeable()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _off_get_given(self):
        """What a line is given, handed over or still to be, in the product's unit."""
        quantities = map(
            self._off_to_decimal, self.off_allocation_ids.mapped("quantity")
        )
        return float(sum(quantities))

    def _off_get_kept_back(self):
        """:return: those of these lines that are given recalled goods, say"""

        def is_given(line):
            kept = line.off_allocation_ids._off_get_kept_back()
            return any(
                sum(mine.mapped("quantity")) > 0
                for mine in kept.grouped("lot_id").values()
            )

        return self.filtered(is_given)

    def _get_protected_fields(self):
        """Extends sale: closing locked the order, what is sold on site joins it."""
        if self.env.context.get("off_on_site") is ON_SITE:
            return []
        return super()._get_protected_fields()
