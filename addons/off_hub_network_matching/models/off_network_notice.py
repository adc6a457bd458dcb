from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..matching.question import get_weekly_quantity
from ..tools import say_number


class OffNetworkNotice(models.Model):
    """What a member looks for, or what it can supply.

    Needs and capacities are one model: they say the same things, and a suggestion is a
    need and a capacity laid side by side, whichever of the two asked.
    """

    _name = "off.network.notice"
    _description = "Need or Capacity"
    _inherit = ["off.kept.mixin"]
    _order = "state desc, id desc"

    kind = fields.Selection(
        [("need", "Looks for"), ("capacity", "Can supply")],
        required=True,
        default="need",
    )
    member_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._get_own_members()[:1],
        domain="[('id', 'in', own_member_ids)]",
    )
    own_member_ids = fields.Many2many(
        "res.partner", compute="_compute_own_member_ids", string="Own members"
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        index=True,
        readonly=True,
        copy=False,
        help="Operator that wrote it for the member.",
    )
    product = fields.Char(
        index="trigram",
        help="In one or two words, such as “carrots”. Empty: any product.",
    )
    category_id = fields.Many2one(
        "product.category", index="btree_not_null", ondelete="set null"
    )
    quantity = fields.Float(
        digits="Product Unit", min_display_digits=1, help="0 if it does not matter."
    )
    uom_id = fields.Many2one(
        "uom.uom",
        string="Unit",
        ondelete="restrict",
        default=lambda self: self.env.ref("uom.product_uom_kgm", False),
    )
    rhythm = fields.Selection(
        [
            ("once", "Once"),
            ("weekly", "A week"),
            ("monthly", "A month"),
            ("yearly", "A year"),
        ],
        required=True,
        default="weekly",
    )
    weekly_qty = fields.Float(
        "Quantity a week",
        compute="_compute_weekly_qty",
        store=True,
        help="In the reference unit of its kind, such as kg for all weights.",
    )
    reference_uom_id = fields.Many2one(
        "uom.uom", compute="_compute_weekly_qty", store=True, string="Reference unit"
    )
    label_ids = fields.Many2many(
        "off.label", string="Labels wanted", help="Counted with a certificate of today."
    )
    labels_required = fields.Boolean(
        "Only with these labels", help="Leave out whoever lacks one of them."
    )
    radius = fields.Integer(
        "Radius (km)", default=50, help="As the crow flies. 0: no limit."
    )
    date_start = fields.Date("From", help="Empty: as of now.")
    date_end = fields.Date("Until", help="The last day. Empty: no end.")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        index=True,
    )
    visibility = fields.Selection(
        [
            ("members", "Members who see me"),
            ("private", "Only me"),
        ],
        string="Shown to",
        required=True,
        default="members",
        help="Only me: it finds others, and nobody finds it.",
    )
    note = fields.Text()

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "A quantity cannot be negative."
    )
    _radius_positive = models.Constraint(
        "CHECK (radius >= 0)", "A radius cannot be negative: 0 stands for no limit."
    )
    _dates = models.Constraint(
        "CHECK (date_end >= date_start)",
        "Set a last day that is not before the first one.",
    )

    @api.depends("kind", "product", "category_id", "quantity", "uom_id", "rhythm")
    def _compute_display_name(self):
        for notice in self:
            # Portal users read no units and no categories.
            notice.display_name = notice.sudo()._get_summary()

    def _get_summary(self):
        """Such as “Looks for: carrots, 60 kg a week”."""
        what = self.product or self.category_id.name or self.env._("any product")
        if self.kind == "need":
            parts = [self.env._("Looks for: %s", what)]
        else:
            parts = [self.env._("Can supply: %s", what)]
        if self.quantity:
            rhythm = dict(self._fields["rhythm"]._description_selection(self.env))
            parts.append(
                f"{say_number(self.env, self.quantity)} {self.uom_id.name or ''} "
                f"{rhythm[self.rhythm].lower()}"
            )
        return ", ".join(parts)

    @api.depends("quantity", "rhythm", "date_start", "date_end", "uom_id.factor")
    def _compute_weekly_qty(self):
        for notice in self:
            unit = notice.uom_id
            path = unit.parent_path or ""
            notice.reference_uom_id = int(path.split("/")[0]) if path else unit
            notice.weekly_qty = (unit.factor or 1.0) * get_weekly_quantity(
                notice.quantity, notice.rhythm, notice.date_start, notice.date_end
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_own_member_ids(self):
        self.own_member_ids = self._get_own_members()

    # -- who may do what ------------------------------------------------------------
    @api.model
    def _get_own_members(self):
        """Members for whom the user may write notices: its own, the hubs of its
        operator, and those that its operator introduced and that have no login."""
        Partner = self.env["res.partner"]
        user = self.env.user
        if not user._is_internal():
            return user.commercial_partner_id.filtered("off_is_member")
        hubs = (
            self.env["off.hub"]
            .sudo()
            .search([("company_id", "in", self.env.companies.ids)], order="id")
        )
        kept = Partner.search([("off_keeper_company_id", "in", self.env.companies.ids)])
        own = user.commercial_partner_id.filtered("off_is_member")
        return Partner.browse(hubs.partner_id.ids) | (kept | own)._off_get_spoken_for()

    def _check_own_members(self):
        if self.env.su:
            return
        if others := self.member_id - self._get_own_members():
            raise AccessError(
                self.env._(
                    "Only %s may write what it looks for or can supply: choose your "
                    "own member.",
                    ", ".join(others._filtered_access("read").mapped("name"))
                    or self.env._("the member itself"),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        user = self.env.user
        company = self.env.company
        for vals in vals_list:
            if not self.env.su:
                vals["company_id"] = company.id if user._is_internal() else False
        notices = super().create(vals_list)
        notices._check_own_members()
        return notices

    def write(self, vals):
        if "company_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("Which operator wrote a notice is recorded once.")
            )
        result = super().write(vals)
        if "member_id" in vals:
            self._check_own_members()
        return result

    def action_close(self):
        self.state = "closed"

    def action_open(self):
        self.state = "open"
