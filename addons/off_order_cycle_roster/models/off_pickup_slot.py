from odoo import api, fields, models


class OffPickupSlot(models.Model):
    """Pickups need people: their duties come with them."""

    _inherit = "off.pickup.slot"

    shift_ids = fields.One2many(
        "off.duty.shift",
        "slot_id",
        string="Duties",
        groups="off_hub_network.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Extends: however a pickup is made, by hand, from a model, by cloning a cycle
        or by a schedule, its duties are there."""
        slots = super().create(vals_list)
        slots._make_shifts()
        return slots

    def write(self, vals):
        moved = self.browse()
        if {"date_start", "date_end", "point_id"} & vals.keys():
            moved = self
        before = {shift: shift._get_moment() for shift in moved.sudo().shift_ids}
        result = super().write(vals)
        if before:
            moved.sudo().shift_ids._tell_moved(before)
        return result

    def _make_shifts(self):
        """Make the duties that are missing at these pickups.

        :return: off.duty.shift that were made
        """
        duties = self.env["off.duty"].search([("hub_id", "in", self.hub_id.ids)])
        if not duties:
            return self.env["off.duty.shift"]
        known = {(shift.slot_id, shift.duty_id) for shift in self.sudo().shift_ids}
        return self.env["off.duty.shift"].create(
            [
                {
                    "slot_id": slot.id,
                    "duty_id": duty.id,
                    "declared_qty": duty.needed,
                }
                for slot in self
                for duty in duties
                if duty.hub_id == slot.hub_id
                and duty._is_done_at(slot.point_id)
                and (slot, duty) not in known
            ]
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_volunteers(self):
        self.sudo().shift_ids._check_nobody_comes()
