from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..engine.standing import get_last_day
from .off_standing_order_plan import OPEN_STATES

STATES = [
    ("planned", "To come"),
    ("joker", "Suspended"),
    ("paused", "Paused"),
    ("placed", "Ordered"),
    ("partial", "Ordered in part"),
    ("missing", "Nothing left"),
    ("refused", "Not ordered"),
]
# Follows schedules, cycles and what is pressed.
BY_ITSELF = {
    "standing_order_id",
    "schedule_date_id",
    "cycle_id",
    "date",
    "state",
    "explanation",
    "sale_order_id",
    "to_tell",
}


class OffStandingOrderDelivery(models.Model):
    """A standing order in one cycle: at most once, and said what became of it."""

    _name = "off.standing.order.delivery"
    _description = "Delivery of a Standing Order"
    _inherit = ["off.kept.mixin"]
    _order = "date, standing_order_id, id"
    _rec_name = "date"

    standing_order_id = fields.Many2one(
        "off.standing.order",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    partner_id = fields.Many2one(
        related="standing_order_id.partner_id", store=True, index=True
    )
    hub_id = fields.Many2one(related="standing_order_id.hub_id", store=True)
    company_id = fields.Many2one(
        related="standing_order_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    schedule_date_id = fields.Many2one(
        "off.cycle.schedule.date", readonly=True, ondelete="set null", index=True
    )
    cycle_id = fields.Many2one(
        "off.order.cycle",
        readonly=True,
        ondelete="set null",
        index=True,
        help="None while the cycle of this day is not made.",
    )
    date = fields.Date("Handing over", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="planned", readonly=True)
    explanation = fields.Text(
        readonly=True, help="What is missing and why, as the customer was told."
    )
    sale_order_id = fields.Many2one(
        "sale.order", readonly=True, ondelete="set null", index="btree_not_null"
    )
    line_ids = fields.One2many(
        "off.standing.order.line", "delivery_id", string="Other quantities"
    )
    is_changed = fields.Boolean(
        "Other quantities chosen", compute="_compute_is_changed"
    )
    amount = fields.Monetary(
        "Agreed amount",
        compute="_compute_amount",
        help="What is wanted, at the agreed prices.",
    )
    last_day = fields.Date(
        "Changes until",
        compute="_compute_last_day",
        help="Until then the customer may suspend or change it.",
    )

    _cycle_uniq = models.UniqueIndex(
        "(standing_order_id, cycle_id) WHERE cycle_id IS NOT NULL",
        "A standing order is ordered once in a cycle.",
    )
    _schedule_date_uniq = models.UniqueIndex(
        "(standing_order_id, schedule_date_id) WHERE schedule_date_id IS NOT NULL",
        "This day of the schedule is planned already.",
    )
    _sale_order_uniq = models.UniqueIndex(
        "(sale_order_id) WHERE sale_order_id IS NOT NULL",
        "An order comes of one delivery.",
    )

    # -- computed ----------------------------------------------------------------------
    @api.depends("date", "standing_order_id.display_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for delivery in self:
            day = format_date(self.env, delivery.date)
            delivery.display_name = f"{delivery.standing_order_id.display_name}, {day}"

    @api.depends("line_ids")
    def _compute_is_changed(self):
        for delivery in self:
            delivery.is_changed = bool(delivery.line_ids)

    @api.depends(
        "line_ids.quantity",
        "standing_order_id.line_ids.quantity",
        "standing_order_id.line_ids.price",
    )
    def _compute_amount(self):
        for delivery in self:
            delivery.amount = float(delivery._get_amount())

    @api.depends("date", "standing_order_id.notice_days")
    def _compute_last_day(self):
        for delivery in self:
            delivery.last_day = get_last_day(
                delivery.date, delivery.standing_order_id.notice_days
            )

    def _get_lines(self):
        """What is wanted: other quantities where they were chosen."""
        self.ensure_one()
        return self.line_ids or self.standing_order_id.line_ids

    def _get_prices(self):
        """:return: ``{product.product: agreed price of one unit}``"""
        self.ensure_one()
        return {line.product_id: line.price for line in self.standing_order_id.line_ids}

    def _get_amount(self):
        """:return: Decimal, what is wanted at the agreed prices"""
        prices = self._get_prices()
        return sum(
            line._get_amount(prices.get(line.product_id, 0.0))
            for line in self._get_lines()
        )

    # -- following schedules and cycles ------------------------------------------------
    def _is_open(self):
        """Whether nothing became of it yet: a day that is left out takes it along."""
        self.ensure_one()
        if self.cycle_id.state not in (False, "draft", "open", "cancel"):
            # Suspended ones are told, one that was never ordered is not.
            return self.state == "planned"
        return self.state in OPEN_STATES and (
            bool(self.cycle_id) or self.date >= self.standing_order_id._get_today()
        )

    def _move_to(self, day):
        """Follow a day that was moved or whose cycle was made."""
        self.ensure_one()
        if self.state not in OPEN_STATES:
            return
        vals = {
            "date": day.date,
            "cycle_id": day.cycle.id,
            "schedule_date_id": day.schedule_date.id,
        }
        now = {
            "date": self.date,
            "cycle_id": self.cycle_id.id,
            "schedule_date_id": self.schedule_date_id.id,
        }
        if vals != now:
            self.write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Deliveries follow the cycles and are not added by hand.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and BY_ITSELF & vals.keys():
            raise AccessError(
                self.env._("Deliveries follow the cycles and are not moved by hand.")
            )
        return super().write(vals)
