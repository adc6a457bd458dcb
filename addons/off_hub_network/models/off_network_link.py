from odoo import api, fields, models
from odoo.exceptions import ValidationError

PERMISSIONS = ("may_order", "may_manage_products", "may_edit_profile", "may_override")


class OffNetworkLink(models.Model):
    """A directed grant of one member to another (rule 1 of docs/domain.md)."""

    _name = "off.network.link"
    _description = "Network Link"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
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
    proposed_by_id = fields.Many2one(
        "res.partner",
        string="Proposed by",
        readonly=True,
        copy=False,
        help="The one of the two that asked; the other one answers.",
    )
    message = fields.Text(help="What the one who proposes says to the other.")
    may_order = fields.Boolean(
        "May order",
        default=True,
        tracking=True,
        help="May put the producer's products in its cycles.",
    )
    may_manage_products = fields.Boolean(
        tracking=True,
        help="May create and change the producer's products and declare what is "
        "available.",
    )
    may_edit_profile = fields.Boolean(
        tracking=True, help="May edit the producer's public profile."
    )
    may_override = fields.Boolean(
        "May set price and stock",
        tracking=True,
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

    @api.onchange("grantee_id")
    def _onchange_grantee_id(self):
        """A hub asks for what hubs of its model need."""
        hub = self.env["off.hub"].search(
            [("partner_id", "=", self.grantee_id.id)], limit=1
        )
        if self.state == "proposed" and hub.model_id:
            asked = hub.model_id._get_asked()
            for name in PERMISSIONS:
                self[name] = name in asked

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
