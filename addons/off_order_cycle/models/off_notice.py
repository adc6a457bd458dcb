from collections import defaultdict

from odoo import fields, models

KINDS = [
    ("open", "The sale is open"),
    ("closing", "The sale closes soon"),
    ("confirmed", "The order is placed"),
    ("changed", "The order has changed"),
    ("shortage", "Something is missing"),
    ("ready", "The goods are there"),
    ("reminder", "Pickup tomorrow"),
]
# What a customer may do without; the others are about its order.
OPTIONAL = ("open", "closing", "ready", "reminder")
# What one wish ends: whoever has enough of one of them wants none of the other.
TOPICS = {"sales": ("open", "closing"), "pickups": ("ready", "reminder")}


class OffNotice(models.Model):
    """A mail about a cycle to one customer: to be sent, or sent.

    What happens in a cycle adds rows in bulk; a scheduled action turns them into mail.
    The indexes see to it that nobody is told the same twice, whatever is retried and
    however many work at it:

    - a sale opens and closes once for each customer of a hub,
    - an order is confirmed and shared out once; it waits at most once to be told as
      changed, so that many changes in a row are one mail,
    - a pickup is ready, and tomorrow, once for each customer.
    """

    _name = "off.notice"
    _description = "Mail About a Cycle"
    _inherit = ["off.kept.mixin"]
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [
            ("due", "To be sent"),
            ("sending", "Being sent"),
            ("sent", "Sent"),
            ("dropped", "Not wanted or not needed any more"),
            ("failed", "Failed"),
        ],
        required=True,
        default="due",
        readonly=True,
    )
    exchange_id = fields.Many2one(
        "off.exchange", required=True, ondelete="cascade", index=True, readonly=True
    )
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    hub_id = fields.Many2one(related="exchange_id.hub_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order", ondelete="cascade", index="btree_not_null", readonly=True
    )
    slot_id = fields.Many2one(
        "off.pickup.slot",
        string="Pickup",
        ondelete="cascade",
        index="btree_not_null",
        readonly=True,
    )
    date_due = fields.Datetime(required=True, readonly=True)
    date_sent = fields.Datetime(readonly=True)
    told = fields.Json(
        readonly=True,
        help="What the order was when its customer was told, to tell changes apart.",
    )
    failure = fields.Char(readonly=True)
    site_url = fields.Char(compute="_compute_site_url")
    order_ids = fields.Many2many(
        "sale.order",
        string="Orders",
        compute="_compute_order_ids",
        help="The order it is about; all of the customer at a pickup.",
    )
    begun_count = fields.Integer(
        compute="_compute_begun_count",
        help="How many products the customer has chosen in the sale and not ordered.",
    )

    _sale_uniq = models.UniqueIndex(
        "(exchange_id, partner_id, kind) WHERE kind IN ('open', 'closing')",
        "This customer was told already.",
    )
    _order_uniq = models.UniqueIndex(
        "(order_id, kind) WHERE kind IN ('confirmed', 'shortage')",
        "This customer was told already.",
    )
    _change_uniq = models.UniqueIndex(
        "(order_id) WHERE kind = 'changed' AND state = 'due'",
        "This change is about to be told.",
    )
    _pickup_uniq = models.UniqueIndex(
        "(slot_id, partner_id, kind) WHERE kind IN ('ready', 'reminder')",
        "This customer was told already.",
    )
    _due_idx = models.Index("(date_due, id) WHERE state = 'due'")

    def _compute_order_ids(self):
        pickups = self.filtered("slot_id")
        found = self.env["sale.order"].search(
            [
                ("off_slot_id", "in", pickups.slot_id.ids),
                ("partner_id", "in", pickups.partner_id.ids),
                ("state", "=", "sale"),
            ],
            order="id",
        )
        by_pickup = found.grouped(lambda order: (order.off_slot_id, order.partner_id))
        for notice in self:
            key = notice.slot_id, notice.partner_id
            notice.order_ids = (
                by_pickup.get(key, False) if notice.slot_id else notice.order_id
            )

    def _compute_begun_count(self):
        """Carts; the add-on that keeps baskets extends it."""
        rows = self.env["sale.order.line"]._read_group(
            [
                ("order_id.off_exchange_id", "in", self.exchange_id.ids),
                ("order_id.partner_id", "in", self.partner_id.ids),
                ("order_id.state", "in", ("draft", "sent")),
                ("off_offer_id", "!=", False),
                ("product_uom_qty", ">", 0),
            ],
            ["off_offer_id", "order_partner_id"],
            ["__count"],
        )
        counts = defaultdict(int)
        for offer, partner, _count in rows:
            counts[offer.exchange_id, partner] += 1
        for notice in self:
            notice.begun_count = counts[notice.exchange_id, notice.partner_id]

    def _compute_site_url(self):
        """Where its customers order, without slash at the end; empty without a website.

        Hook for the add-on that has one."""
        self.site_url = ""
