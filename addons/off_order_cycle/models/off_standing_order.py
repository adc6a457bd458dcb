from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.standing import REFUSE, SKIP, TAKE

STATES = [
    ("draft", "Proposed"),
    ("active", "Active"),
    ("paused", "Paused"),
    ("ended", "Ended"),
]
# What its deliveries follow from.
PLANNED_BY = {
    "state",
    "hub_id",
    "schedule_id",
    "rhythm",
    "every_weeks",
    "chosen_date_ids",
    "date_start",
    "date_end",
}


class OffStandingOrder(models.Model):
    """What a customer wants in each cycle of a hub, ordered by itself when it opens.

    Its days are planned in ``off_standing_order_plan``, prices and instalments of a
    contract are in ``off_standing_order_contract``; cycles order it in
    ``off_exchange_standing``.
    """

    _name = "off.standing.order"
    _description = "Standing Order"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "state, hub_id, partner_id, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Basket"))
    active = fields.Boolean(default=True)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        index=True,
        tracking=True,
    )
    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="restrict",
        index=True,
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        related="hub_id.company_id", string="Operator", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_accepted = fields.Datetime(
        "Accepted on",
        readonly=True,
        copy=False,
        help="Who was accepted first is served first.",
    )

    # -- where and when ----------------------------------------------------------------
    point_id = fields.Many2one(
        "off.pickup.point",
        string="Pickup point",
        ondelete="restrict",
        domain="[('hub_id', '=', hub_id)]",
    )
    weekday_id = fields.Many2one(
        "off.weekday",
        string="Preferred weekday",
        help="Where a cycle has several pickups at the point.",
    )
    hour = fields.Float("Preferred hour", help="0:00 for no preference.")
    schedule_id = fields.Many2one(
        "off.cycle.schedule",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('company_id', '=', company_id)]",
        help="Only its cycles, whose days are known in advance; every cycle in which "
        "the hub sells when empty.",
    )
    rhythm = fields.Selection(
        [
            ("every", "Every cycle"),
            ("weeks", "Every so many weeks"),
            ("dates", "Chosen days"),
        ],
        required=True,
        default="every",
    )
    every_weeks = fields.Integer(
        "Every … weeks", default=2, help="Counted from the week of the first day."
    )
    chosen_date_ids = fields.Many2many(
        "off.cycle.schedule.date",
        string="Days",
        domain="[('schedule_id', '=', schedule_id)]",
    )
    date_start = fields.Date("From", required=True, default=fields.Date.context_today)
    date_end = fields.Date("Until", help="Without an end when empty.")

    # -- what --------------------------------------------------------------------------
    line_ids = fields.One2many(
        "off.standing.order.line",
        "standing_order_id",
        string="Products",
        domain=[("delivery_id", "=", False)],
    )
    shortage = fields.Selection(
        [
            (SKIP, "Leave the product out"),
            (TAKE, "Take what is left"),
            (REFUSE, "Order nothing that time"),
        ],
        "When there is too little",
        required=True,
        default=TAKE,
    )
    customer_quantities = fields.Boolean(
        "Customer sets quantities",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="The customer may choose other quantities of these products for a date.",
    )
    joker_unlimited = fields.Boolean(
        "Jokers without limit",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
    )
    joker_count = fields.Integer(
        "Jokers",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="How many deliveries the customer may suspend.",
    )
    notice_days = fields.Integer(
        "Notice",
        compute="_compute_terms",
        store=True,
        readonly=False,
        precompute=True,
        help="Until so many days before a delivery the customer may suspend or change "
        "it.",
    )
    jokers_left = fields.Integer(compute="_compute_jokers_left")
    delivery_ids = fields.One2many(
        "off.standing.order.delivery", "standing_order_id", string="Deliveries"
    )
    next_date = fields.Date("Next delivery", compute="_compute_next_date")

    _in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "Set a last day that is not before the first one.",
    )
    _numbers = models.Constraint(
        "CHECK (every_weeks >= 1 AND joker_count >= 0 AND notice_days >= 0)",
        "Weeks are counted from 1, jokers and days of notice from 0.",
    )
    _hour_of_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "An hour is between 0:00 and 23:59."
    )

    # -- computed ----------------------------------------------------------------------
    @api.depends("name", "partner_id.name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = ", ".join(
                filter(None, (order.name, order.partner_id.name))
            )

    @api.depends("hub_id")
    def _compute_terms(self):
        """Those of the hub, until it is accepted."""
        for order in self.filtered(lambda order: order.state == "draft"):
            order.customer_quantities = order.hub_id.standing_quantities
            order.joker_unlimited = order.hub_id.standing_jokers_unlimited
            order.joker_count = order.hub_id.standing_jokers
            order.notice_days = order.hub_id.standing_notice

    @api.depends("joker_count", "delivery_ids.state")
    def _compute_jokers_left(self):
        used = dict(
            self.env["off.standing.order.delivery"]._read_group(
                [("standing_order_id", "in", self.ids), ("state", "=", "joker")],
                ["standing_order_id"],
                ["__count"],
            )
        )
        for order in self:
            order.jokers_left = max(order.joker_count - used.get(order._origin, 0), 0)

    @api.depends("delivery_ids.state", "delivery_ids.date")
    def _compute_next_date(self):
        found = dict(
            self.env["off.standing.order.delivery"]._read_group(
                [
                    ("standing_order_id", "in", self.ids),
                    ("state", "in", ("planned", "placed", "partial")),
                    ("date", ">=", fields.Date.context_today(self)),
                ],
                ["standing_order_id"],
                ["date:min"],
            )
        )
        for order in self:
            order.next_date = found.get(order._origin, False)

    # -- checks ------------------------------------------------------------------------
    @api.constrains("hub_id", "point_id", "schedule_id", "chosen_date_ids", "rhythm")
    def _check_places(self):
        for order in self:
            if order.point_id and order.point_id.hub_id != order.hub_id:
                raise ValidationError(
                    self.env._(
                        "%(point)s is not a pickup point of %(hub)s: choose another.",
                        point=order.point_id.name,
                        hub=order.hub_id.name,
                    )
                )
            if order.schedule_id.company_id - order.company_id:
                raise ValidationError(
                    self.env._(
                        "%(schedule)s is a schedule of another operator than "
                        "%(hub)s's: choose another.",
                        schedule=order.schedule_id.name,
                        hub=order.hub_id.name,
                    )
                )
            if order.rhythm == "dates" and not order.schedule_id:
                raise ValidationError(
                    self.env._(
                        "%s: choose a schedule first, days are chosen among its days.",
                        order.display_name,
                    )
                )
            if order.chosen_date_ids.schedule_id - order.schedule_id:
                raise ValidationError(
                    self.env._(
                        "%s: these days are of another schedule. Choose them again.",
                        order.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_customers(vals_list)
        orders = super().create(vals_list)
        orders._plan_deliveries()
        return orders

    def write(self, vals):
        self._check_customers([vals])
        if {"partner_id", "hub_id"} & vals.keys():
            self._check_not_begun()
        result = super().write(vals)
        if not PLANNED_BY.isdisjoint(vals):
            self._plan_deliveries()
        return result

    def _check_customers(self, vals_list):
        """As of sales orders: who is sold to is somebody whom the user may see."""
        if not self.env.su:
            ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
            self.env["res.partner"].browse(ids).check_access("read")

    def _check_not_begun(self):
        begun = self.filtered(lambda order: order.state != "draft")
        if begun:
            raise UserError(
                self.env._(
                    "%s: customer and hub stay once it was accepted. End it and make "
                    "another.",
                    ", ".join(begun.mapped("display_name")),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_not_begun()

    def copy_data(self, default=None):
        result = super().copy_data(default)
        for order, vals in zip(self, result, strict=True):
            vals.setdefault("line_ids", [])
            vals["line_ids"] = [
                fields.Command.create(
                    {
                        "product_id": line.product_id.id,
                        "quantity": line.quantity,
                        "tolerance": line.tolerance,
                        "price": line.price,
                    }
                )
                for line in order.line_ids
            ]
        return result

    # -- helpers -----------------------------------------------------------------------
    def _get_page_url(self):
        """Address of the page on which the customer follows it, where there is one."""
        return ""

    def _get_today(self):
        """Today by the clock on the wall of the operator."""
        tz = self.company_id._off_get_tz()
        return fields.Date.context_today(self.with_context(tz=tz))

    def _lock_jokers(self):
        """Two jokers at the same time come one after the other: the second begins
        anew, and counts the first."""
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE off_standing_order SET write_date = write_date WHERE id = %s",
            [self.id],
        )

    def _send_template(self, xmlid):
        """Mail those customers that have an address, each in its language."""
        told = self.filtered("partner_id.email")
        if told:
            self.env.ref(xmlid).sudo().send_mail_batch(told.ids)
