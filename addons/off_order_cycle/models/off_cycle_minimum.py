from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_amount

from odoo.addons.off_hub_network.tools.words import write_number

from ..tools.closing import CLOSING

# What stays as it was agreed once orders are taken by it.
JUDGED = {"final", "outcome"}


class OffCycleMinimum(models.Model):
    """What has to be ordered of a producer or at a hub, all orders together, or in each
    order of a hub (rule 22)."""

    _name = "off.cycle.minimum"
    _description = "Minimum of a Cycle"
    _inherit = ["off.kept.mixin"]
    _order = "direction, exchange_id, scope, id"

    exchange_id = fields.Many2one(
        "off.exchange",
        string="Producer or hub",
        required=True,
        ondelete="cascade",
        index=True,
    )
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    direction = fields.Selection(related="exchange_id.direction", store=True)
    scope = fields.Selection(
        [("all", "All orders together"), ("order", "Each order")],
        "Of",
        required=True,
        default="all",
    )
    measure = fields.Selection(
        [
            ("amount", "Amount"),
            ("weight", "Weight in kg"),
            ("quantity", "Number of units"),
        ],
        required=True,
        default="amount",
        help="The amount of a producer is at its own prices, that of a hub at its sale "
        "prices, without the fees of the whole order.",
    )
    least = fields.Float("At least", digits=(16, 2), required=True)
    policy = fields.Selection(
        [
            ("send", "Order all the same"),
            ("cancel", "Cancel and tell the customers"),
            ("extend_send", "Close later, then order all the same"),
            ("extend_cancel", "Close later, then cancel"),
        ],
        "When missed",
        required=True,
        default="send",
        help="What closing does where less is ordered. The closing is moved once.",
    )
    extend_hours = fields.Integer(
        "Hours more", default=24, help="By how much the closing is moved."
    )
    reached = fields.Float(
        "Ordered so far",
        compute="_compute_reached",
        digits=(16, 2),
        help="By validated orders; what it was judged by once the cycle is closed.",
    )
    final = fields.Float("At closing", digits=(16, 4), readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ("reached", "Reached"),
            ("sent", "Missed, ordered all the same"),
            ("cancelled", "Missed, cancelled"),
            ("nothing", "Nothing was ordered"),
        ],
        "Result",
        readonly=True,
        copy=False,
    )

    _uniq = models.UniqueIndex(
        "(exchange_id, scope, measure)",
        "There is such a minimum already: change it instead.",
    )
    _least_positive = models.Constraint(
        "CHECK (least > 0)", "Set a minimum of more than 0."
    )
    _order_is_outgoing = models.Constraint(
        "CHECK (scope = 'all' OR direction = 'outgoing')",
        "The minimum of each order is set on a selling hub.",
    )
    _hours_positive = models.Constraint(
        "CHECK (policy NOT LIKE 'extend%' OR extend_hours > 0)",
        "Say by how many hours the closing is moved.",
    )

    @api.depends("exchange_id.display_name", "measure", "least", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for minimum in self:
            minimum.display_name = self.env._(
                "%(place)s: at least %(least)s",
                place=minimum.exchange_id.display_name or "",
                least=minimum._tell(minimum.least),
            )

    def _tell(self, value):
        self.ensure_one()
        return self._tell_measure(self.measure, value, self.currency_id)

    @api.model
    def _tell_measure(self, measure, value, currency):
        """“150.00 €”, “40 kg”, “12”"""
        if measure == "amount":
            return format_amount(self.env, value, currency)
        if measure == "weight":
            return self.env._("%s kg", write_number(self.env, value))
        return write_number(self.env, value)

    @api.depends("outcome", "final")
    def _compute_reached(self):
        values = self._get_ordered()
        for minimum in self:
            minimum.reached = (
                minimum.final if minimum.outcome else values.get(minimum.id, 0.0)
            )

    def _get_ordered(self):
        """What validated orders come to, in one query.

        :return: ``{id: value}``; minimums of each order have no key
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        rows = self.env.execute_query(
            self._get_ordered_query(SQL("m.id = ANY(%s)", list(self.ids)))
        )
        return {key: round(value or 0.0, 4) for key, value in rows}

    @api.model
    def _get_ordered_query(self, condition):
        """SQL of (id, what validated orders come to) of the minimums ``m`` of all
        orders together for which ``condition`` holds."""
        return SQL(
            """
            SELECT m.id, SUM(
                l.product_uom_qty
                * CASE WHEN m.measure = 'amount' AND m.direction = 'outgoing'
                       THEN l.price_unit * (1 - COALESCE(l.discount, 0) / 100)
                       ELSE lu.factor / pu.factor
                  END
                * CASE WHEN m.measure = 'weight' THEN COALESCE(p.weight, 0)
                       WHEN m.measure = 'amount' AND m.direction = 'incoming'
                       THEN l.off_purchase_price
                       ELSE 1
                  END)::float8 AS ordered
              FROM off_cycle_minimum m
              JOIN off_offer o ON o.cycle_id = m.cycle_id
              JOIN off_offer i ON i.id = o.incoming_id
              JOIN sale_order_line l
                ON l.off_offer_id = o.id AND l.state = 'sale'
              JOIN product_product p ON p.id = o.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom pu ON pu.id = t.uom_id
              JOIN uom_uom lu ON lu.id = l.product_uom_id
             WHERE %s
               AND m.scope = 'all'
               AND (m.exchange_id = o.exchange_id
                    OR m.exchange_id = i.exchange_id AND l.off_warehouse_id IS NULL)
             GROUP BY m.id
            """,
            condition,
        )

    # -- who may change what -----------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        minimums = super().create(vals_list)
        minimums._check_not_closed()
        return minimums

    def write(self, vals):
        if set(vals) - JUDGED:
            self._check_not_closed()
        if JUDGED & set(vals) and self.env.context.get("off_closing") is not CLOSING:
            raise UserError(
                self.env._("What a minimum came to is judged when its cycle closes.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        self._check_not_closed()

    def _check_not_closed(self):
        closed = self.cycle_id.filtered(
            lambda cycle: cycle.state not in ("draft", "open")
        )
        if closed:
            raise UserError(
                self.env._(
                    "The minimums of a cycle that is closed stay as they were "
                    "judged: %s.",
                    ", ".join(closed.mapped("name")),
                )
            )
