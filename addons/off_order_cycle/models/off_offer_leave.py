from odoo import models

from .planner import get_held


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _get_held_products(self):
        """:return: product.product of these edges that orders hold"""
        offers = self.offer_ids
        held = get_held(
            offers.filtered(lambda offer: offer.direction == "incoming"),
            offers.filtered(lambda offer: offer.direction == "outgoing"),
        )
        return offers.filtered(lambda offer: held.get(offer.id)).product_id

    def _remove_from_cycle(self):
        self.offer_ids._leave_carts()
        self.unlink()


class OffOffer(models.Model):
    _inherit = "off.offer"

    def _remove_from_cycle(self):
        self._leave_carts()
        self.unlink()

    def _leave_carts(self):
        """Take these products out of carts that nobody validated, and say so there.

        Whose carts they are is not the affair of who plans, hence sudo. What is held
        for a payment, or ordered, was refused before.
        """
        if not self:
            return
        offers = self.sudo().search(
            ["|", ("id", "in", self.ids), ("incoming_id", "in", self.ids)]
        )
        lines = (
            self.env["sale.order.line"]
            .sudo()
            .search(
                [
                    ("off_offer_id", "in", offers.ids),
                    ("order_id.state", "in", ("draft", "sent", "cancel")),
                ]
            )
        )
        cancelled = lines.filtered(lambda line: line.state == "cancel")
        cancelled.off_offer_id = False
        for order, gone in (lines - cancelled).grouped("order_id").items():
            order.message_post(
                body=self.env._(
                    "Not sold in this cycle any more, and taken out of the cart: %s.",
                    ", ".join(gone.product_id.mapped("display_name")),
                )
            )
        (lines - cancelled).unlink()
