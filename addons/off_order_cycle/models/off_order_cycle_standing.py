from odoo import fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """Standing orders are ordered when a cycle opens, each exactly once."""

    _inherit = "off.order.cycle"

    standing_count = fields.Integer(
        "Number of standing orders", compute="_compute_counts"
    )

    def _get_counts(self):
        return super()._get_counts() | {
            "standing_count": self._count("off.standing.order.delivery", [])
        }

    def _place_standing_orders(self, orders=None, only=None):
        """Order what the standing orders of the selling hubs want in this cycle.

        The caller holds the row of the cycle: nobody else places at the same time, and
        what was placed, suspended or refused is not looked at again.

        :param orders: off.standing.order, all of the hubs when None
        :param only: off.standing.order.delivery, all of this cycle when None
        :return: off.standing.order.delivery that were settled
        """
        self.ensure_one()
        cycle = self.sudo()
        domain = [
            ("hub_id", "in", cycle.outgoing_ids.hub_id.ids),
            ("state", "in", ("active", "paused")),
        ]
        if orders is None:
            orders = cycle.env["off.standing.order"].search(domain)
        else:
            orders = orders.sudo().filtered_domain(domain)
        orders._plan_deliveries()
        deliveries = cycle.env["off.standing.order.delivery"].search(
            [
                ("cycle_id", "=", cycle.id),
                ("state", "=", "planned"),
                ("standing_order_id", "in", orders.ids),
            ]
        )
        if only is not None:
            deliveries &= only.sudo()
        for edge in cycle.outgoing_ids:
            mine = deliveries.filtered(lambda one, edge=edge: one.hub_id == edge.hub_id)
            if mine:
                edge._place_deliveries(mine)
        return deliveries

    def action_cancel(self):
        """Extends: nothing is to come of a cycle that is cancelled."""
        result = super().action_cancel()
        self.sudo().env["off.standing.order.delivery"].search(
            [("cycle_id", "in", self.ids)]
        ).standing_order_id._plan_deliveries()
        return result

    def action_view_standing(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle.off_standing_order_delivery_action"
        )
        return action | {
            "domain": [("cycle_id", "=", self.id)],
            "context": {"search_default_group_state": 1},
        }


class OffStandingOrder(models.Model):
    _inherit = "off.standing.order"

    open_delivery_count = fields.Integer(
        compute="_compute_open_delivery_count",
        help="Deliveries of cycles that are open and were not ordered yet.",
    )

    def _compute_open_delivery_count(self):
        counts = dict(
            self.env["off.standing.order.delivery"]._read_group(
                [
                    ("standing_order_id", "in", self.ids),
                    ("state", "=", "planned"),
                    ("cycle_id.state", "=", "open"),
                ],
                ["standing_order_id"],
                ["__count"],
            )
        )
        for order in self:
            order.open_delivery_count = counts.get(order, 0)

    def action_place(self):
        """Order in the cycles that are open already."""
        self.check_access("write")
        for order in self:
            order._check_state("active")
        self._plan_deliveries()
        waiting = self.sudo().delivery_ids.filtered(lambda one: one.state == "planned")
        waiting = waiting.filtered(lambda one: one._is_cycle_open())
        if not waiting:
            raise UserError(
                self.env._(
                    "No open cycle waits for these standing orders: they are ordered "
                    "when the next one opens."
                )
            )
        waiting._place_now()
        return True


class OffStandingOrderDelivery(models.Model):
    _inherit = "off.standing.order.delivery"

    def _is_cycle_open(self):
        """Whether its cycle takes orders now."""
        self.ensure_one()
        cycle = self.cycle_id
        return cycle.state == "open" and fields.Datetime.now() < cycle.date_close

    def _place_now(self):
        """Order in cycles that opened before.

        :raise UserError: a cycle takes no orders
        """
        orders = self.standing_order_id
        for cycle in self.cycle_id.sorted("id"):
            cycle._lock_row()
            cycle._check_state("open")
            cycle._place_standing_orders(orders, self)
