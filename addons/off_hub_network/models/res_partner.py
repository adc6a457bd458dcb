from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command


class ResPartner(models.Model):
    _inherit = "res.partner"

    off_role_ids = fields.Many2many(
        "off.member.role",
        string="Roles in the network",
        help="A partner with a role is a member, visible to all operators.",
    )
    off_is_member = fields.Boolean(
        "Member", compute="_compute_off_roles", store=True, index="btree_not_null"
    )
    off_is_producer = fields.Boolean(
        "Producer", compute="_compute_off_roles", store=True
    )
    off_company_ids = fields.Many2many(
        "res.company",
        "off_partner_served_company_rel",
        "partner_id",
        "company_id",
        string="Served by",
        copy=False,
        help="Operators that serve this customer; only they see it.",
    )
    off_catalog_company_ids = fields.Many2many(
        "res.company",
        "off_partner_catalog_company_rel",
        "partner_id",
        "company_id",
        string="Catalogue kept by",
        compute="_compute_off_trusted_company_ids",
        store=True,
        compute_sudo=True,
        help="Operators that this producer lets manage its products.",
    )
    off_keeper_company_id = fields.Many2one(
        "res.company",
        string="Introduced by",
        copy=False,
        readonly=True,
        help="Operator that brought this member in. It speaks for the member until the "
        "member has a login of its own.",
    )
    off_profile_company_ids = fields.Many2many(
        "res.company",
        "off_partner_profile_company_rel",
        "partner_id",
        "company_id",
        string="Profile kept by",
        compute="_compute_off_trusted_company_ids",
        store=True,
        compute_sudo=True,
        help="Operators that this member lets edit its profile.",
    )
    off_story = fields.Html(
        "Story", translate=True, help="Who they are and how they work."
    )
    off_practices = fields.Text(
        "Practices", translate=True, help="How they grow, make or choose, in short."
    )
    off_opening_hours = fields.Text(
        "Opening hours", translate=True, help="When one may come, in plain words."
    )
    off_certificate_ids = fields.One2many(
        "off.certificate", "partner_id", string="Certificates"
    )
    off_photo_ids = fields.One2many("off.member.photo", "partner_id", string="Photos")
    off_delivery_day_ids = fields.Many2many(
        "off.weekday",
        string="Delivery days",
        help="Days on which it delivers or hands over.",
    )
    off_label_ids = fields.Many2many(
        "off.label",
        string="Labels",
        compute="_compute_off_label_ids",
        search="_search_off_label_ids",
        help="Of certificates that are valid today.",
    )
    off_granted_link_ids = fields.One2many(
        "off.network.link", "grantor_id", string="Links granted"
    )
    off_product_ids = fields.One2many(
        "product.template", "off_producer_id", string="Products of this producer"
    )
    off_product_count = fields.Integer(
        "Number of products", compute="_compute_off_product_count"
    )

    @api.depends("off_role_ids")
    def _compute_off_roles(self):
        producer = self.env.ref("off_hub_network.role_producer", False)
        for partner in self:
            partner.off_is_member = bool(partner.off_role_ids)
            partner.off_is_producer = bool(
                producer and producer in partner.off_role_ids
            )

    @api.depends(
        "off_granted_link_ids.state",
        "off_granted_link_ids.may_manage_products",
        "off_granted_link_ids.may_edit_profile",
        "off_granted_link_ids.company_id",
    )
    def _compute_off_trusted_company_ids(self):
        for partner in self:
            links = partner.off_granted_link_ids.filtered(
                lambda link: link.state == "accepted"
            )
            partner.off_catalog_company_ids = links.filtered(
                "may_manage_products"
            ).company_id
            partner.off_profile_company_ids = links.filtered(
                "may_edit_profile"
            ).company_id

    @api.depends("off_certificate_ids.date_start", "off_certificate_ids.date_end")
    def _compute_off_label_ids(self):
        # Labels are shown to everybody, certificates are not.
        labels = self.env["off.certificate"].sudo()._get_labels(self._origin)
        for partner in self:
            partner.off_label_ids = labels.get(partner._origin)

    def _search_off_label_ids(self, operator, value):
        if operator not in ("in", "any", "any!"):
            return NotImplemented
        today = fields.Date.context_today(self)
        return [
            (
                "off_certificate_ids",
                "any!",
                [
                    ("label_id", operator, value),
                    *self.env["off.certificate"]._get_valid_domain(today),
                ],
            )
        ]

    def _compute_off_product_count(self):
        counts = dict(
            self.env["product.template"]._read_group(
                [("off_producer_id", "in", self.ids)],
                ["off_producer_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.off_product_count = counts.get(partner, 0)

    @api.model
    def _commercial_fields(self):
        # An address belongs to whoever serves its customer.
        return super()._commercial_fields() + ["off_company_ids"]

    @api.model_create_multi
    def create(self, vals_list):
        company = self.env.company
        if company.sudo().off_is_operator:
            for vals in vals_list:
                if vals.get("off_role_ids"):
                    vals["off_keeper_company_id"] = company.id
                elif not (vals.get("parent_id") or "off_company_ids" in vals):
                    vals["off_company_ids"] = [Command.set(company.ids)]
        return super().create(vals_list)

    def write(self, vals):
        if "off_keeper_company_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("Who introduced a member is recorded once, when it comes.")
            )
        terms = self._off_get_own_terms(vals)
        if not terms:
            return super().write(vals)
        self.browse().check_access("write")
        members = self.filtered("off_is_member")
        super(ResPartner, members.sudo()).write(terms)
        rest = {name: value for name, value in vals.items() if name not in terms}
        super(ResPartner, self - members).write(vals)
        return super(ResPartner, members).write(rest) if rest else True

    def _off_get_own_terms(self, vals):
        """Values that each company has of its own: an operator sets its accounts and
        payment terms of a member whose profile it may not change."""
        if self.env.su:
            return {}
        return {
            name: value
            for name, value in vals.items()
            if name in self._fields and self._fields[name].company_dependent
        }

    def _off_serve_by(self, company):
        """Record that ``company`` serves these customers.

        Portal users get the company too, else they would not see their own orders on
        that operator's site. Internal users do not: their groups are not per company,
        a second company would open its orders to them.
        """
        customers = self.commercial_partner_id.sudo()
        customers.filtered(
            lambda partner: company not in partner.off_company_ids
        ).write({"off_company_ids": [Command.link(company.id)]})
        users = (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("partner_id.commercial_partner_id", "in", customers.ids),
                    ("share", "=", True),
                    ("company_ids", "not in", company.ids),
                ]
            )
        )
        users.filtered(lambda user: user._is_portal()).write(
            {"company_ids": [Command.link(company.id)]}
        )

    def action_off_view_products(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_hub_network.product_producer_action"
        )
        action["domain"] = [("off_producer_id", "=", self.id)]
        action["context"] = {"default_off_producer_id": self.id}
        return action
