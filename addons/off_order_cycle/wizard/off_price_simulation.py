from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import float_repr

from ..engine.charges import ChargedLine, charge
from ..engine.fees import FeeLine
from ..models.off_fee_mixin import read_terms


class OffPriceSimulation(models.TransientModel):
    """How the price of an offer is built up: what its producer, the hub and others get
    of what a customer pays. Nothing is ordered."""

    _name = "off.price.simulation"
    _description = "Build-up of a Price"

    cycle_id = fields.Many2one("off.order.cycle", required=True, ondelete="cascade")
    exchange_id = fields.Many2one(
        "off.exchange",
        string="Sold by",
        required=True,
        ondelete="cascade",
        domain="[('cycle_id', '=', cycle_id), ('direction', '=', 'outgoing')]",
    )
    offer_id = fields.Many2one(
        "off.offer",
        string="Product",
        required=True,
        ondelete="cascade",
        domain="[('exchange_id', '=', exchange_id)]",
    )
    quantity = fields.Float(
        default=1.0, required=True, digits="Product Unit", min_display_digits=1
    )
    currency_id = fields.Many2one(related="exchange_id.company_id.currency_id")
    line_ids = fields.One2many("off.price.simulation.line", "simulation_id")
    amount_unit = fields.Monetary(
        "Price shown", compute="_compute_amounts", help="Of one unit, with its fees."
    )
    amount_total = fields.Monetary("The customer pays", compute="_compute_amounts")
    amount_tax = fields.Monetary("of which taxes", compute="_compute_amounts")
    amount_producer = fields.Monetary(
        "The producer gets", compute="_compute_amounts", help="Taxes included."
    )
    amount_hub = fields.Monetary(
        "The hub keeps", compute="_compute_amounts", help="Its margin and its fees."
    )
    amount_others = fields.Monetary("Others get", compute="_compute_amounts")
    share_producer = fields.Float("Producer's share", compute="_compute_amounts")

    @api.onchange("exchange_id")
    def _onchange_exchange_id(self):
        if self.offer_id.exchange_id != self.exchange_id:
            product = self.offer_id.product_id
            offers = self.exchange_id.offer_ids
            self.offer_id = (
                offers.filtered(lambda offer: offer.product_id == product)[:1]
                or offers[:1]
            )

    @api.onchange("exchange_id", "offer_id", "quantity")
    def _onchange_offer_id(self):
        self.line_ids = [
            Command.clear(),
            *(Command.create(vals) for vals in self._prepare_lines()),
        ]

    @api.depends("line_ids.amount", "line_ids.amount_tax", "offer_id")
    def _compute_amounts(self):
        for one in self:
            lines = one.line_ids
            hub = one.exchange_id.hub_id.partner_id
            goods = lines.filtered(lambda line: line.kind == "goods")
            kept = lines.filtered(
                lambda line, hub=hub: line.kind != "goods" and line.partner_id == hub
            )
            one.amount_producer = sum(goods.mapped("amount"))
            one.amount_hub = sum(kept.mapped("amount"))
            one.amount_others = sum((lines - goods - kept).mapped("amount"))
            one.amount_total = sum(lines.mapped("amount"))
            one.amount_tax = sum(lines.mapped("amount_tax"))
            one.share_producer = (
                one.amount_producer / one.amount_total if one.amount_total else 0.0
            )
            one.offer_id.check_access("read")
            prices = one.offer_id and one.exchange_id._get_shown_prices(one.offer_id)
            one.amount_unit = prices[one.offer_id].total if prices else 0.0

    def _prepare_lines(self):
        """Values of the lines: goods, margin, then each fee.

        :raise AccessError: the sale is another operator's
        """
        self.ensure_one()
        self.exchange_id.check_access("read")
        self.offer_id.check_access("read")
        offer = self.offer_id.sudo()
        if not offer or self.quantity <= 0:
            return []
        bought = offer.incoming_id._get_purchase_price() * self.quantity
        sold = offer.price * self.quantity
        taxes = offer.product_id.taxes_id._filter_taxes_by_company(offer.company_id)
        values = [
            ("goods", offer.product_id.display_name, offer.producer_id, bought, taxes),
            (
                "margin",
                self.env._("Margin of the hub"),
                self.exchange_id.hub_id.partner_id,
                sold - bought,
                taxes,
            ),
            *self._get_fees(offer, taxes),
        ]
        return [
            {
                "sequence": index,
                "kind": kind,
                "name": name,
                "partner_id": partner.id,
                "amount": amount,
                "amount_tax": self._get_tax(taxes, amount),
            }
            for index, (kind, name, partner, amount, taxes) in enumerate(values)
            if amount or kind == "goods"
        ]

    def _get_fees(self, offer, taxes):
        """(kind, name, beneficiary, amount, taxes) of each fee."""
        incoming = offer.incoming_id.exchange_id
        exchange = self.exchange_id.sudo()
        places = exchange._get_charging_fees(incoming)
        line = ChargedLine(
            FeeLine(
                Decimal(float_repr(offer.price, 6)),
                Decimal(float_repr(self.quantity, 6)),
                Decimal(float_repr(offer.product_id.weight, 6)),
            ),
            frozenset(places),
        )
        fees = {fee.id: fee for found in places.values() for fee in found}
        kinds = {incoming.id: "incoming", exchange.id: "outgoing"}
        edges = {
            key: [read_terms(fee.id, fee._get_terms()) for fee in found]
            for key, found in places.items()
        }
        rounding = Decimal(str(exchange.company_id.currency_id.rounding))
        for one in charge([line], edges, rounding):
            fee = fees[one.fee]
            yield (
                kinds.get(one.edge, "coordinator"),
                fee.name,
                fee.beneficiary_id,
                float(one.amount),
                taxes
                if fee.tax_rule == "inherit"
                else fee._get_own_taxes(exchange.company_id),
            )

    def _get_tax(self, taxes, amount):
        """Tax in an amount that includes it, by Odoo's engine."""
        result = taxes.compute_all(amount, currency=self.currency_id)
        return result["total_included"] - result["total_excluded"]


class OffPriceSimulationLine(models.TransientModel):
    _name = "off.price.simulation.line"
    _description = "Part of a Price"
    _order = "sequence, id"

    simulation_id = fields.Many2one(
        "off.price.simulation", required=True, ondelete="cascade", index=True
    )
    currency_id = fields.Many2one(related="simulation_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(
        [
            ("goods", "Goods"),
            ("margin", "Margin"),
            ("incoming", "Fee of the supply"),
            ("outgoing", "Fee of the hub"),
            ("coordinator", "Fee of the coordinator"),
        ],
        required=True,
    )
    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", string="Gets it", ondelete="cascade")
    amount = fields.Monetary(help="Taxes included.")
    amount_tax = fields.Monetary("of which taxes")
