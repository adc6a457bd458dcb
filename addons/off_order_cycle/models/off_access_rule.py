from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ..engine.access import Rule

# {what a rule is about: its fields that say which}
TARGETS = {
    "offer": ("producer_ids", "categ_ids", "product_ids"),
    "cycle": ("cycle_ids",),
    "pickup": ("point_ids",),
}


class OffAccessRule(models.Model):
    """A line of what a hub shows to whom, by priority (see ``engine.access``).

    Nothing that a rule names can be deleted: the rule would speak of everything then.
    """

    _name = "off.access.rule"
    _description = "Rule of Access"
    _inherit = ["off.hub.owned.mixin"]
    _order = "hub_id, sequence, id"

    sequence = fields.Integer(
        "Priority",
        default=10,
        help="Of the rules that speak of a customer, the first one that covers a "
        "product, cycle, pickup point or means of payment decides.",
    )
    active = fields.Boolean(default=True)
    effect = fields.Selection(
        [("show", "Show"), ("hide", "Hide")], required=True, default="hide"
    )
    subject = fields.Selection(
        [("offer", "Products"), ("cycle", "Order cycles"), ("pickup", "Pickup points")],
        required=True,
        default="offer",
    )
    group_ids = fields.Many2many(
        "off.customer.group",
        string="To the groups",
        ondelete="restrict",
        domain="[('hub_id', '=', hub_id)]",
        help="Empty: to everybody, visitors too.",
    )
    producer_ids = fields.Many2many(
        "res.partner",
        "off_access_rule_producer_rel",
        string="Of the producers",
        ondelete="restrict",
        domain="[('off_is_producer', '=', True)]",
    )
    categ_ids = fields.Many2many(
        "product.category", string="Of the categories", ondelete="restrict"
    )
    product_ids = fields.Many2many(
        "product.template",
        string="These products",
        ondelete="restrict",
        domain="[('off_producer_id', '!=', False)]",
    )
    cycle_ids = fields.Many2many(
        "off.order.cycle",
        string="These cycles",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Copies of a cycle, and what a schedule makes of it, are covered too.",
    )
    point_ids = fields.Many2many(
        "off.pickup.point",
        string="At the pickup points",
        ondelete="restrict",
        domain="[('hub_id', '=', hub_id)]",
    )
    summary = fields.Char("Covers", compute="_compute_summary")

    @api.model
    def _get_targets(self):
        """:return: ``{subject: fields that say which}``"""
        return TARGETS

    @api.depends("subject", *(name for names in TARGETS.values() for name in names))
    def _compute_summary(self):
        targets = self._get_targets()
        for rule in self:
            named = [
                ", ".join(rule[name].mapped("display_name"))
                for name in targets.get(rule.subject, ())
                if rule[name]
            ]
            rule.summary = " · ".join(named) or self.env._("all")

    @api.depends("effect", "summary")
    def _compute_display_name(self):
        effects = dict(self._fields["effect"]._description_selection(self.env))
        for rule in self:
            rule.display_name = f"{effects.get(rule.effect, '')}: {rule.summary}"

    @api.constrains("group_ids", "point_ids", "cycle_ids", "hub_id")
    def _check_hub(self):
        for rule in self:
            hub = rule.hub_id
            foreign = [
                *rule.group_ids.filtered(lambda one, h=hub: one.hub_id != h),
                *rule.point_ids.filtered(lambda one, h=hub: one.hub_id != h),
                *rule.cycle_ids.filtered(
                    lambda one, h=hub: one.company_id != h.company_id
                ),
            ]
            if foreign:
                raise ValidationError(
                    self.env._(
                        "A rule of %(hub)s only speaks of what is its own, remove: "
                        "%(names)s",
                        hub=hub.name,
                        names=", ".join(one.display_name for one in foreign),
                    )
                )

    # -- read by each page -------------------------------------------------------
    @api.model
    @tools.ormcache("hub_id")
    def _read_rules(self, hub_id):
        """The rules of a hub, as plain values that processes keep until one changes.

        :return: ``{subject: (engine Rule, …)}`` by priority
        """
        rules = {}
        targets = self._get_targets()
        found = self.sudo().search([("hub_id", "=", hub_id)])
        # What is archived still limits a rule: it must not speak of everything then.
        for rule in found.with_context(active_test=False):
            rules.setdefault(rule.subject, []).append(
                Rule(
                    rule.effect == "show",
                    frozenset(rule.group_ids.ids),
                    tuple(
                        (name, frozenset(rule[name].ids))
                        for name in targets[rule.subject]
                        if rule[name]
                    ),
                )
            )
        return {subject: tuple(listed) for subject, listed in rules.items()}

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
