from odoo import api, fields, models
from odoo.exceptions import UserError


class OffTender(models.Model):
    """A call for bids of an institution: published, opened after its deadline, awarded
    lot by lot."""

    _name = "off.tender"
    _description = "Tender"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "date_deadline desc, id desc"

    name = fields.Char(required=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("published", "Published"),
            ("opened", "Opened"),
            ("awarded", "Awarded"),
            ("cancel", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Operator",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Buyer",
        required=True,
        ondelete="restrict",
        help="The institution that buys, or the one that buys for its group.",
    )
    date_publish = fields.Datetime(
        "Publication",
        copy=False,
        help="Left empty, it is the moment the tender is published.",
    )
    date_deadline = fields.Datetime(
        "Deadline", copy=False, help="Until when bids are taken."
    )
    lot_ids = fields.One2many("off.tender.lot", "tender_id", string="Lots", copy=True)
    lot_count = fields.Integer("Number of lots", compute="_compute_lot_count")
    description = fields.Html()

    _dates = models.Constraint(
        "CHECK (date_deadline > date_publish)",
        "Set a deadline after the publication of the tender.",
    )

    @api.depends("lot_ids")
    def _compute_lot_count(self):
        counts = dict(
            self.env["off.tender.lot"]._read_group(
                [("tender_id", "in", self.ids)], ["tender_id"], ["__count"]
            )
        )
        for tender in self:
            tender.lot_count = counts.get(tender._origin, 0)

    # -- steps -----------------------------------------------------------------------
    def action_publish(self):
        now = fields.Datetime.now()
        for tender in self:
            tender._check_state("draft")
            tender._check_can_publish(now)
        self.filtered(lambda tender: not tender.date_publish).date_publish = now
        self.state = "published"
        return True

    def _check_can_publish(self, now):
        self.ensure_one()
        if not self.lot_ids:
            raise UserError(
                self.env._(
                    "%s has no lot: add at least one before publishing it.", self.name
                )
            )
        if not self.date_deadline or self.date_deadline <= now:
            raise UserError(
                self.env._(
                    "%s needs a deadline in the future: set one before publishing it.",
                    self.name,
                )
            )

    def action_open(self):
        now = fields.Datetime.now()
        for tender in self:
            tender._check_state("published")
            if tender.date_deadline > now:
                raise UserError(
                    self.env._(
                        "%s still takes bids: open it once its deadline is over.",
                        tender.name,
                    )
                )
        self.state = "opened"
        return True

    def action_award(self):
        for tender in self:
            tender._check_state("opened")
            if undecided := tender.lot_ids.filtered(lambda lot: lot.state == "open"):
                raise UserError(
                    self.env._(
                        "%(tender)s has lots without a decision: %(lots)s. Award them, "
                        "or mark them as fruitless or dropped.",
                        tender=tender.name,
                        lots=", ".join(undecided.mapped("name")),
                    )
                )
        self.state = "awarded"
        return True

    def action_cancel(self):
        for tender in self:
            tender._check_state("draft", "published", "opened")
        self.state = "cancel"
        return True

    def action_view_lots(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Lots"),
            "res_model": "off.tender.lot",
            "view_mode": "list,form",
            "domain": [("tender_id", "=", self.id)],
            "context": {"default_tender_id": self.id},
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        for tender in self:
            if tender.state != "draft":
                raise UserError(
                    self.env._(
                        "%(tender)s is “%(state)s” and stays on record: only drafts "
                        "are deleted. Cancel it if it must not go on.",
                        tender=tender.name,
                        state=tender._get_state_label(),
                    )
                )

    # -- helpers ---------------------------------------------------------------------
    def _get_remedy(self):
        """What the user can do with a tender in its present state."""
        self.ensure_one()
        return {
            "draft": self.env._("Publish it first."),
            "published": self.env._("Open it once its deadline is over, or cancel it."),
            "opened": self.env._("Decide on its lots and award it, or cancel it."),
            "awarded": self.env._("It is over: copy it to make another one."),
            "cancel": self.env._("It is over: copy it to make another one."),
        }[self.state]
