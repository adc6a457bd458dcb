from odoo import api, fields, models
from odoo.exceptions import LockError, UserError


class OffLotRecall(models.Model):
    """Goods are asked back: who has them is told, and nobody gets more of them."""

    _name = "off.lot.recall"
    _description = "Recall"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "off.step.mixin",
        "off.kept.mixin",
    ]
    _order = "id desc"
    _follow_steps = frozenset(("state", "date_start", "user_id"))

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        "off_lot_recall_lot_rel",
        "recall_id",
        "lot_id",
        "Lots",
        domain="[('company_id', 'in', (company_id, False))]",
        check_company=True,
    )
    line_ids = fields.Many2many(
        "stock.move.line",
        "off_lot_recall_line_rel",
        "recall_id",
        "line_id",
        "Goods without lot",
        check_company=True,
        help="Lines of receipts. All who may have got something of them are told.",
    )
    reason = fields.Text(help="What customers read: what is wrong with these goods.")
    no_eating = fields.Boolean("Do not eat it", default=True)
    bring_back = fields.Boolean("Bring it back", default=True)
    refund = fields.Boolean("It will be refunded", default=True)
    instructions = fields.Text("More instructions")
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("started", "Recalled"),
            ("done", "Closed"),
            ("lifted", "Lifted"),
        ],
        "Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_start = fields.Datetime("Recalled on", readonly=True, copy=False)
    user_id = fields.Many2one("res.users", "Recalled by", readonly=True, copy=False)
    asked_by = fields.Char(
        "Asked by",
        readonly=True,
        copy=False,
        help="The operator that supplied these goods.",
    )
    origin_id = fields.Many2one(
        "off.lot.recall",
        "Recall of the supplier",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="base.group_system",
    )
    recipient_ids = fields.One2many("off.lot.recall.recipient", "recall_id", "Told")
    customer_count = fields.Integer("Customers", compute="_compute_counts")
    mail_count = fields.Integer("By mail", compute="_compute_counts")
    phone_count = fields.Integer("Only by phone", compute="_compute_counts")
    none_count = fields.Integer("Without contact", compute="_compute_counts")
    waiting_count = fields.Integer(
        "Shares not handed over", compute="_compute_waiting_count"
    )

    @api.depends("lot_ids", "line_ids")
    def _compute_name(self):
        for recall in self:
            goods = [
                f"{recall._name_product(one.product_id)} {one.name or ''}".strip()
                for one in recall.lot_ids
            ] + [recall._name_product(line.product_id) for line in recall.line_ids]
            recall.name = ", ".join(goods)

    def _name_product(self, product):
        """With its variant: another one of it is not recalled."""
        return product.with_context(display_default_code=False).display_name or ""

    @api.depends("lot_ids", "line_ids", "recipient_ids", "state")
    def _compute_counts(self):
        for recall in self:
            people = [(one.kind, one.channel) for one in recall.recipient_ids] or [
                (one["kind"], one["channel"]) for one in recall._find_recipients()
            ]
            for channel in ("mail", "phone", "none"):
                recall[f"{channel}_count"] = people.count(("customer", channel))
            recall.customer_count = (
                recall.mail_count + recall.phone_count + recall.none_count
            )

    @api.depends("lot_ids")
    def _compute_waiting_count(self):
        rows = (
            self.env["off.allocation"]
            .sudo()
            ._read_group(
                [("lot_id", "in", self.lot_ids.ids), ("move_line_id", "=", False)],
                ["lot_id"],
                ["__count"],
            )
        )
        counts = {lot.id: count for lot, count in rows}
        for recall in self:
            recall.waiting_count = sum(counts.get(one, 0) for one in recall.lot_ids.ids)

    @api.model_create_multi
    def create(self, vals_list):
        self.env["off.trace"]._get_companies()
        return super().create(vals_list)

    def write(self, vals):
        fixed = {"lot_ids", "line_ids", "reason", "company_id"}
        if not self.env.su and fixed & vals.keys():
            for recall in self:
                recall._check_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        for recall in self:
            recall._check_state("draft")

    # -- steps -------------------------------------------------------------------------
    def action_start(self):
        """Tell everybody, once, and keep back what is still there."""
        for recall in self:
            recall._begin_step("draft")
            if not (recall.lot_ids or recall.line_ids):
                raise UserError(self.env._("Say which goods are recalled."))
            if not (recall.reason or "").strip():
                raise UserError(
                    self.env._("Say what is wrong: customers read it in the mail.")
                )
            recall.sudo()._make_recipients()
            recall._go_to(
                "started", date_start=fields.Datetime.now(), user_id=self.env.uid
            )
            recall.sudo()._ask_operators()
        self.env.ref("off_order_cycle_trace.cron_recall").sudo()._trigger()
        return True

    def action_close(self):
        for recall in self:
            recall._check_state("started")
            recall._go_to("done")
        return True

    def action_lift(self):
        """It was a false alarm: the lots may be handed over again, and who was told is
        told so."""
        for recall in self:
            recall._begin_step("started", "done")
            recall.sudo().recipient_ids._lift()
            recall._go_to("lifted")
            recall.sudo()._tell_operators_lifted()
        self.env.ref("off_order_cycle_trace.cron_recall").sudo()._trigger()
        return True

    def _begin_step(self, *states):
        """Wait for nobody: of two who press the button one is told that the other
        did."""
        self.check_access("write")
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is at work on the recall of %s right now. Look at "
                    "it again in a moment.",
                    self.name,
                )
            ) from error
        self._check_state(*states)

    def action_withdraw_shares(self):
        """Take out of the shares what was not handed over yet: to the customers it is
        missing."""
        for recall in self:
            recall.check_access("write")
            recall._check_state("started", "done")
            self.env["off.allocation"].sudo().search(
                [
                    ("lot_id", "in", recall.lot_ids.ids),
                    ("company_id", "=", recall.company_id.id),
                    ("move_line_id", "=", False),
                ]
            ).unlink()
        return True

    def action_off_trace(self):
        self.ensure_one()
        if self.lot_ids:
            return self.env["off.trace"]._get_action("lot", self.lot_ids[:1])
        return self.env["off.trace"]._get_action("line", self.line_ids[:1])

    def action_view_recipients(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "off_order_cycle_trace.off_lot_recall_recipient_action"
        )
        return {**action, "domain": [("recall_id", "in", self.ids)]}
