from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STATES = [
    ("draft", "Draft"),
    ("open", "Open"),
    ("closed", "Closed"),
    ("allocated", "Shared out"),
    ("distributed", "Handed over"),
    ("settled", "Settled"),
    ("cancel", "Cancelled"),
]


class OffOrderCycle(models.Model):
    """A sale session: planned, open, closed, shared out, handed over, settled.

    Each step of its life is in a file of its own: ``off_order_cycle_close``,
    ``_share`` and ``_settle``.
    """

    _name = "off.order.cycle"
    _description = "Order Cycle"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "date_open desc, id desc"

    name = fields.Char(required=True)
    state = fields.Selection(
        STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    coordinator_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["off.hub"]._get_default(),
        domain="[('company_id', 'in', allowed_company_ids)]",
        help="The hub that plans the cycle and orders from the producers.",
    )
    company_id = fields.Many2one(
        related="coordinator_id.company_id", string="Operator", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    company_ids = fields.Many2many(
        "res.company",
        string="Participating operators",
        compute="_compute_company_ids",
        store=True,
        compute_sudo=True,
    )
    date_open = fields.Datetime("Opens", required=True, copy=False)
    date_close = fields.Datetime("Closes", required=True, copy=False)
    date_closed = fields.Datetime("Closed on", readonly=True, copy=False)
    date_invoice = fields.Date(
        "Invoice date",
        copy=False,
        help="Date of the customers' invoices. The day of settling when empty.",
    )
    closing_number = fields.Integer(
        readonly=True,
        copy=False,
        help="How many times the cycle was closed. Each closing happens once.",
    )
    exchange_ids = fields.One2many("off.exchange", "cycle_id")
    incoming_ids = fields.One2many(
        "off.exchange",
        "cycle_id",
        string="Producers",
        domain=[("direction", "=", "incoming")],
    )
    outgoing_ids = fields.One2many(
        "off.exchange",
        "cycle_id",
        string="Selling hubs",
        domain=[("direction", "=", "outgoing")],
    )
    fee_ids = fields.Many2many(
        "off.fee",
        string="Coordinator's fees",
        compute="_compute_fee_ids",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', '=', company_id)]",
        help="All orders of the cycle bear them, whichever hub sells.",
    )
    slot_ids = fields.One2many("off.pickup.slot", "cycle_id")
    order_ids = fields.One2many("sale.order", "off_cycle_id")
    purchase_ids = fields.One2many("purchase.order", "off_cycle_id")
    picking_ids = fields.One2many("stock.picking", "off_cycle_id")
    allocation_ids = fields.One2many("off.allocation", "cycle_id")
    offer_count = fields.Integer("Number of offers", compute="_compute_counts")
    order_count = fields.Integer("Number of orders", compute="_compute_counts")
    purchase_count = fields.Integer("Number of purchases", compute="_compute_counts")
    receipt_count = fields.Integer("Number of receipts", compute="_compute_counts")
    transfer_count = fields.Integer("Number of transfers", compute="_compute_counts")
    allocation_count = fields.Integer(
        "Number of allocations", compute="_compute_counts"
    )
    invoice_count = fields.Integer("Number of invoices", compute="_compute_counts")
    amount_total = fields.Monetary("Ordered", compute="_compute_counts")
    failure = fields.Char(
        readonly=True,
        copy=False,
        help="Why the cycle was not opened or closed at its date.",
    )

    _dates = models.Constraint(
        "CHECK (date_close > date_open)", "Set a closing date after the opening date."
    )

    @api.depends("coordinator_id")
    def _compute_fee_ids(self):
        """Those of its hub's fees that new cycles bear."""
        for cycle in self:
            if cycle.state == "draft":
                cycle.fee_ids = cycle.coordinator_id._get_default_fees("coordinator")

    @api.constrains("fee_ids", "coordinator_id")
    def _check_fees(self):
        for cycle in self:
            cycle.fee_ids._check_owner(cycle.coordinator_id, cycle)

    @api.depends("coordinator_id.company_id", "exchange_ids.company_id")
    def _compute_company_ids(self):
        for cycle in self:
            cycle.company_ids = (
                cycle.coordinator_id.company_id | cycle.exchange_ids.company_id
            )

    @api.depends_context("allowed_company_ids")
    def _compute_counts(self):
        """Numbers of the documents of one's own operators. Who keeps a pickup point
        sees how many there are, without the right to open them."""
        orders = self._count("sale.order", [("state", "=", "sale")], "amount_total:sum")
        for name, counts in self._get_counts().items():
            for cycle in self:
                cycle[name] = counts.get(cycle, 0)
        for cycle in self:
            cycle.order_count, cycle.amount_total = orders.get(cycle, (0, 0.0))

    def _get_counts(self):
        """``{count field: {cycle: count}}``, one query a field."""
        receipts = [("picking_type_code", "=", "incoming")]
        transfers = [("picking_type_code", "=", "outgoing")]
        invoices = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "in", self.env.companies.ids),
                    ("off_cycle_ids", "in", self.ids),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                ],
                ["off_cycle_ids"],
                ["__count"],
            )
        )
        return {
            "offer_count": self._count("off.offer", [("direction", "=", "outgoing")]),
            "purchase_count": self._count("purchase.order", [], path="off_cycle_id"),
            "receipt_count": self._count("stock.picking", receipts),
            "transfer_count": self._count("stock.picking", transfers),
            "allocation_count": self._count("off.allocation", []),
            "invoice_count": dict(invoices),
        }

    def _count(self, model, domain, *aggregates, path=None):
        path = path or (
            "cycle_id" if "cycle_id" in self.env[model]._fields else "off_cycle_id"
        )
        own = ("company_id", "in", self.env.companies.ids)
        rows = (
            self.env[model]
            .sudo()
            ._read_group(
                [(path, "in", self.ids), own, *domain], [path], ["__count", *aggregates]
            )
        )
        return {row[0]: row[1:] if aggregates else row[1] for row in rows}

    # -- opening ----------------------------------------------------------------
    def action_open(self):
        for cycle in self:
            cycle._lock_row()
            if cycle.state == "open":
                continue
            cycle._check_state("draft")
            cycle._check_can_open()
            cycle._go_to("open")
            cycle._place_standing_orders()
        return True

    @api.constrains("date_close")
    def _check_date_close(self):
        for cycle in self.filtered(lambda one: one.state == "open"):
            cycle._check_closes_in_time(cycle.date_close)

    def _check_closes_in_time(self, date_close, slots=None):
        """Raise where customers would collect what is not ordered yet.

        :param date_close: when the cycle is to close
        :param slots: its pickups that are looked at; else all that have not begun: for
            others nobody orders any more
        """
        self.ensure_one()
        if slots is None:
            now = fields.Datetime.now()
            slots = self.sudo().slot_ids.filtered(lambda slot: slot.date_start > now)
        first = slots.sorted("date_start")[:1]
        if first and date_close > first.date_start:
            raise ValidationError(
                self.env._(
                    "%(cycle)s cannot close on %(close)s: what is collected at "
                    "%(point)s from %(start)s would not be ordered yet. Choose an "
                    "earlier closing date, or move the pickup.",
                    cycle=self.name,
                    close=self._format_moment(date_close),
                    point=first.point_id.name,
                    start=self._format_moment(first.date_start),
                )
            )

    def _check_can_open(self):
        self.ensure_one()
        if self.date_close <= fields.Datetime.now():
            raise UserError(
                self.env._(
                    "%s closes in the past: set a later closing date.", self.name
                )
            )
        self._check_closes_in_time(self.date_close)
        if not self.outgoing_ids.offer_ids:
            raise UserError(
                self.env._(
                    "%s offers nothing yet: fill its offers before opening it.",
                    self.name,
                )
            )
        # Another operator that sells here and is not ready keeps nobody waiting.
        own = self.outgoing_ids.filtered(
            lambda edge: edge.company_id == self.company_id
        )
        if without := own.filtered(lambda edge: not edge.slot_ids):
            raise UserError(
                self.env._(
                    "%(hubs)s: add at least one pickup slot before opening.",
                    hubs=", ".join(without.hub_id.mapped("name")),
                )
            )
        self._check_links_at_opening()

    def _check_links_at_opening(self):
        """A link revoked since planning takes its producer out (rule 1)."""
        suppliers = self.incoming_ids.hub_id._get_suppliers()
        self.incoming_ids.filtered(
            lambda edge: edge.producer_id not in suppliers[edge.hub_id]
        ).unlink()

    def action_cancel(self):
        for cycle in self:
            cycle._lock_row()
            if cycle.state not in ("draft", "open"):
                cycle._check_state("draft")
            cycle.check_access("write")
            cycle._shut_out_buyers()
            # Of all operators that sell in it, and what somebody is paying for.
            if cycle.sudo().order_ids.filtered(
                lambda order: order.state == "sale" or order.off_held_until
            ):
                raise UserError(
                    self.env._(
                        "%s has orders: cancel them first, their customers must know.",
                        cycle.name,
                    )
                )
        self._go_to("cancel")
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_orders(self):
        ordered = (
            self.env["sale.order"]
            .sudo()
            ._read_group([("off_cycle_id", "in", self.ids)], ["off_cycle_id"])
        )
        if ordered:
            raise UserError(
                self.env._(
                    "These cycles have orders and cannot be deleted: %s.",
                    ", ".join(cycle.name for (cycle,) in ordered),
                )
            )

    @api.model
    def _cron_open_and_close(self):
        """Open and close what is due, each once, also after a downtime."""
        now = fields.Datetime.now()
        planned = [("state", "=", "draft"), ("is_template", "=", False)]
        due = self.search([*planned, ("date_open", "<=", now)])
        due |= self.search([("state", "=", "open"), ("date_close", "<=", now)])
        left = 0
        for index, cycle in enumerate(due):
            if not cycle.try_lock_for_update():
                continue  # somebody is at it
            method = "action_open" if cycle.state == "draft" else "action_close"
            try:
                with self.env.cr.savepoint():
                    cycle = cycle.with_company(cycle.company_id).with_context(
                        lang=cycle.company_id.partner_id.lang
                    )
                    getattr(cycle, method)()
            except UserError as error:
                cycle._tell_failure(method, error.args[0])
            except SerializationFailure:
                # Somebody ordered at this moment: it is done at the next run.
                self.env.cr.rollback()
                left += 1
            remaining = len(due) - index - 1 + left
            self.env["ir.cron"]._commit_progress(1, remaining=remaining)

    def _tell_failure(self, method, reason):
        """Tell once why the cycle did not open or close, not each time it is tried."""
        if method == "action_open":
            body = self.env._(
                "The cycle could not be opened at its date: %(reason)s", reason=reason
            )
        else:
            body = self.env._(
                "The cycle could not be closed at its date: %(reason)s", reason=reason
            )
        if self.failure != body:
            self.failure = body
            self.message_post(body=body)

    # -- helpers ----------------------------------------------------------------
    def _lock_row(self):
        """Wait for whoever works on this cycle, then read what they left.

        Odoo's ``lock_for_update`` does not wait: two people who close at once would
        see an error. Here PostgreSQL lets the second one start again once the first
        has committed, and it finds the work done.
        """
        self.ensure_one()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT id FROM off_order_cycle WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()

    def _shut_out_buyers(self):
        """See all orders of the cycle, and let nobody order in it before this
        transaction is done.

        A transaction sees the data as it was when it began: it would close without the
        order that was validated a moment ago. Whoever orders draws on the rows that are
        written here: one of both starts again and sees what the other did.
        """
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE off_offer SET reserved_qty = reserved_qty
             WHERE id IN (SELECT id FROM off_offer
                           WHERE cycle_id = ANY(%s) AND direction = 'outgoing'
                           ORDER BY id FOR UPDATE)
            """,
            [list(self.ids)],
        )
