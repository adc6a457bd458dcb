from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class OffExchange(models.Model):
    """One edge of a cycle: what a producer supplies, or what a hub sells."""

    _name = "off.exchange"
    _description = "Exchange"
    _inherit = ["off.kept.mixin"]
    _order = "direction, id"

    cycle_id = fields.Many2one(
        "off.order.cycle", required=True, ondelete="cascade", index=True
    )
    direction = fields.Selection(
        [("incoming", "Incoming"), ("outgoing", "Outgoing")], required=True
    )
    producer_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        domain="[('off_is_producer', '=', True)]",
        help="Who supplies, of an incoming exchange.",
    )
    hub_id = fields.Many2one(
        "off.hub",
        required=True,
        ondelete="restrict",
        help="Who receives, of an incoming exchange; who sells, of an outgoing one.",
    )
    company_id = fields.Many2one(related="hub_id.company_id", store=True, index=True)
    offer_ids = fields.One2many("off.offer", "exchange_id", string="Offers")
    offer_count = fields.Integer(compute="_compute_offer_count")
    slot_ids = fields.One2many("off.pickup.slot", "exchange_id", string="Pickup slots")

    fee_ids = fields.Many2many(
        "off.fee",
        string="Fees",
        domain="[('company_id', '=', company_id)]",
        help="Orders of what is supplied here, or sold here, bear them.",
    )

    _incoming_has_producer = models.Constraint(
        "CHECK ((direction = 'incoming') = (producer_id IS NOT NULL))",
        "An incoming exchange has a producer, an outgoing one has none.",
    )
    _edge_uniq = models.UniqueIndex(
        "(cycle_id, direction, hub_id, COALESCE(producer_id, 0))",
        "This participant is already in the cycle.",
    )

    @api.depends("producer_id.name", "hub_id.name", "direction")
    def _compute_display_name(self):
        for exchange in self:
            exchange.display_name = (
                exchange.producer_id or exchange.hub_id
            ).display_name

    def _compute_offer_count(self):
        counts = dict(
            self.env["off.offer"]._read_group(
                [("exchange_id", "in", self.ids)], ["exchange_id"], ["__count"]
            )
        )
        for exchange in self:
            exchange.offer_count = counts.get(exchange, 0)

    @api.constrains("producer_id", "hub_id", "cycle_id")
    def _check_link(self):
        """Only producers that let the hub order from them can enter (rule 1)."""
        incoming = self.filtered(lambda exchange: exchange.direction == "incoming")
        suppliers = incoming.hub_id._get_suppliers()
        for exchange in incoming:
            if exchange.cycle_id.state != "draft":
                continue
            if exchange.producer_id not in suppliers[exchange.hub_id]:
                raise ValidationError(
                    self.env._(
                        "%(hub)s may not order from %(producer)s: propose a link to "
                        "this producer first.",
                        hub=exchange.hub_id.name,
                        producer=exchange.producer_id.name,
                    )
                )

    @api.constrains("fee_ids", "hub_id")
    def _check_fees(self):
        for exchange in self:
            exchange.fee_ids._check_owner(exchange.hub_id, exchange)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ordered(self):
        # Its offers say what is ordered of them, before the database refuses.
        self.offer_ids._unlink_except_ordered()
        orders = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("off_exchange_id", "in", self.ids)], ["off_exchange_id"], ["__count"]
            )
        )
        if orders:
            raise UserError(
                self.env._(
                    "%(hubs)s: customers have carts or cancelled orders there, which "
                    "stay in the books. Remove what it sells instead.",
                    hubs=", ".join(edge.hub_id.name for edge, _count in orders),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_cycles(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_cycles([vals])
        return super().write(vals)

    def _check_cycles(self, vals_list):
        """Who takes part in a cycle is its coordinator's to say (rule 7)."""
        ids = {vals["cycle_id"] for vals in vals_list if vals.get("cycle_id")}
        self.env["off.order.cycle"].browse(ids)._check_coordinated()

    def _copy_offers(self, twin, offers, supplied=None):
        """Copy ``offers`` to the exchange ``twin`` of another cycle.

        :param supplied: ``{incoming offer: its copy}`` that outgoing offers follow
        :return: ``{offer: copy}``
        """
        copies = self.env["off.offer"].create(
            [
                {
                    "exchange_id": twin.id,
                    "product_id": offer.product_id.id,
                    "incoming_id": supplied[offer.incoming_id].id
                    if supplied
                    else False,
                    "price": offer.price,
                    "on_demand": offer.on_demand,
                    "declared_qty": offer.declared_qty,
                    "customer_limit": offer.customer_limit,
                }
                for offer in offers
            ]
        )
        return dict(zip(offers, copies, strict=True))

    def _copy_slots(self, twin, shift):
        """Copy the pickup slots to ``twin``, ``shift`` days later."""
        self.env["off.pickup.slot"].create(
            [
                {
                    "exchange_id": twin.id,
                    "point_id": slot.point_id.id,
                    "date_start": self.cycle_id._shift(slot.date_start, shift),
                    "date_end": self.cycle_id._shift(slot.date_end, shift),
                    "on_demand": slot.on_demand,
                    "declared_qty": slot.declared_qty,
                }
                for slot in self.slot_ids
            ]
        )
