from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine.instalments import list_months, split_rest

# Deliveries that a contract is about; suspended ones cost nothing.
COUNTED = ("planned", "placed", "partial")


class OffStandingOrder(models.Model):
    """A contract: prices that hold for its duration, paid in advance.

    What is paid is the customer's credit in Odoo's books, a payment without invoice:
    the invoices of the cycles use it up.
    """

    _inherit = "off.standing.order"

    price_policy = fields.Selection(
        [
            ("cycle", "Those of each cycle"),
            ("fixed", "Agreed, until the last day"),
        ],
        "Prices",
        required=True,
        default="cycle",
        tracking=True,
    )
    delivery_count = fields.Integer("Number of deliveries", compute="_compute_total")
    amount_total = fields.Monetary(
        "Total of the contract",
        compute="_compute_total",
        help="Goods at the agreed prices, over all deliveries that are not suspended. "
        "Fees of cycles are on their invoices.",
    )
    instalment_count = fields.Integer("Number of instalments", default=1)
    instalment_date = fields.Date("First instalment")
    instalment_ids = fields.One2many(
        "off.standing.order.instalment", "standing_order_id", string="Instalments"
    )
    amount_planned = fields.Monetary(
        "In instalments", compute="_compute_instalments", help="Sum of the instalments."
    )
    amount_paid = fields.Monetary("Paid in advance", compute="_compute_instalments")
    is_balanced = fields.Boolean(compute="_compute_instalments")

    _instalments_positive = models.Constraint(
        "CHECK (instalment_count >= 1)", "A contract is paid in one instalment or more."
    )
    _fixed_has_end = models.Constraint(
        "CHECK (price_policy != 'fixed' OR date_end IS NOT NULL)",
        "Agreed prices hold until a last day: set it.",
    )

    @api.depends(
        "price_policy",
        "delivery_ids.state",
        "delivery_ids.line_ids.quantity",
        "line_ids.quantity",
        "line_ids.price",
    )
    def _compute_total(self):
        for order in self:
            counted = order.delivery_ids.filtered(lambda one: one.state in COUNTED)
            order.delivery_count = len(counted)
            order.amount_total = float(order._get_total())

    def _get_total(self):
        """:return: Decimal, 0 where the price is not agreed"""
        self.ensure_one()
        if self.price_policy != "fixed":
            return Decimal(0)
        counted = self.delivery_ids.filtered(lambda one: one.state in COUNTED)
        plain = sum(line._get_amount(line.price) for line in self.line_ids)
        return sum(
            (one._get_amount() if one.line_ids else plain for one in counted),
            Decimal(0),
        )

    @api.depends("amount_total", "instalment_ids.amount", "instalment_ids.amount_paid")
    def _compute_instalments(self):
        for order in self:
            order.amount_planned = sum(order.instalment_ids.mapped("amount"))
            order.amount_paid = sum(order.instalment_ids.mapped("amount_paid"))
            order.is_balanced = not order.currency_id.compare_amounts(
                order.amount_planned, order.amount_total
            )

    @api.constrains("price_policy")
    def _check_price_policy(self):
        for order in self.filtered("instalment_ids"):
            if order.price_policy != "fixed" and order.amount_paid:
                raise ValidationError(
                    self.env._(
                        "%s is paid in advance at agreed prices: they stay.",
                        order.display_name,
                    )
                )

    def write(self, vals):
        if vals.get("price_policy"):
            begun = self.filtered(
                lambda order: (
                    order.state != "draft"
                    and order.price_policy != vals["price_policy"]
                )
            )
            begun._check_not_begun()
        return super().write(vals)

    def action_split_instalments(self):
        """Share what is not paid among the instalments, so that they sum to the total.

        Those that have a payment stay as they are, the others keep their days.
        """
        for order in self:
            order._check_splittable()
            order._split_instalments()
        return True

    def _check_splittable(self):
        self.ensure_one()
        if self.price_policy != "fixed":
            raise UserError(
                self.env._(
                    "%s has no agreed prices: its total is not known in advance.",
                    self.display_name,
                )
            )
        if not self._get_total():
            raise UserError(
                self.env._(
                    "%s has no delivery to come: choose a schedule that has days, and "
                    "products.",
                    self.display_name,
                )
            )

    def _split_instalments(self):
        kept = self.instalment_ids.filtered("payment_id")
        others = (self.instalment_ids - kept).sorted("date")
        total, paid = self._get_total(), [one._get_amount() for one in kept]
        count = max(self.instalment_count - len(kept), 1)
        if total <= sum(paid):
            count = 0
        others[count:].unlink()
        others = others[:count]
        first = self.instalment_date or self.date_start
        days = list_months(first, len(kept) + count)[len(kept) + len(others) :]
        others |= self.env["off.standing.order.instalment"].create(
            [{"standing_order_id": self.id, "date": day} for day in days]
        )
        rounding = Decimal(str(self.currency_id.rounding))
        parts = split_rest(total, paid, count, rounding)
        for instalment, amount in zip(others.sorted("date"), parts, strict=True):
            instalment.amount = float(amount)
