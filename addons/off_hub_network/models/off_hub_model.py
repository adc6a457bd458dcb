from odoo import api, fields, models

from .off_network_link import PERMISSIONS


class OffHubModel(models.Model):
    """A way of working that hubs have in common (rule 6 of docs/domain.md).

    It is data: an administrator adds others. Add-ons extend it with what they bring to
    the start of a hub, such as its pickup points.
    """

    _name = "off.hub.model"
    _description = "Hub Model"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Its address on the website, such as buying-group."
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    summary = fields.Char(
        translate=True, help="In one sentence, for whom it is and what it does."
    )
    description = fields.Html(
        "Page",
        translate=True,
        help="Explains to newcomers how such a hub works, who does what and what it "
        "asks of them.",
    )
    role_ids = fields.Many2many(
        "off.member.role",
        string="Further roles",
        help="Roles that its hub has in the network besides that of a hub.",
    )
    may_order = fields.Boolean("Asks to order", default=True)
    may_manage_products = fields.Boolean("Asks to manage products")
    may_edit_profile = fields.Boolean("Asks to edit the profile")
    may_override = fields.Boolean("Asks to set price and stock")
    vat_exempt = fields.Boolean(
        "Not liable to VAT",
        help="An operator that joins with such a hub starts without VAT: its choice, "
        "to be checked with who keeps its books.",
    )
    hub_ids = fields.One2many("off.hub", "model_id", string="Hubs")

    _code_uniq = models.UniqueIndex("(code)", "A hub model with this code exists.")
    _code_form = models.Constraint(
        "CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$')",
        "Write the code of a hub model in small letters, digits and hyphens, such as "
        "buying-group: it is part of an address.",
    )

    @api.model
    def _get_asked(self):
        """Permissions that hubs of these models ask of a producer."""
        return [name for name in PERMISSIONS if any(self.mapped(name))]
