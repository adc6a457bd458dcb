from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class OffOrderCycle(models.Model):
    """What is weighed in a cycle before it is settled (rule 24)."""

    _inherit = "off.order.cycle"

    to_weigh_count = fields.Integer("Still to weigh", compute="_compute_weigh_counts")
    by_weight_count = fields.Integer(
        "Billed by weight", compute="_compute_weigh_counts"
    )

    @api.depends("allocation_ids.weight", "allocation_ids.unit_weight")
    def _compute_weigh_counts(self):
        counts = defaultdict(int)
        for cycle, weight, count in self.env["off.allocation"]._read_group(
            [("cycle_id", "in", self.ids), ("unit_weight", ">", 0)],
            ["cycle_id", "weight"],
            ["__count"],
        ):
            counts[cycle, bool(weight)] += count
        for cycle in self:
            cycle.to_weigh_count = counts[cycle, False]
            cycle.by_weight_count = counts[cycle, False] + counts[cycle, True]

    def action_view_weights(self):
        """The list for whoever stands at the scales."""
        return self._action_view(
            "off_order_cycle.off_allocation_weight_action",
            [("cycle_id", "=", self.id), ("unit_weight", ">", 0)],
        )

    def action_keep_estimates(self):
        """Bill what was not weighed by its estimate, deliberately."""
        for cycle in self:
            for allocation in cycle._get_unweighed():
                allocation.weight = allocation.estimated_weight
        return True

    def _get_unweighed(self):
        return self.env["off.allocation"].search(
            [
                ("cycle_id", "in", self.ids),
                ("unit_weight", ">", 0),
                ("weight", "=", 0),
                ("quantity", "!=", 0),
            ]
        )

    def action_settle(self):
        """Extends: nobody is billed an estimate by oversight."""
        for cycle in self:
            cycle._lock_row()
            unweighed = cycle._get_unweighed()
            if cycle.state == "distributed" and unweighed:
                raise UserError(
                    self.env._(
                        "%(cycle)s: these are billed by weight and not weighed: "
                        "%(products)s. Write their weights, or press “Keep the "
                        "estimates”.",
                        cycle=cycle.name,
                        products=", ".join(
                            f"{one.product_id.display_name} ({one.order_id.name})"
                            for one in unweighed[:10]
                        ),
                    )
                )
        return super().action_settle()

    def _create_producer_bills(self):
        """Extends: producers are paid for what was weighed."""
        lines = self.purchase_ids.order_line
        if lines.filtered("off_unit_weight"):
            lines._off_set_weights(self._get_average_weights())
        return super()._create_producer_bills()

    def _get_average_weights(self):
        """:return: ``{product: kilograms of one unit on average}``"""
        totals = defaultdict(lambda: [0.0, 0.0])
        for allocation in self.allocation_ids.filtered("unit_weight"):
            total = totals[allocation.product_id]
            total[0] += allocation.weight or allocation.estimated_weight
            total[1] += allocation.quantity
        return {
            product: weight / quantity
            for product, (weight, quantity) in totals.items()
            if quantity
        }


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _prepare_purchase_lines(self, lines):
        """Extends: the price of what is paid by weight is for an estimate."""
        vals_list = super()._prepare_purchase_lines(lines)
        for (offer, _price, _quantity), vals in zip(lines, vals_list, strict=True):
            vals["off_unit_weight"] = offer.product_id._off_get_unit_weight()
        return vals_list
