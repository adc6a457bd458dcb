from collections import defaultdict
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from ..engine.charges import ChargedLine, charge
from ..engine.fees import FeeLine
from .off_exchange_fees import COORDINATOR
from .off_fee_mixin import read_terms


class OffExchange(models.Model):
    """What orders would cost."""

    _inherit = "off.exchange"

    def _quote(self, quantities, order=None):
        """What an order of these would cost, without making one.

        :param quantities: ``{off.offer: quantity in the product's unit}``
        :param order: the validated order that would change: what it has keeps its
            price, and its fees their terms (rules 10 and 18)
        :return: ``{"goods": float, "fees": [(name, float)], "others": [(name, float)],
            "total": float}``; goods with the fees that their prices show, fees that
            depend on the whole order, what is neither
        """
        self.ensure_one()
        self = self.sudo()
        offers = self.env["off.offer"].union(*quantities).sudo()
        prices = self._get_quoted_prices(offers, order)
        currency = self.company_id.currency_id
        lines = [
            ChargedLine(
                FeeLine(
                    Decimal(float_repr(prices[offer], 6)),
                    Decimal(float_repr(quantities[offer], 6)),
                    Decimal(
                        float_repr(
                            offer.product_id._off_get_unit_weight()
                            or offer.product_id.weight,
                            6,
                        )
                    ),
                ),
                frozenset((offer.incoming_id.exchange_id.id, self.id, COORDINATOR)),
            )
            for offer in offers
        ]
        edges = self._get_quoted_edges(offers, order)
        charges = charge(lines, edges, Decimal(str(currency.rounding)))
        shown = self._get_shown_prices(offers)
        in_prices = {fee.id for price in shown.values() for fee, _amount in price.fees}
        goods = sum(
            currency.round(prices[offer] * quantities[offer]) for offer in offers
        )
        apart = defaultdict(float)
        for one in charges:
            if one.fee in in_prices:
                goods += float(one.amount)
            else:
                apart[self.env["off.fee"].browse(one.fee).name] += float(one.amount)
        others = self._quote_others(quantities, order)
        return {
            "goods": currency.round(goods),
            "fees": [(name, currency.round(amount)) for name, amount in apart.items()],
            "others": others,
            "total": currency.round(
                goods + sum(apart.values()) + sum(amount for _name, amount in others)
            ),
        }

    def _quote_others(self, quantities, order=None):
        """Hook: what an order of these has beside goods and fees, see ``_quote``.

        :return: list of (name, amount taxes included)
        """
        return []

    def _get_quoted_prices(self, offers, order=None):
        """:return: ``{off.offer: price of one unit}``, of what ``order`` has the frozen
        one"""
        if not order:
            return self._get_prices(offers)
        order = order.sudo()
        prices = self._get_prices(offers, order.off_pricelist_id)
        for line in order.order_line.filtered("off_offer_id"):
            prices[line.off_offer_id] = line.product_uom_id._compute_price(
                line.price_unit, line.product_id.uom_id
            ) * (1 - (line.discount or 0.0) / 100)
        return prices

    def _get_quoted_edges(self, offers, order=None):
        """:return: ``{exchange id or COORDINATOR: [engine.charges.Terms]}``"""
        kept = order.sudo()._off_get_kept_terms() if order else {}
        places = self._get_charging_fees(offers.incoming_id.exchange_id)
        return {
            key: [
                # Taxes are in the prices: here it does not matter which.
                read_terms(fee_id, terms | {"inherits": False})
                for fee_id, terms in kept.get(
                    str(key or 0), [[fee.id, fee._get_terms()] for fee in fees]
                )
            ]
            for key, fees in places.items()
        }
