from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

KINDS = [
    ("billing", "We draw up its bills"),
    ("selling", "We sell in its name"),
]


class OffProducerMandate(models.Model):
    """What a producer has an operator do in its name.

    To draw up its bills (self-billing): what it supplies in cycles is billed when they
    are settled, by the operator. In France the mandate comes before the first bill and
    the producer may contest each (art. 289 I-2 of the CGI). Or to sell in its name
    (rule 27 of docs/domain.md): what customers pay is a debt to it, and only the
    commission is income of the operator.
    """

    _name = "off.producer.mandate"
    _description = "Mandate of a Producer"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "date_start desc, id desc"
    _follow_steps = frozenset({"state"})
    _check_company_auto = True

    kind = fields.Selection(KINDS, required=True, default="billing", tracking=True)
    producer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('off_is_producer', '=', True)]",
    )
    company_id = fields.Many2one(
        "res.company",
        "Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Who acts in the producer's name.",
    )
    reference = fields.Char(
        copy=False, tracking=True, help="Number of the contract, where it has one."
    )
    date_start = fields.Date(
        "Signed on",
        required=True,
        default=fields.Date.context_today,
        copy=False,
        tracking=True,
        help="Cycles that close before are not concerned.",
    )
    date_end = fields.Date(
        "Ends on", copy=False, tracking=True, help="The last day. Empty: until ended."
    )
    document = fields.Binary("Signed paper", attachment=True, copy=False)
    document_name = fields.Char(copy=False)
    vat_liable = fields.Boolean(
        "The producer is liable to VAT",
        compute="_compute_vat_liable",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="Documents in its name show its VAT. Without, they show none.",
    )
    vat_mention = fields.Char(
        "Why no VAT",
        tracking=True,
        help="What papers say where the producer is not liable, as its law has it. In "
        "France: art. 293 B of the tax code for small enterprises; farmers of the "
        "flat-rate scheme have another one.",
    )
    commission = fields.Float(
        "Commission (%)",
        digits=(5, 2),
        tracking=True,
        help="Of the price that the producer asks, taxes included in both. What the "
        "hub adds to this price is commission too.",
    )
    contest_days = fields.Integer(
        "Days to contest",
        default=15,
        tracking=True,
        help="How long the producer may contest a bill that was drawn up for it; told "
        "on the bill.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signed", "In force"), ("ended", "Ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )

    _commission_in_range = models.Constraint(
        "CHECK (commission >= 0 AND commission < 100)",
        "A commission is at least 0 % and less than 100 %.",
    )
    _contest_days_positive = models.Constraint(
        "CHECK (contest_days >= 0)", "The days to contest a bill cannot be negative."
    )
    _days_in_order = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A mandate ends on the day it was signed at the earliest.",
    )

    @api.depends("producer_id.vat")
    def _compute_vat_liable(self):
        for mandate in self:
            if mandate.state in (False, "draft"):
                mandate.vat_liable = bool(mandate.producer_id.vat)

    @api.depends("kind", "producer_id.name", "company_id.name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for mandate in self:
            mandate.display_name = self.env._(
                "%(producer)s → %(operator)s: %(kind)s",
                producer=mandate.producer_id.name,
                operator=mandate.company_id.name,
                kind=kinds.get(mandate.kind, ""),
            )

    @api.constrains("kind", "producer_id", "company_id", "state", "date_start")
    def _check_one_in_force(self):
        for mandate in self.filtered(lambda one: one.state == "signed"):
            others = mandate._get_in_force(
                mandate.company_id, mandate.producer_id, mandate.kind
            )
            if len(others) > 1:
                raise ValidationError(
                    self.env._(
                        "%s is in force already: end it before another one is signed.",
                        (others - mandate)[0].display_name,
                    )
                )

    def write(self, vals):
        terms = {"kind", "producer_id", "company_id", "commission", "vat_liable"}
        terms.add("date_start")
        if not terms.isdisjoint(vals) and (
            signed := self.filtered(lambda one: one.state != "draft")
        ):
            raise UserError(
                self.env._(
                    "%s: terms that were signed stay as they are. End it, and sign "
                    "another one.",
                    signed[0].display_name,
                )
            )
        result = super().write(vals)
        if "date_end" in vals:
            self.filtered(lambda one: one.state != "draft")._apply_to_plans()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if signed := self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%s was signed and stays with the papers of the operator: end it "
                    "instead.",
                    signed[0].display_name,
                )
            )

    # -- steps -------------------------------------------------------------------------
    def action_sign(self):
        for mandate in self:
            mandate.check_access("write")
            mandate._check_state("draft")
            mandate._check_complete()
            mandate.company_id._off_set_up_mandates()
            mandate._go_to("signed")
            mandate._apply_to_plans()
        return True

    def action_end(self):
        today = fields.Date.context_today(self)
        for mandate in self:
            mandate.check_access("write")
            mandate._check_state("signed")
            last = max(mandate.date_end or today, mandate.date_start)
            mandate._go_to("ended", date_end=min(last, max(today, mandate.date_start)))
            mandate._apply_to_plans()
        return True

    def action_account(self):
        """Account to the producer for what is not accounted for yet: credit notes and
        invoices that were made after its last sale was settled."""
        self.ensure_one()
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Only who keeps the books accounts for sales.")
            )
        self.check_access("read")
        accounts = self.env["account.move"]._off_account_for_sales(
            self.company_id, self.producer_id, fields.Date.context_today(self)
        )
        if not accounts:
            raise UserError(
                self.env._(
                    "Nothing is to be accounted for, or customers were given back more "
                    "than they bought."
                )
            )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "off_order_cycle_mandate.account_sales_action"
        )
        return {**action, "domain": [("id", "in", accounts.ids)]}

    def _check_complete(self):
        company = self.company_id
        if not company.off_is_operator:
            raise UserError(
                self.env._(
                    "%s is no operator: set it up first, so that it has books.",
                    company.name,
                )
            )
        if company.tax_calculation_rounding_method != "round_per_line":
            raise UserError(
                self.env._(
                    "%s rounds taxes on whole invoices: what is of whom would not be "
                    "exact. Let it round line by line, in the settings of accounting.",
                    company.name,
                )
            )

    def _apply_to_plans(self):
        """Cycles that are still planned follow; what customers see or ordered stays."""
        self.env["off.exchange"].sudo().search(
            [
                ("direction", "=", "incoming"),
                ("company_id", "in", self.company_id.ids),
                ("producer_id", "in", self.producer_id.ids),
                ("cycle_id.state", "=", "draft"),
            ]
        )._follow_mandates()

    # -- what holds when ---------------------------------------------------------------
    @api.model
    def _get_in_force(self, companies, producers, kind, day=None):
        """Mandates of these producers to these operators.

        :param day: on which they hold; whenever, if empty
        :return: off.producer.mandate that are not ended, with all rights
        """
        domain = [
            ("kind", "=", kind),
            ("company_id", "in", companies.ids),
            ("producer_id", "in", producers.ids),
            ("state", "=", "signed"),
        ]
        if day:
            domain += [
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        return self.sudo().search(domain)

    def _holds_on(self, day):
        """Whether ``day`` is within the days of this mandate."""
        self.ensure_one()
        return self.date_start <= day and (not self.date_end or self.date_end >= day)

    def _get_taxes(self, product):
        """Taxes that documents in the producer's name show of ``product``: they are the
        producer's, the operator declares none of them."""
        if not self.vat_liable:
            return self.env["account.tax"]
        return product.off_tax_category_id._get_shown_tax(self.company_id)
