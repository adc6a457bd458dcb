from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.sharing import share_by_groups, share_in_proportion

RULES = [
    ("first", "First come, first served"),
    ("proportion", "In proportion"),
    ("groups", "Groups of customers first"),
]


class OffOrderCycle(models.Model):
    """By which rule what arrived is shared out (rule 20)."""

    _inherit = "off.order.cycle"

    share_rule = fields.Selection(
        RULES,
        string="Sharing out",
        required=True,
        default="first",
        help="Where less arrives than was ordered. In proportion: each gets the same "
        "part of what it asked, in whole pieces where pieces were asked.",
    )
    share_group_ids = fields.Many2many(
        "off.customer.group",
        string="Served first",
        domain="[('hub_id.company_id', '=', company_id)]",
        help="These groups of customers are served before the others, in the order of "
        "the groups.",
    )

    @api.constrains("share_rule", "share_group_ids")
    def _check_share_groups(self):
        for cycle in self:
            if cycle.share_rule == "groups" and not cycle.share_group_ids:
                raise ValidationError(
                    self.env._(
                        "%s: say which groups of customers are served first, or share "
                        "out by another rule.",
                        cycle.name,
                    )
                )

            foreign = cycle.share_group_ids.filtered(
                lambda group, cycle=cycle: group.company_id != cycle.company_id
            )
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(groups)s: choose groups of customers of %(operator)s.",
                        groups=", ".join(foreign.mapped("name")),
                        operator=cycle.company_id.name,
                    )
                )

    def write(self, vals):
        if {"share_rule", "share_group_ids"} & vals.keys():
            late = self.filtered(
                lambda cycle: cycle.state in ("allocated", "distributed", "settled")
            )
            if late:
                raise UserError(
                    self.env._(
                        "These cycles are shared out already: %s. Change who gets what "
                        "by hand.",
                        ", ".join(late.mapped("name")),
                    )
                )
        return super().write(vals)

    def _share_wishes(self, available, lines, rule=None):
        """Extends: by the rule of this cycle."""
        rule = rule or self.share_rule
        if rule not in ("proportion", "groups"):
            return super()._share_wishes(available, lines, rule)
        wishes = [line._off_get_wish() for line in lines]
        if rule == "proportion":
            return share_in_proportion(available, wishes)
        return share_by_groups(available, wishes, self._get_group_ranks(lines))

    def _get_group_ranks(self, lines):
        """:return: ``{order line: place of the first group of its customer}``, without
        those of no group that is served first"""
        groups = self.sudo().share_group_ids.sorted(
            lambda group: (group.sequence, group.id)
        )
        ranks = {}
        for rank, group in reversed(list(enumerate(groups))):
            for partner in group.customer_ids.partner_id:
                ranks[group.hub_id, partner.commercial_partner_id] = rank
        found = {
            line: ranks.get(
                (
                    line.order_id.sudo().off_hub_id,
                    line.order_id.sudo().partner_id.commercial_partner_id,
                )
            )
            for line in lines
        }
        return {line: rank for line, rank in found.items() if rank is not None}
