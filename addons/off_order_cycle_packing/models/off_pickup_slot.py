from odoo import models
from odoo.exceptions import UserError
from odoo.tools import remove_accents


class OffPickupSlot(models.Model):
    """The crates of a pickup: one for each order, numbered once."""

    _inherit = "off.pickup.slot"

    def _number_crates(self):
        """Number the orders of these pickups that have no number, in the order in which
        they stand on lists; those that have one keep it.

        Two who print at once: the second finds what the first wrote, or begins anew.
        """
        self.check_access("read")
        slots = self.sudo()
        early = slots.cycle_id.filtered(lambda one: one.state in ("draft", "open"))
        if early:
            raise UserError(
                self.env._(
                    "Crates are numbered once it is known who ordered: close the sale "
                    "first (%s).",
                    ", ".join(early.mapped("name")),
                )
            )
        slots.lock_for_update()
        orders = self.env["sale.order"].sudo()
        placed = orders.search([("off_slot_id", "in", slots.ids)])
        last = dict.fromkeys(slots, 0)
        for order in placed:
            last[order.off_slot_id] = max(last[order.off_slot_id], order.off_crate)
        numbers = {}
        for order in placed.sorted(_get_list_key):
            if order.state == "sale" and not order.off_crate:
                last[order.off_slot_id] += 1
                numbers[order] = last[order.off_slot_id]
        orders._off_set_crates(numbers)

    def action_view_crates(self):
        """The orders of these pickups with their crates, to say how many parcels."""
        self._number_crates()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_packing.action_crates"
        )
        return action | {"domain": [("off_slot_id", "in", self.ids)]}


def _get_list_key(order):
    name = order.partner_id.complete_name or ""
    return remove_accents(name).casefold(), order.partner_id.id, order.id
