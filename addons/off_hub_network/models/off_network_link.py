from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

PERMISSIONS = ("may_order", "may_manage_products", "may_edit_profile", "may_override")


class OffNetworkLink(models.Model):
    """A directed grant of one member to another (rule 1 of docs/domain.md)."""

    _name = "off.network.link"
    _description = "Network Link"
    _inherit = ["mail.thread", "off.step.mixin"]
    _order = "grantor_id, grantee_id, id"

    grantor_id = fields.Many2one(
        "res.partner",
        string="Granted by",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_is_member', '=', True)]",
        help="The member who lets the other one act: usually a producer.",
    )
    grantee_id = fields.Many2one(
        "res.partner",
        string="Granted to",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('off_is_member', '=', True)]",
        help="The member who may act: usually a hub.",
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        compute="_compute_company_id",
        store=True,
        index=True,
        help="Operator of the hub that received the grant.",
    )
    may_order = fields.Boolean(
        "May order", default=True, help="May put the producer's products in its cycles."
    )
    may_manage_products = fields.Boolean(
        help="May create and change the producer's products and declare what is "
        "available.",
    )
    may_edit_profile = fields.Boolean(help="May edit the producer's public profile.")
    may_override = fields.Boolean(
        "May set price and stock",
        help="May set its own price and stock for the producer's products.",
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("revoked", "Revoked"),
        ],
        required=True,
        default="proposed",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )

    _pair_uniq = models.UniqueIndex(
        "(grantor_id, grantee_id) WHERE state IN ('proposed', 'accepted')",
        "These two members are already linked in this direction.",
    )

    @api.depends("grantor_id.name", "grantee_id.name")
    def _compute_display_name(self):
        for link in self:
            link.display_name = f"{link.grantor_id.name} → {link.grantee_id.name}"

    @api.depends("grantee_id")
    def _compute_company_id(self):
        companies = dict(
            self.env["off.hub"]
            .sudo()
            ._read_group(
                [("partner_id", "in", self.grantee_id.ids)],
                ["partner_id"],
                ["company_id:recordset"],
            )
        )
        for link in self:
            link.company_id = companies.get(link.grantee_id, self.env["res.company"])[
                :1
            ]

    @api.constrains("grantor_id", "grantee_id")
    def _check_two_members(self):
        for link in self:
            if link.grantor_id == link.grantee_id:
                raise ValidationError(
                    self.env._(
                        "%s cannot be linked to itself: choose another member.",
                        link.grantor_id.display_name,
                    )
                )

    # -- who may do what ------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                # A link is born as a proposal, whoever makes it.
                vals.pop("state", None)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if {"state", "grantor_id", "grantee_id"} & vals.keys():
                raise AccessError(
                    self.env._(
                        "The two members of a link stay, and its buttons change its "
                        "state: propose another link instead."
                    )
                )
            self.filtered(
                lambda link: (
                    link.state != "proposed"
                    and any(vals.get(name) and not link[name] for name in PERMISSIONS)
                )
            )._check_speaks_for_grantor()
        return super().write(vals)

    def _check_speaks_for_grantor(self):
        """Only the member who grants, or who speaks for it, grants (rule 1)."""
        grantors = self.grantor_id
        if missing := grantors - grantors._off_get_spoken_for():
            raise AccessError(
                self.env._(
                    "Only %s can grant this: it has to answer itself, or the operator "
                    "that introduced it as long as it has no login.",
                    ", ".join(missing.mapped("name")),
                )
            )

    def _set_state(self, state, *allowed):
        for link in self:
            link._check_state(*allowed)
        self.check_access("write")
        self.sudo().state = state

    def action_accept(self):
        self._check_speaks_for_grantor()
        self._set_state("accepted", "proposed")

    def action_refuse(self):
        self._check_speaks_for_grantor()
        self._set_state("refused", "proposed")

    def action_revoke(self):
        self._set_state("revoked", "accepted")

    def action_propose_again(self):
        self._set_state("proposed", "refused", "revoked")
