from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

STATES = [
    ("customer", "Customer"),
    ("asked", "Asks to become a member"),
    ("member", "Member"),
]


class OffHubCustomer(models.Model):
    """What a hub knows of a customer: whether it is a member, and its groups."""

    _name = "off.hub.customer"
    _description = "Customer of a Hub"
    _inherit = ["mail.thread", "off.hub.owned.mixin"]
    _order = "hub_id, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        help="The household or enterprise: all its contacts are in its groups.",
    )
    email = fields.Char(related="partner_id.email")
    phone = fields.Char(related="partner_id.phone")
    state = fields.Selection(STATES, required=True, default="customer", tracking=True)
    date_start = fields.Date("Member from", help="Empty: as soon as accepted.")
    date_end = fields.Date("Member until", help="The last day. Empty: without end.")
    is_member = fields.Boolean(
        "Is a member today", compute="_compute_is_member", search="_search_is_member"
    )
    group_ids = fields.Many2many(
        "off.customer.group", string="Groups", domain="[('hub_id', '=', hub_id)]"
    )
    note = fields.Text("Internal note")
    transfer = fields.Selection(
        [
            ("auto", "As its kind: professionals apart"),
            ("own", "Apart, with a delivery note"),
            ("pooled", "With the others of its pickup"),
        ],
        "Handed over",
        required=True,
        default="auto",
        help="Enterprises, professional and collective buyers get a transfer and a "
        "numbered delivery note of their own for each order; all others of a pickup "
        "share one transfer.",
    )

    _partner_uniq = models.UniqueIndex(
        "(hub_id, partner_id)", "This customer is already known at the hub."
    )
    _dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "Set the last day of a membership after its first day.",
    )

    @api.depends("state", "date_start", "date_end")
    def _compute_is_member(self):
        today = fields.Date.context_today(self)
        for customer in self:
            customer.is_member = (
                customer.state == "member"
                and (not customer.date_start or customer.date_start <= today)
                and (not customer.date_end or today <= customer.date_end)
            )

    def _search_is_member(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        members = (
            Domain("state", "=", "member")
            & (Domain("date_start", "=", False) | Domain("date_start", "<=", today))
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", today))
        )
        result = Domain.FALSE
        if True in value:
            result |= members
        if False in value:
            result |= ~members
        return result

    @api.constrains("group_ids", "hub_id")
    def _check_groups(self):
        for customer in self:
            if foreign := customer.group_ids.filtered(
                lambda group, hub=customer.hub_id: group.hub_id != hub
            ):
                raise ValidationError(
                    self.env._(
                        "%(customer)s: %(groups)s are no groups of %(hub)s. Choose "
                        "groups of the same hub.",
                        customer=customer.partner_id.display_name,
                        groups=", ".join(foreign.mapped("name")),
                        hub=customer.hub_id.name,
                    )
                )

    @api.constrains("partner_id")
    def _check_partner(self):
        for customer in self:
            partner = customer.partner_id
            if partner != partner.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "%(contact)s is a contact of %(customer)s: choose "
                        "%(customer)s, all its contacts are in its groups.",
                        contact=partner.name,
                        customer=partner.commercial_partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Who is noted as a customer is seen by the operator from then on.
            ids = [vals["partner_id"] for vals in vals_list if vals.get("partner_id")]
            self.env["res.partner"].browse(ids).check_access("read")
        customers = super().create(vals_list)
        for company, served in customers.grouped("company_id").items():
            served.partner_id._off_serve_by(company)
        return customers

    def write(self, vals):
        if vals.get("partner_id") and not self.env.su:
            self.env["res.partner"].browse(vals["partner_id"]).check_access("read")
        return super().write(vals)

    # -- becoming a member -------------------------------------------------------
    @api.model
    def _ask(self, hub, partner):
        """``partner`` asks to become a member; asking twice is asking once.

        :return: off.hub.customer
        """
        partner = partner.commercial_partner_id
        customer = self.search(
            [("hub_id", "=", hub.id), ("partner_id", "=", partner.id)]
        )
        if not customer:
            customer = self.create({"hub_id": hub.id, "partner_id": partner.id})
        if customer.state == "member" and customer.is_member:
            return customer
        if customer.state != "asked":
            customer.state = "asked"
            hub.message_post(
                body=self.env._("%s asks to become a member.", partner.name),
                subtype_xmlid="mail.mt_comment",
            )
        return customer

    def action_accept(self):
        for customer in self.filtered(lambda one: one.state != "member"):
            customer.write({"state": "member"} | customer._get_renewed_dates())
            customer._tell(
                lambda env, hub: env._(
                    "You are now a member of %s: you see its sales and can order.", hub
                ),
            )
        return True

    def _get_renewed_dates(self):
        """A membership that had ended begins again without an end."""
        if self.date_end and self.date_end < fields.Date.context_today(self):
            return {"date_start": False, "date_end": False}
        return {}

    def action_refuse(self):
        if self.filtered(lambda one: one.state != "asked"):
            raise UserError(
                self.env._("Only those who asked to become a member can be refused.")
            )
        for customer in self:
            customer.state = "customer"
            customer._tell(
                lambda env, hub: env._(
                    "%s cannot take you as a member at the moment. Ask the hub if you "
                    "want to know more.",
                    hub,
                ),
            )
        return True

    def action_end(self):
        """The membership ends today; what was ordered stays."""
        self.filtered(lambda one: one.state == "member").write({"state": "customer"})
        return True

    def _tell(self, get_body):
        """Write to the customer in its language.

        :param get_body: gets an environment in it and the hub's name
        """
        lang = self.partner_id.lang or self.env.lang
        env = self.with_context(lang=lang).env
        self.message_post(
            body=get_body(env, self.hub_id.with_env(env).name),
            partner_ids=self.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
        )
