from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, float_repr

from odoo.addons.off_hub_network.tools.words import write_number

from ..engine.closing import Terms
from ..tools.closing import CLOSING


class OffOffer(models.Model):
    """Packs that a producer hands over whole, filled by all customers together
    (rule 19), and the least quantity of all orders (rule 23)."""

    _inherit = "off.offer"

    pack_size = fields.Float(
        "Case of",
        digits="Product Unit",
        min_display_digits=1,
        compute="_compute_pack_size",
        store=True,
        readonly=False,
        precompute=True,
        help="The producer hands over whole cases of so many units; customers order by "
        "the unit and fill them together. 0 where it is handed over by the unit.",
    )
    minimum_qty = fields.Float(
        "Least of all orders",
        digits="Product Unit",
        min_display_digits=1,
        help="Where all orders together come to less, none of it is ordered. 0 for no "
        "such minimum.",
    )

    _packs_positive = models.Constraint(
        "CHECK (pack_size >= 0 AND minimum_qty >= 0)",
        "The size of a case and the least quantity of all orders cannot be negative.",
    )
    _packs_are_incoming = models.Constraint(
        "CHECK (direction = 'incoming' OR (pack_size = 0 AND minimum_qty = 0))",
        "Cases and the least quantity of all orders are the producer's: set them on "
        "what it supplies.",
    )

    @api.constrains(
        *("pack_size", "minimum_qty", "customer_limit", "declared_qty", "product_id")
    )
    def _check_pieces(self):
        for offer in self:
            for quantity in (
                *(offer.pack_size, offer.minimum_qty),
                *(offer.customer_limit, offer.declared_qty),
            ):
                offer.product_id.uom_id._off_check_has(offer.product_id, quantity)

    @api.depends("product_id", "exchange_id")
    def _compute_pack_size(self):
        """In which the operator buys it, where its vendor price says so."""
        for offer in self:
            offer.pack_size = (
                offer._get_usual_pack()
                if offer.exchange_id.direction == "incoming"
                else 0.0
            )

    def _get_usual_pack(self):
        """Units in the operator's purchase unit, 0 where that is the unit itself."""
        unit = self.product_id.uom_id
        company = self.exchange_id.company_id
        # Prices of other operators are their own.
        sellers = self.product_id.seller_ids.filtered(
            lambda seller: (
                seller.partner_id == self.exchange_id.producer_id
                and seller.company_id in (company.browse(), company)
                and seller.product_id in (self.product_id.browse(), self.product_id)
            )
        )
        pack = sellers[:1].product_uom_id
        if not pack or pack == unit or not pack._has_common_reference(unit):
            return 0.0
        size = pack._compute_quantity(1.0, unit, rounding_method="HALF-UP")
        return size if unit.compare(size, 1.0) > 0 else 0.0

    def write(self, vals):
        if {"pack_size", "minimum_qty"} & vals.keys():
            over = self.cycle_id.filtered(
                lambda cycle: cycle.state not in ("draft", "open")
            )
            if over:
                raise UserError(
                    self.env._(
                        "Cases were filled when the cycle closed, and stay as they "
                        "are: %s.",
                        ", ".join(over.mapped("name")),
                    )
                )
        return super().write(vals)

    def _get_beyond_customer_limit(self, customers):
        """Extends: closing keeps to the limits for what comes on top, and judges nobody
        who ordered before a limit was lowered."""
        if self.env.context.get("off_closing") is CLOSING:
            return []
        return super()._get_beyond_customer_limit(customers)

    def _get_closing_terms(self):
        """:return: ``{incoming offer: engine.closing.Terms}`` of those that have any"""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            offer: Terms(
                Decimal(float_repr(offer.pack_size, digits)),
                Decimal(float_repr(offer.minimum_qty, digits)),
            )
            for offer in self
            if offer.pack_size or offer.minimum_qty
        }


class OffExchange(models.Model):
    _inherit = "off.exchange"

    def _copy_offers(self, twin, offers, supplied=None):
        """Extends: a clone is handed over in the same cases."""
        copies = super()._copy_offers(twin, offers, supplied)
        for offer, copy in copies.items():
            if offer.direction == "incoming":
                for name in ("pack_size", "minimum_qty"):
                    if copy[name] != offer[name]:
                        copy[name] = offer[name]
        return copies

    def _prepare_purchase_lines(self, lines):
        """Extends: the producer reads how many cases it is to bring."""
        vals_list = super()._prepare_purchase_lines(lines)
        for (offer, _price, quantity), vals in zip(lines, vals_list, strict=True):
            packs = offer.pack_size and round(quantity / offer.pack_size, 4)
            if packs and not float_compare(packs, round(packs), 4):
                vals["name"] = self.env._(
                    "%(product)s (%(packs)s × case of %(size)s)",
                    product=vals["name"],
                    packs=write_number(self.env, packs),
                    size=write_number(self.env, offer.pack_size),
                )
        return vals_list
