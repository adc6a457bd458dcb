from odoo import fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """The pickups of a cycle."""

    _inherit = "off.order.cycle"

    handover_ids = fields.One2many(
        "off.handover", "cycle_id", groups="off_hub_network.group_user"
    )
    handover_count = fields.Integer("Number of handovers", compute="_compute_counts")
    collected_count = fields.Integer("Collected", compute="_compute_counts")

    def _get_counts(self):
        return super()._get_counts() | {
            "handover_count": self._count("off.handover", []),
            "collected_count": self._count(
                "off.handover", [("state", "=", "collected")]
            ),
        }

    def action_distribute(self):
        """Extends: from now on customers collect."""
        result = super().action_distribute()
        orders = self.sudo().order_ids.filtered(
            lambda order: order.state == "sale" and order.off_slot_id
        )
        self.env["off.handover"]._ensure(orders)
        return result

    def action_view_pickups(self):
        return self._action_view(
            "off_order_cycle_pickup.off_pickup_slot_action",
            [("cycle_id", "=", self.id)],
            create=False,
        )

    def _get_unweighed(self):
        """Extends: what nobody took has no weight to be billed by."""
        return (
            super()
            ._get_unweighed()
            .filtered(lambda one: one.sudo().sale_line_id._off_get_given())
        )

    def action_settle(self):
        """Extends: nobody is billed what its pickup has not told yet."""
        for cycle in self:
            if begun := cycle.sudo().slot_ids._off_get_unfinished():
                raise UserError(
                    self.env._(
                        "%(cycle)s: these pickups are not closed yet: %(slots)s. Say "
                        "there who did not come and what becomes of what is left.",
                        cycle=cycle.name,
                        slots=", ".join(begun.mapped("display_name")),
                    )
                )
        return super().action_settle()
