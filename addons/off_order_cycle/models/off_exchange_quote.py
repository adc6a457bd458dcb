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

    def _quote(self, quantities):
        """What an order of these would cost, without making one.

        :param quantities: ``{off.offer: quantity in the product's unit}``
        :return: ``{"goods": float, "fees": [(name, float)], "total": float}``; goods
            with the fees that their prices show, fees that depend on the whole order
        """
        self.ensure_one()
        self = self.sudo()
        offers = self.env["off.offer"].union(*quantities).sudo()
        shown = self._get_shown_prices(offers)
        currency = self.company_id.currency_id
        incoming = offers.incoming_id.exchange_id
        places = self._get_charging_fees(incoming)
        lines = [
            ChargedLine(
                FeeLine(
                    Decimal(float_repr(shown[offer].goods, 6)),
                    Decimal(float_repr(quantities[offer], 6)),
                    Decimal(float_repr(offer.product_id.weight, 6)),
                ),
                frozenset((offer.incoming_id.exchange_id.id, self.id, COORDINATOR)),
            )
            for offer in offers
        ]
        fees = {fee.id: fee for found in places.values() for fee in found}
        edges = {
            key: [
                read_terms(fee.id, fee._get_terms() | {"inherits": False})
                for fee in found
            ]
            for key, found in places.items()
        }
        charges = charge(lines, edges, Decimal(str(currency.rounding)))
        in_prices = {fee for price in shown.values() for fee, _amount in price.fees}
        goods = sum(
            currency.round(shown[offer].goods * quantities[offer]) for offer in offers
        )
        apart = defaultdict(float)
        for one in charges:
            fee = fees[one.fee]
            if fee in in_prices:
                goods += float(one.amount)
            else:
                apart[fee.name] += float(one.amount)
        return {
            "goods": currency.round(goods),
            "fees": [(name, currency.round(amount)) for name, amount in apart.items()],
            "total": currency.round(goods + sum(apart.values())),
        }
