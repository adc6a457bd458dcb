from dataclasses import dataclass
from decimal import Decimal

from odoo import models
from odoo.tools import float_repr

from ..engine.charges import charge_unit
from ..engine.fees import CALCULATORS, FeeLine
from .off_fee_mixin import read_terms

# Key of the coordinator's edge, which is no exchange.
COORDINATOR = False


@dataclass(frozen=True)
class ShownPrice:
    """What a customer pays for one unit, taxes included.

    :ivar goods: the hub's price, float
    :ivar fees: list of (off.fee, float): those that each unit bears
    """

    goods: float
    fees: list

    @property
    def total(self):
        return self.goods + sum(amount for _fee, amount in self.fees)


class OffExchange(models.Model):
    """What the fees of a cycle add to the prices of what a hub sells (rule 18)."""

    _inherit = "off.exchange"

    def _get_charging_fees(self, incoming):
        """The fees of the edges that orders of this outgoing exchange may touch.

        :param incoming: exchanges that supply what is ordered
        :return: ``{exchange id or COORDINATOR: off.fee}``, in the order in which they
            are told: producers, hub, coordinator
        """
        self.ensure_one()
        places = {edge.id: edge.fee_ids for edge in incoming.sorted("id")}
        places[self.id] = self.fee_ids
        places[COORDINATOR] = self.cycle_id.fee_ids
        return {
            key: fees.filtered("active").sorted(
                lambda fee: (fee.sequence, fee.name, fee.id)
            )
            for key, fees in places.items()
        }

    def _get_shown_prices(self, offers):
        """Prices with the fees per item, for many offers of this exchange, at the price
        level of whom it is read for.

        :return: ``{offer: ShownPrice}``
        """
        self.ensure_one()
        self, offers = self.sudo(), offers.sudo()
        rounding = Decimal(str(self.company_id.currency_id.rounding))
        by_incoming = {}
        shown = {}
        places = self._get_charging_fees(offers.incoming_id.exchange_id)
        prices = self._get_prices(offers)
        for offer in offers:
            incoming = offer.incoming_id.exchange_id
            if incoming not in by_incoming:
                # A fee of two edges is charged by each.
                by_incoming[incoming] = [
                    read_terms(fee, fee._get_terms())
                    for key in (incoming.id, self.id, COORDINATOR)
                    for fee in places[key]
                ]
            line = FeeLine(Decimal(float_repr(prices[offer], 6)), Decimal(1))
            shown[offer] = ShownPrice(
                prices[offer],
                [
                    (fee, float(amount))
                    for fee, amount in charge_unit(
                        line, by_incoming[incoming], rounding
                    )
                ],
            )
        return shown

    def _get_order_fees(self):
        """The fees that depend on the whole order: prices do not show them, so the page
        tells them beside.

        :return: list of (off.fee, res.partner or None): the second is the producer
            whose goods bear it, None where all do
        """
        self.ensure_one()
        self = self.sudo()
        incoming = self.cycle_id.incoming_ids
        producers = {edge.id: edge.producer_id for edge in incoming}
        return [
            (fee, producers.get(key))
            for key, fees in self._get_charging_fees(incoming).items()
            for fee in fees
            if not CALCULATORS[fee.calculator].per_item
        ]
