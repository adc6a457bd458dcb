from odoo import models

# Roles of members who need a delivery note for what they buy.
APART = {"professional_buyer", "collective_buyer"}


class SaleOrder(models.Model):
    """Orders that are handed over apart: each by a transfer of its own, whose slip is
    the buyer's delivery note."""

    _inherit = "sale.order"

    def _off_get_delivered_apart(self):
        """Those of these orders whose buyer needs a delivery note: by its kind, or as
        its hub decided.
        """
        orders = self.sudo()
        decided = {
            (hub, partner): transfer
            for hub, partner, transfer in self.env["off.hub.customer"]
            .sudo()
            ._read_group(
                [
                    ("hub_id", "in", orders.off_hub_id.ids),
                    ("partner_id", "in", orders.partner_id.commercial_partner_id.ids),
                    ("transfer", "!=", "auto"),
                ],
                ["hub_id", "partner_id", "transfer"],
            )
        }

        def is_apart(order):
            buyer = order.partner_id.commercial_partner_id
            if transfer := decided.get((order.off_hub_id, buyer)):
                return transfer == "own"
            return buyer.is_company or not APART.isdisjoint(
                buyer.off_role_ids.mapped("code")
            )

        return orders.filtered(is_apart).with_env(self.env)
