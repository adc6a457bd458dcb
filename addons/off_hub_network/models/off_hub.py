from odoo import api, fields, models


class OffHub(models.Model):
    _name = "off.hub"
    _description = "Hub"
    _inherit = ["mail.thread", "off.kept.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The structure that keeps the books of this hub. One operator may run "
        "many hubs.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Member",
        required=True,
        ondelete="restrict",
        help="The hub as a member of the network: address, contacts, public profile.",
    )
    model_id = fields.Many2one(
        "off.hub.model",
        string="Hub model",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="How it works. Choosing one adds what hubs of this model start with; "
        "what is there stays.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    producer_ids = fields.Many2many(
        "res.partner",
        compute="_compute_producer_ids",
        string="Producers",
        help="Producers from whom this hub may order.",
    )
    producer_count = fields.Integer(compute="_compute_producer_ids")

    _partner_uniq = models.UniqueIndex(
        "(partner_id)", "Another hub already stands for this member."
    )

    @api.model_create_multi
    def create(self, vals_list):
        role = self.env.ref("off_hub_network.role_hub")
        self._check_partners(vals_list)
        for vals in vals_list:
            if not vals.get("partner_id"):
                vals["partner_id"] = (
                    self.env["res.partner"]
                    .create(
                        {
                            "name": vals.get("name"),
                            "is_company": True,
                            "off_role_ids": [fields.Command.link(role.id)],
                        }
                    )
                    .id
                )
        hubs = super().create(vals_list)
        hubs.partner_id.filtered(lambda p: role not in p.off_role_ids).write(
            {"off_role_ids": [fields.Command.link(role.id)]}
        )
        hubs._apply_model()
        return hubs

    @api.model
    def _get_default(self):
        """:return: the hub that a user most likely means: the first of its operator"""
        return self.search([("company_id", "=", self.env.company.id)], limit=1)

    def _check_partners(self, vals_list):
        """A hub stands for a member that its operator may change, not for any number:
        it speaks in its name."""
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        self.env["res.partner"].browse(ids).check_access("write")

    def write(self, vals):
        self._check_partners([vals])
        result = super().write(vals)
        if vals.get("model_id"):
            self._apply_model()
        return result

    def _apply_model(self):
        """Give hubs what those of their model start with; what is there stays.

        Other add-ons extend it with what they bring to a model.

        :return: True
        """
        # Who manages a hub says what it is, also where its member keeps its profile.
        for hub in self.filtered("model_id").sudo():
            if missing := hub.model_id.role_ids - hub.partner_id.off_role_ids:
                hub.partner_id.off_role_ids = [
                    fields.Command.link(role.id) for role in missing
                ]
        return True

    def _compute_producer_ids(self):
        suppliers = self._get_suppliers()
        for hub in self:
            hub.producer_ids = suppliers[hub]
            hub.producer_count = len(suppliers[hub])

    def _get_suppliers(self):
        """Producers who let each hub order from them.

        :return: ``{hub: res.partner}``, every hub of ``self`` has a key.
        """
        return self._get_grantors("may_order")

    def _get_overridable(self):
        """Producers who let each hub set its own price and stock.

        :return: ``{hub: res.partner}``, every hub of ``self`` has a key.
        """
        return self._get_grantors("may_override")

    def _get_grantors(self, permission):
        links = self.env["off.network.link"]._read_group(
            [
                ("grantee_id", "in", self.partner_id.ids),
                ("state", "=", "accepted"),
                (permission, "=", True),
            ],
            ["grantee_id"],
            ["grantor_id:recordset"],
        )
        by_partner = dict(links)
        nobody = self.env["res.partner"]
        return {hub: by_partner.get(hub.partner_id, nobody) for hub in self}

    def action_view_links(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_hub_network.off_network_link_action"
        )
        action["domain"] = [
            "|",
            ("grantor_id", "=", self.partner_id.id),
            ("grantee_id", "=", self.partner_id.id),
        ]
        action["context"] = {"default_grantee_id": self.partner_id.id}
        return action
