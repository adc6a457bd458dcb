from odoo import models
from odoo.tools import format_amount


class OffPickupSlot(models.Model):
    _inherit = "off.pickup.slot"

    def _get_website_label(self):
        """Extends off_order_cycle_website: what is brought home is not collected."""
        label = super()._get_website_label()
        if self._get_carrier():
            return self.env._("Brought home: %s", label)
        return label

    def _get_delivery_text(self):
        """What it costs to be brought home, as far as it is known before the order."""
        self.ensure_one()
        carrier, currency = self._get_carrier(), self.company_id.currency_id
        if not carrier:
            return ""
        if carrier.delivery_type != "fixed":
            return self.env._("The price follows the order and the address.")
        price = format_amount(
            self.env,
            carrier._off_add_taxes(carrier.fixed_price, self.company_id),
            currency,
        )
        if not carrier.free_over:
            return self.env._("%(price)s for the delivery", price=price)
        return self.env._(
            "%(price)s for the delivery, free from %(amount)s on",
            price=price,
            amount=format_amount(self.env, carrier.amount, currency),
        )
