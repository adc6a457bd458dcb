from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.off_hub_network.tools.words import write_number


class OffOffer(models.Model):
    """A product in an exchange: what the producer supplies it for, or what the hub
    sells it for."""

    _name = "off.offer"
    _description = "Offer"
    _inherit = ["off.counter.mixin", "off.kept.mixin"]
    _order = "producer_id, product_id, id"
    _rec_name = "product_id"

    exchange_id = fields.Many2one(
        "off.exchange", required=True, ondelete="cascade", index=True
    )
    cycle_id = fields.Many2one(related="exchange_id.cycle_id", store=True, index=True)
    company_id = fields.Many2one(related="exchange_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    direction = fields.Selection(related="exchange_id.direction", store=True)
    product_id = fields.Many2one(
        "product.product", required=True, ondelete="restrict", index=True
    )
    producer_id = fields.Many2one(
        related="product_id.product_tmpl_id.off_producer_id", store=True
    )
    incoming_id = fields.Many2one(
        "off.offer",
        string="Incoming offer",
        ondelete="cascade",
        index="btree_not_null",
        domain="[('cycle_id', '=', cycle_id), ('direction', '=', 'incoming'),"
        " ('product_id', '=', product_id)]",
        help="The incoming offer that an outgoing one sells.",
    )
    price = fields.Monetary(
        required=True,
        help="For one unit, taxes included: purchase price of an incoming offer, sale "
        "price of an outgoing one.",
    )
    on_demand = fields.Boolean(
        "No limit", default=True, help="As many as the producer has."
    )
    declared_qty = fields.Float(
        "Limit", help="At most so many are sold here, whatever the producer has."
    )
    reserved_qty = fields.Float("Sold here")
    customer_limit = fields.Float(
        "Limit per customer",
        digits="Product Unit",
        min_display_digits=1,
        help="At most so many for one customer; 0 for no such limit.",
    )
    ordered_qty = fields.Float(
        "Ordered",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_ordered_qty",
    )

    _product_uniq = models.UniqueIndex(
        "(exchange_id, product_id)", "This product is already in the exchange."
    )
    _outgoing_is_supplied = models.Constraint(
        "CHECK ((direction = 'outgoing') = (incoming_id IS NOT NULL))",
        "A hub only sells what a producer of the cycle supplies.",
    )
    _limits_positive = models.Constraint(
        "CHECK (declared_qty >= 0 AND customer_limit >= 0)",
        "The limits of an offer cannot be negative.",
    )
    _price_positive = models.Constraint(
        "CHECK (price >= 0)", "The price of an offer cannot be negative."
    )

    def _get_purchase_price(self):
        """Hook: what the producer gets for one unit of what it supplies here."""
        self.ensure_one()
        return self.price

    def _compute_ordered_qty(self):
        # Who manages what a hub sells sees how much, without the right to its orders.
        quantities = self.sudo()._get_ordered_quantities()
        for offer in self:
            offer.ordered_qty = quantities.get(offer, 0.0)

    def _get_ordered_quantities(self):
        """Quantities in validated orders, in the product's unit.

        :return: ``{offer: quantity}``; an incoming offer counts all that sell it
        """
        outgoing = self.search(
            ["|", ("id", "in", self.ids), ("incoming_id", "in", self.ids)]
        ).filtered(lambda offer: offer.direction == "outgoing")
        rows = self.env["sale.order.line"]._read_group(
            [("off_offer_id", "in", outgoing.ids), ("state", "=", "sale")],
            ["off_offer_id", "product_uom_id"],
            ["product_uom_qty:sum"],
        )
        result = dict.fromkeys(self, 0.0)
        for offer, unit, ordered in rows:
            quantity = unit._compute_quantity(ordered, offer.product_id.uom_id)
            for target in offer | offer.incoming_id:
                if target in result:
                    result[target] += quantity
        return result

    # -- limits -----------------------------------------------------------------
    @api.onchange("declared_qty")
    def _onchange_declared_qty(self):
        """Who writes a limit means it."""
        if self.declared_qty:
            self.on_demand = False

    def _take(self, quantities):
        """Draw ``quantities`` of these limits.

        :param quantities: ``{offer: quantity}`` in the product's unit, negative ones
            are given back
        :return: list of texts, one for each limit that is reached
        """
        Availability = self.env["off.availability"]
        return [
            Availability._get_short_line(
                offer.product_id, quantities[offer], offer.available_qty
            )
            for offer in self._draw(quantities)
        ]

    def _get_beyond_customer_limit(self, customers):
        """What customers have of these offers in validated orders, beyond the limit.

        Call it once the offers are drawn: their rows are taken, so that another order
        of the same customer comes before or after, not at the same time.

        :param customers: res.partner, commercial entities
        :return: list of texts
        """
        had = self.filtered("customer_limit")._get_had_by_customer(customers)
        return [
            self.env._(
                "%(product)s: at most %(limit)s for each customer, this makes %(had)s",
                product=offer.product_id.display_name,
                limit=write_number(self.env, offer.customer_limit),
                had=write_number(self.env, quantity),
            )
            for (offer, _customer), quantity in had.items()
            if offer.product_id.uom_id.compare(quantity, offer.customer_limit) > 0
        ]

    def _get_had_by_customer(self, customers):
        """What customers have of these offers, ordered or kept aside for a payment.

        :param customers: res.partner, commercial entities
        :return: ``{(offer, commercial entity): quantity in the product's unit}``
        """
        had = defaultdict(float)
        if not self:
            return had
        for offer, customer, unit, quantity in self.env["sale.order.line"]._read_group(
            [
                ("off_offer_id", "in", self.ids),
                "|",
                ("order_id.state", "=", "sale"),
                ("order_id.off_held_until", "!=", False),
                ("order_id.partner_id.commercial_partner_id", "in", customers.ids),
            ],
            ["off_offer_id", "order_partner_id", "product_uom_id"],
            ["product_uom_qty:sum"],
        ):
            key = offer, customer.commercial_partner_id
            had[key] += unit._compute_quantity(quantity, offer.product_id.uom_id)
        return had

    @api.constrains("incoming_id", "product_id", "cycle_id")
    def _check_incoming(self):
        # Who sells in the cycle of another operator cannot read what is supplied.
        for offer in self.sudo().filtered("incoming_id"):
            if (
                offer.incoming_id.cycle_id != offer.cycle_id
                or offer.incoming_id.product_id != offer.product_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(product)s must be supplied in the cycle %(cycle)s before it "
                        "can be sold there.",
                        product=offer.product_id.display_name,
                        cycle=offer.cycle_id.name,
                    )
                )

    def write(self, vals):
        if {"price", "product_id", "exchange_id", "incoming_id"} & vals.keys():
            over = self.cycle_id.filtered(
                lambda cycle: cycle.state not in ("draft", "open")
            )
            if over:
                raise UserError(
                    self.env._(
                        "The offers of a cycle that is closed stay as they were sold: "
                        "%s.",
                        ", ".join(over.mapped("name")),
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ordered(self):
        # Orders of all hubs count, also those that the user cannot read.
        ordered = [
            offer
            for offer, quantity in self.sudo()._get_ordered_quantities().items()
            if quantity
        ]
        if ordered:
            raise UserError(
                self.env._(
                    "These products are in orders and cannot leave the cycle: "
                    "%(products)s. Change the orders first.",
                    products=", ".join(
                        sorted({offer.product_id.display_name for offer in ordered})
                    ),
                )
            )
