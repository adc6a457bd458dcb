from odoo import fields, models


class OffOrderCycle(models.Model):
    """Hubs of other operators take part, and come along when a cycle is repeated."""

    _inherit = "off.order.cycle"

    guest_ids = fields.One2many(
        "off.cycle.guest", "cycle_id", string="Hubs of other operators"
    )
    guest_count = fields.Integer(compute="_compute_guest_count")

    def _compute_guest_count(self):
        counts = dict(
            self.env["off.cycle.guest"]._read_group(
                [("cycle_id", "in", self.ids), ("state", "=", "joined")],
                ["cycle_id"],
                ["__count"],
            )
        )
        for cycle in self:
            cycle.guest_count = counts.get(cycle, 0)

    def _copy_exchanges(self, clone):
        """Extends: guests are invited to the clone, those who always come are in it."""
        result = super()._copy_exchanges(clone)
        self.env["off.cycle.guest"].sudo().create(
            [
                {"cycle_id": clone.id, "hub_id": guest.hub_id.id, "source_id": guest.id}
                for guest in self.sudo().guest_ids
                if guest.state == "joined"
            ]
        )
        return result

    def _copy_guest(self, source, edge):
        """Copy what a guest sold in another cycle, of what is supplied in this one."""
        supplied = {
            (offer.producer_id, offer.product_id): offer
            for offer in self.incoming_ids.offer_ids
        }
        twins = {
            offer.incoming_id: supplied[offer.producer_id, offer.product_id]
            for offer in source.offer_ids
            if (offer.producer_id, offer.product_id) in supplied
        }
        kept = source.offer_ids.filtered(lambda offer: offer.incoming_id in twins)
        source._copy_offers(edge, kept, twins)
        source._copy_slots(edge, source.cycle_id._get_shift(self))
