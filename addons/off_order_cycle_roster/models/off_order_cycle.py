from odoo import api, fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """The roster of a cycle."""

    _inherit = "off.order.cycle"

    shift_ids = fields.One2many(
        "off.duty.shift",
        "cycle_id",
        string="Shifts",
        groups="off_hub_network.group_user",
    )
    shift_count = fields.Integer("Number of shifts", compute="_compute_counts")
    lacking_count = fields.Integer(
        "People still to find", compute="_compute_lacking_count"
    )

    def _get_counts(self):
        return super()._get_counts() | {
            "shift_count": self._count("off.duty.shift", [])
        }

    def _compute_lacking_count(self):
        sums = self._count("off.duty.shift", [], "declared_qty:sum", "reserved_qty:sum")
        for cycle in self:
            _count, needed, found = sums.get(cycle, (0, 0, 0))
            cycle.lacking_count = needed - found

    def action_view_roster(self):
        """Show the shifts of this cycle, made where they were missing."""
        self.ensure_one()
        if self.state not in ("settled", "cancel"):
            self._make_shifts()
        return self._action_view(
            "off_order_cycle_roster.off_duty_shift_action",
            [("cycle_id", "=", self.id)],
            search_default_group_slot=1,
        )

    def _make_shifts(self):
        """Duties that came to the hub after the pickups were planned."""
        slots = self.env["off.pickup.slot"].search(
            [("cycle_id", "=", self.id), ("date_end", ">", fields.Datetime.now())]
        )
        if slots.has_access("write"):
            slots._make_shifts()

    def action_cancel(self):
        """Extends: who signed up is told that nothing takes place."""
        result = super().action_cancel()
        coming = self.sudo().shift_ids._get_coming()
        coming._tell_cancelled()
        coming.action_cancel()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_volunteers(self):
        """Before its pickups go with it in the database."""
        if coming := self.sudo().shift_ids._get_coming():
            raise UserError(
                self.env._(
                    "Volunteers signed up for shifts of these cycles: %s. Cancel the "
                    "cycles instead, so that the volunteers are told.",
                    ", ".join(coming.cycle_id.mapped("name")),
                )
            )
