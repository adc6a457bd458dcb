from odoo import models


class OffOrderCycle(models.Model):
    _inherit = "off.order.cycle"

    def _create_purchases(self):
        """Extends: producers read what is ordered of them; those who cannot be written
        to are told to who coordinates."""
        purchases = super()._create_purchases()
        if not self.coordinator_id.tells_producers:
            return purchases
        ordered = purchases.filtered(lambda order: order.state == "purchase")
        unreached = ordered._off_tell_producers()
        if unreached:
            self.message_post(
                body=self.env._(
                    "These producers have no e-mail address and were not written to: "
                    "%s. Print or tell them their purchase orders.",
                    ", ".join(unreached.partner_id.mapped("name")),
                )
            )
        return purchases
