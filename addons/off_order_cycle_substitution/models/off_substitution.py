from odoo import api, fields, models

from odoo.addons.off_hub_network.tools.words import write_number

STATES = [
    ("draft", "Waits for an answer"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("expired", "Not answered in time"),
    ("withdrawn", "Withdrawn"),
]
CHANNELS = [
    ("link", "The link of the mail"),
    ("portal", "Its login"),
    ("hub", "The hub, in its name"),
]


class OffSubstitution(models.Model):
    """Something else that a hub proposes to a customer in place of what did not come.

    The goods are held for the customer until it has answered. Who does not answer gets
    nothing else, and pays for what came: silence is no order.
    """

    _name = "off.substitution"
    _description = "Substitute Proposed to a Customer"
    _inherit = ["off.kept.mixin", "off.step.mixin"]
    _order = "id desc"
    _rec_name = "product_id"
    _follow_steps = frozenset({"state", "channel", "answered_by_id", "date_answered"})

    line_id = fields.Many2one(
        "sale.order.line",
        "In place of",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    order_id = fields.Many2one(related="line_id.order_id", store=True, index=True)
    cycle_id = fields.Many2one(
        related="line_id.order_id.off_cycle_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        related="line_id.order_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="line_id.order_id.partner_id", string="Customer"
    )
    missing_id = fields.Many2one(related="line_id.product_id", string="Missing")
    offer_id = fields.Many2one(
        "off.offer", required=True, readonly=True, ondelete="restrict", index=True
    )
    product_id = fields.Many2one(
        related="offer_id.product_id", string="Substitute", store=True
    )
    uom_id = fields.Many2one(related="offer_id.product_id.uom_id", string="Unit")
    quantity = fields.Float(
        digits="Product Unit", min_display_digits=1, required=True, readonly=True
    )
    price = fields.Monetary(
        "Price of a unit", required=True, readonly=True, help="As the hub's prices are."
    )
    currency_id = fields.Many2one(related="line_id.currency_id")
    date_expire = fields.Datetime("To be answered by", required=True, readonly=True)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, index=True
    )
    channel = fields.Selection(
        CHANNELS, "Answered by way of", readonly=True, copy=False
    )
    answered_by_id = fields.Many2one(
        "res.partner", "Answered by", readonly=True, copy=False, ondelete="set null"
    )
    date_answered = fields.Datetime("Answered on", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Say how much of the substitute is proposed."
    )
    _one_at_a_time = models.UniqueIndex(
        "(line_id, offer_id) WHERE state = 'draft'",
        "This substitute is proposed to the customer already.",
    )

    # -- in words ----------------------------------------------------------------------
    def _get_text(self):
        """“2 Apples in place of Pears”, in the language of the environment."""
        self.ensure_one()
        names = {
            key: product.with_context(display_default_code=False).display_name
            for key, product in (
                ("product", self.product_id),
                ("missing", self.missing_id),
            )
        }
        return self.env._(
            "%(product)s: %(quantity)s, in place of %(missing)s",
            quantity=write_number(self.env, self.quantity),
            **names,
        )

    def _get_came_text(self):
        self.ensure_one()
        return self.env._(
            "You ordered %(ordered)s, %(came)s came for you.",
            ordered=write_number(self.env, self.line_id._off_get_ordered()),
            came=write_number(self.env, self.line_id._off_get_given_quantity()),
        )

    def _get_until_text(self):
        self.ensure_one()
        return self.env._(
            "Answer by %s. Without an answer you get nothing else, and pay for what "
            "came.",
            self.cycle_id._format_moment(self.date_expire),
        )

    def _is_open(self):
        """Whether the customer may answer now."""
        self.ensure_one()
        return (
            self.state == "draft"
            and self.cycle_id.state == "allocated"
            and self.date_expire > fields.Datetime.now()
        )

    # -- ends --------------------------------------------------------------------------
    def action_withdraw(self):
        for proposal in self:
            proposal.check_access("read")
            proposal._check_staff()
            proposal._check_state("draft")
            proposal.sudo()._go_to("withdrawn", date_answered=fields.Datetime.now())
        return True

    @api.model
    def _cron_expire(self):
        """What nobody answered in time is free again."""
        late = self.search(
            [("state", "=", "draft"), ("date_expire", "<=", fields.Datetime.now())]
        )
        if late:
            late._go_to("expired")
