from odoo import api, fields, models


class OffHub(models.Model):
    """Who may look at a hub's sales, and who may order."""

    _inherit = "off.hub"

    seen_by = fields.Selection(
        [
            ("public", "Everybody"),
            ("registered", "Who has an account"),
            ("members", "Members of the hub"),
        ],
        "Sales are seen by",
        required=True,
        default="public",
    )
    ordered_by = fields.Selection(
        [("registered", "Who has an account"), ("members", "Members of the hub")],
        "Orders come from",
        compute="_compute_ordered_by",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Where members alone order, others can ask to become members.",
    )
    customer_ids = fields.One2many("off.hub.customer", "hub_id", string="Customers")
    customer_group_ids = fields.One2many(
        "off.customer.group", "hub_id", string="Groups of customers"
    )
    access_rule_ids = fields.One2many(
        "off.access.rule", "hub_id", string="Rules of access"
    )
    asking_count = fields.Integer(
        "Ask to become members", compute="_compute_asking_count"
    )

    @api.depends("seen_by")
    def _compute_ordered_by(self):
        """Who may not look cannot order."""
        for hub in self:
            if hub.seen_by == "members":
                hub.ordered_by = "members"
            elif not hub.ordered_by:
                hub.ordered_by = "registered"

    def _compute_asking_count(self):
        counts = dict(
            self.env["off.hub.customer"]._read_group(
                [("hub_id", "in", self.ids), ("state", "=", "asked")],
                ["hub_id"],
                ["__count"],
            )
        )
        for hub in self:
            hub.asking_count = counts.get(hub, 0)

    def action_view_customers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Customers of %s", self.name),
            "res_model": "off.hub.customer",
            "view_mode": "list,form",
            "domain": [("hub_id", "=", self.id)],
            "context": {"default_hub_id": self.id},
        }

    def action_note_customers(self):
        """Note all who ever ordered here as members, so that a hub can be closed to
        others without turning its own customers away."""
        self.ensure_one()
        rows = self.env["sale.order"]._read_group(
            [("off_hub_id", "=", self.id), ("state", "=", "sale")], ["partner_id"]
        )
        partners = self.env["res.partner"].union(
            *(partner.commercial_partner_id for (partner,) in rows)
        )
        known = self.customer_ids.partner_id
        self.env["off.hub.customer"].create(
            [
                {"hub_id": self.id, "partner_id": partner.id, "state": "member"}
                for partner in partners - known
            ]
        )
        return self.action_view_customers()
