from odoo import api, fields, models

KINDS = [
    ("all", "Everything"),
    ("some", "Partly"),
    ("none", "Cannot"),
]
CHANNELS = [
    ("link", "The link of the mail"),
    ("portal", "Its login"),
    ("hub", "The hub, in its name"),
]


class OffPurchaseAnswer(models.Model):
    """What a producer answered to a purchase order of a cycle: it brings everything,
    part of it, or nothing.

    Answers are made by :meth:`purchase.order._off_answer` and never changed: a later
    one takes the place of the former, which is kept.
    """

    _name = "off.purchase.answer"
    _description = "Answer of a Producer"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    purchase_id = fields.Many2one(
        "purchase.order",
        string="Purchase order",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="purchase_id.company_id", store=True, index=True
    )
    cycle_id = fields.Many2one(
        related="purchase_id.off_cycle_id", store=True, index="btree_not_null"
    )
    producer_id = fields.Many2one(related="purchase_id.partner_id", string="Producer")
    kind = fields.Selection(KINDS, string="Answer", required=True, readonly=True)
    channel = fields.Selection(
        CHANNELS, string="Answered by way of", required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Answered by", ondelete="set null", readonly=True
    )
    note = fields.Text(readonly=True)
    date_proposed = fields.Date(
        "Other day",
        readonly=True,
        help="When the producer could deliver instead.",
    )
    closing_number = fields.Integer(readonly=True)
    is_current = fields.Boolean(
        "Current",
        default=True,
        readonly=True,
        help="Not of an answer that another one replaced, or that was given before the "
        "hub asked for more.",
    )
    line_ids = fields.One2many("off.purchase.answer.line", "answer_id", readonly=True)
    short_text = fields.Char("Short of", compute="_compute_short_text")

    _current_uniq = models.UniqueIndex(
        "(purchase_id) WHERE is_current", "A purchase order has one answer."
    )

    @api.depends("line_ids.promised_qty")
    @api.depends_context("lang")
    def _compute_short_text(self):
        """“Carrots: 3 of 5 (frost), Leeks: 0 of 1”"""
        for answer in self:
            answer.short_text = ", ".join(
                line._get_text() for line in answer.line_ids if line._is_short()
            )

    def _replace(self):
        """Another answer, or another order, takes their place."""
        self.write({"is_current": False})
        # Before the next one is there, as the index asks.
        self.flush_recordset(["is_current"])
