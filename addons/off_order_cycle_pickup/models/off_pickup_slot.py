from odoo import api, fields, models


class OffPickupSlot(models.Model):
    """A pickup at which goods are handed over."""

    _name = "off.pickup.slot"
    _inherit = ["off.pickup.slot", "off.step.mixin"]

    _follow_steps = frozenset(
        {"date_pickup_closed", "pickup_closed_by_id", "pickup_version"}
    )

    date_pickup_closed = fields.Datetime("Closed on", readonly=True, copy=False)
    pickup_closed_by_id = fields.Many2one(
        "res.users", "Closed by", readonly=True, copy=False, ondelete="restrict"
    )
    # Written by whoever does something here: of two at once one begins again.
    pickup_version = fields.Integer("Version", readonly=True, copy=False, default=0)
    handover_ids = fields.One2many(
        "off.handover", "slot_id", groups="off_hub_network.group_user"
    )
    pickup_count_ids = fields.One2many(
        "off.pickup.count",
        "slot_id",
        "Counts of Tills",
        groups="off_hub_network.group_user",
    )
    handover_count = fields.Integer(
        "To hand over", compute="_compute_pickup_counts", compute_sudo=True
    )
    collected_count = fields.Integer(
        "Collected", compute="_compute_pickup_counts", compute_sudo=True
    )
    absent_count = fields.Integer(
        "Not collected", compute="_compute_pickup_counts", compute_sudo=True
    )

    @api.depends("handover_ids.state")
    def _compute_pickup_counts(self):
        rows = self.env["off.handover"]._read_group(
            [("slot_id", "in", self.ids)], ["slot_id", "state"], ["__count"]
        )
        counts = {(slot, state): count for slot, state, count in rows}
        for slot in self:
            mine = {
                state: count for (one, state), count in counts.items() if one == slot
            }
            slot.handover_count = sum(mine.values())
            slot.collected_count = mine.get("collected", 0)
            slot.absent_count = sum(
                mine.get(state, 0)
                for state in ("absent", "kept", "charged", "cancelled")
            )

    def _off_get_pending(self):
        """:return: off.allocation of what was not handed over at these pickups and has
        not moved yet"""
        return self.env["off.allocation"].search(
            [
                ("order_id.off_slot_id", "in", self.ids),
                ("off_given_up", "!=", False),
                ("move_line_id", "=", False),
            ],
            order="id",
        )

    def _off_get_unfinished(self):
        """Those of these pickups where something was done and that nobody closed."""
        begun = self.handover_ids.filtered(lambda one: one.state != "waiting").slot_id
        pending = self._off_get_pending().order_id.off_slot_id
        return (
            (begun | pending).filtered(lambda slot: not slot.date_pickup_closed)
            | pending
        ) & self

    def _off_begin(self):
        """Let no two people do something at these pickups at once.

        The rows are written, not only locked: transactions see the data as it was when
        they began, and one that waited here begins again and sees the other's.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE off_pickup_slot SET pickup_version = pickup_version + 1
             WHERE id IN (SELECT id FROM off_pickup_slot WHERE id = ANY(%s)
                           ORDER BY id FOR UPDATE)
            """,
            [list(self.ids)],
        )
        self.invalidate_recordset()

    def action_open_pickup(self):
        """Hand over, on a phone or whatever there is."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/pickup/{self.id}",
            "target": "self",
        }

    def action_view_handovers(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_pickup.off_handover_action"
        )
        return action | {
            "domain": [("slot_id", "=", self.id)],
            "context": {"create": False},
        }
