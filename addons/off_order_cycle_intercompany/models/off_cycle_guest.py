from odoo import api, fields, models
from odoo.exceptions import ValidationError


class OffCycleGuest(models.Model):
    """A hub of another operator, invited to sell in a cycle."""

    _name = "off.cycle.guest"
    _description = "Hub Invited to a Cycle"
    _inherit = ["mail.thread", "off.step.mixin", "off.kept.mixin"]
    _order = "cycle_id desc, id"
    _rec_name = "hub_id"

    cycle_id = fields.Many2one(
        "off.order.cycle",
        string="Order cycle",
        required=True,
        ondelete="cascade",
        index=True,
    )
    owner_id = fields.Many2one(
        related="cycle_id.company_id", string="Invited by", store=True, index=True
    )
    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="cascade",
        index=True,
        help="It chooses what it sells of what is supplied, its pickups and its fees.",
    )
    company_id = fields.Many2one(
        related="hub_id.company_id", string="Operator", store=True, index=True
    )
    message = fields.Text(help="What the hub reads in the invitation.")
    state = fields.Selection(
        [
            ("invited", "Invited"),
            ("joined", "Takes part"),
            ("refused", "Refused"),
            ("left", "Left"),
        ],
        required=True,
        default="invited",
        readonly=True,
        copy=False,
    )
    joins_always = fields.Boolean(
        "Joins always",
        readonly=True,
        copy=False,
        help="The hub takes part in the next cycles of this coordinator without being "
        "asked.",
    )
    exchange_id = fields.Many2one(
        "off.exchange", readonly=True, copy=False, ondelete="set null"
    )
    source_id = fields.Many2one(
        "off.cycle.guest",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The same hub in the cycle that this one is a clone of.",
    )

    # What both sides see of a cycle that the invited one cannot read yet.
    cycle_name = fields.Char(related="cycle_id.name", string="Cycle")
    coordinator_id = fields.Many2one(
        related="cycle_id.coordinator_id", string="Coordinated by"
    )
    date_open = fields.Datetime(related="cycle_id.date_open")
    date_close = fields.Datetime(related="cycle_id.date_close")
    producer_names = fields.Char("Producers", compute="_compute_producer_names")
    offer_count = fields.Integer("Offers", compute="_compute_counts")
    slot_count = fields.Integer("Pickups", compute="_compute_counts")

    _hub_uniq = models.UniqueIndex(
        "(cycle_id, hub_id)", "This hub is invited to the cycle already."
    )

    @api.depends("cycle_name", "hub_id.name")
    def _compute_display_name(self):
        for guest in self:
            guest.display_name = f"{guest.hub_id.name} – {guest.cycle_name}"

    def _compute_producer_names(self):
        for guest in self:
            producers = guest.sudo().cycle_id.incoming_ids.producer_id
            guest.producer_names = ", ".join(producers.mapped("name"))

    def _compute_counts(self):
        """Whether the hub is ready: how much it offers, not what nor at which price."""
        edges = self.sudo().exchange_id
        slots = dict(
            self.env["off.pickup.slot"]
            .sudo()
            ._read_group(
                [("exchange_id", "in", edges.ids)], ["exchange_id"], ["__count"]
            )
        )
        for guest in self:
            edge = guest.sudo().exchange_id
            guest.offer_count = edge.offer_count
            guest.slot_count = slots.get(edge, 0)

    @api.constrains("hub_id", "cycle_id")
    def _check_hub(self):
        for guest in self.sudo():
            if guest.company_id == guest.owner_id:
                raise ValidationError(
                    self.env._(
                        "%s is a hub of your own: add it to the selling hubs instead.",
                        guest.hub_id.name,
                    )
                )
            if guest.company_id.currency_id != guest.owner_id.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(hub)s keeps its books in %(theirs)s, and what is supplied "
                        "is priced in %(ours)s: operators of one cycle share a "
                        "currency.",
                        hub=guest.hub_id.name,
                        theirs=guest.company_id.currency_id.name,
                        ours=guest.owner_id.currency_id.name,
                    )
                )
